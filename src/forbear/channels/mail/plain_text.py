"""The words of a mail: decoded whatever it claims, and without what was quoted."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from html import unescape

TEXT_MAX = 10_000
_HEADER_MAX = 4_000
_SILENT = frozenset({"script", "style", "head", "title"})
_BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6"})
_NAME = re.compile(r"/?([a-z][a-z0-9]{0,15})")
_QUOTE = re.compile(r"(?is)<blockquote\b.*|<div[^<>]{0,200}class=\"?gmail_quote.*")
# Where an answer ends and the mail that it answers begins.
_BELOW = re.compile(
    r"(?im)^[ \t]*(?:-{2,}[ \t]*(?:original message|forwarded message|原始邮件|转发).*"
    r"|_{10,}[ \t]*"
    r"|on .{4,200}wrote:[ \t]*"
    r"|在.{4,200}写道[:：][ \t]*"
    r"|.{0,120}于.{4,120}写道[:：][ \t]*"
    r"|from:[ \t].{1,300}|发件人[:：].{1,300})$"
)


def header_text(value: object) -> str:
    """Return a header as readable text; what cannot be decoded is replaced, never an error."""
    raw = str(value)[:_HEADER_MAX]
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, ValueError):
        pieces = [(raw, None)]
    text = "".join(
        piece if isinstance(piece, str) else _decode(piece, charset) for piece, charset in pieces
    )
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").replace("\0", "").split())


def decoded(part: Message) -> str:
    """Return the text of one part, in the charset that it claims, or as UTF-8."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_param("charset", "utf-8")
    return _decode(payload, charset if isinstance(charset, str) else "utf-8")


def said_by_a_person(mail: Message) -> str:
    """Return what was written above the quoted mail, at most ``TEXT_MAX`` signs."""
    parts = [part for part in mail.walk() if not part.is_multipart()]
    plain = next((part for part in parts if _is_body(part, "text/plain")), None)
    if plain is not None:
        return _above(decoded(plain))
    html = next((part for part in parts if _is_body(part, "text/html")), None)
    return _above(_text_of(decoded(html))) if html is not None else ""


def _is_body(part: Message, kind: str) -> bool:
    return part.get_content_type() == kind and part.get_content_disposition() != "attachment"


def _above(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")[: 10 * TEXT_MAX]
    if below := _BELOW.search(text):
        text = text[: below.start()]
    lines = [line.rstrip() for line in text.split("\n") if not line.lstrip().startswith(">")]
    # a signature begins with two dashes and a space (RFC 3676, section 4.3)
    if "--" in lines:
        lines = lines[: lines.index("--")]
    return "\n".join(lines).strip()[:TEXT_MAX]


def _text_of(html: str) -> str:
    """Return the words of a page. Each sign is looked at once, whatever the page tries."""
    html = _QUOTE.sub("", html[: 20 * TEXT_MAX])
    lower, words, at = html.lower(), list[str](), 0
    while (start := html.find("<", at)) >= 0:
        words.append(html[at:start])
        end = html.find(">", start)
        if end < 0:
            return unescape("".join(words))
        at = end + 1
        name = _NAME.match(lower, start + 1)
        if name and name[1] in _BREAKS:
            words.append("\n")
        elif name and name[0] in _SILENT:
            closed = lower.find(f"</{name[1]}", at)
            if closed < 0:
                return unescape("".join(words))
            at = closed
    return unescape("".join([*words, html[at:]]))


def _decode(data: bytes, charset: str | None) -> str:
    try:
        return data.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError, TypeError):
        return data.decode("utf-8", "replace")
