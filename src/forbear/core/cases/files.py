"""A file that comes as evidence: what it is by its bytes, and a name that can do no harm."""

from __future__ import annotations

import re
import unicodedata

NAME_MAX = 100
_MAGIC = (
    ("pdf", b"%PDF-"),
    ("jpg", b"\xff\xd8\xff"),
    ("png", b"\x89PNG\r\n\x1a\n"),
)
_ENDINGS = {
    "pdf": ("pdf",),
    "jpg": ("jpg", "jpeg"),
    "png": ("png",),
    "txt": ("txt", "text"),
    "eml": ("eml",),
}
MEDIA = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "txt": "text/plain; charset=utf-8",
    "eml": "application/octet-stream",
}
_HEADER = re.compile(rb"\A(?:[!-9;-~]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2,}")
_MAIL = re.compile(rb"^(?:from|date|received|message-id|subject):", re.IGNORECASE | re.MULTILINE)
_KEPT = re.compile(r"[^\w\-. ()+,&]", re.UNICODE)
# words that Windows takes for devices, whatever the ending
_DEVICES = re.compile(r"(?i)\A(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)")


def file_kind(name: str, data: bytes) -> str | None:
    """Return of which kind a file is; none where its bytes and its ending do not agree on one.

    Only PDF, JPEG, PNG, plain text in UTF-8 and a mail message are taken.
    """
    ending = name.rpartition(".")[2].lower()
    kind = next((kind for kind, endings in _ENDINGS.items() if ending in endings), None)
    if kind is None or not data:
        return None
    if kind in {"txt", "eml"}:
        return kind if _is_text(data, is_mail=kind == "eml") else None
    return kind if data.startswith(dict(_MAGIC)[kind]) else None


def _is_text(data: bytes, *, is_mail: bool) -> bool:
    if b"\x00" in data or any(data.startswith(magic) for _kind, magic in _MAGIC):
        return False
    if is_mail:
        head = _HEADER.match(data)
        return head is not None and _MAIL.search(head.group()) is not None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def safe_name(name: str, kind: str) -> str:
    r"""Return a name under which a file may be shown and saved: no path, no control or hidden sign.

    It always ends as its kind does.

    >>> safe_name("../../etc/passwd.pdf", "pdf"), safe_name("inv\u202efdp.exe", "txt")
    ('passwd.pdf', 'invfdp.txt')
    """
    bare = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = bare.rpartition(".")[0] if "." in bare else bare
    seen = "".join(sign for sign in stem if not unicodedata.category(sign).startswith("C"))
    kept = _KEPT.sub("_", seen).strip(" ._")[:NAME_MAX].strip(" ._")
    if not kept or _DEVICES.match(kept):
        kept = f"file_{kept}".rstrip("_")
    return f"{kept}.{kind}"
