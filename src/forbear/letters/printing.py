"""Print files: how many pages a letter has, several letters as one file, a folder of a batch."""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter

from forbear.ports.letters import LetterError

_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
MANIFEST = "manifest.csv"


def pages_of(pdf: bytes) -> int:
    """Return how many pages a letter of ours has; LetterError, code LETTER_INVALID, for no PDF."""
    try:
        return len(list(_pages(PdfFileReader(io.BytesIO(pdf)))))
    except (PdfReadError, KeyError, TypeError, ValueError) as error:
        raise LetterError("LETTER_INVALID", f"A kept letter cannot be read: {error}.") from error


def merged(letters: Iterable[bytes]) -> bytes:
    """Return letters as one file, to be printed: without tags and signatures, which paper lacks."""
    writer: Any = PdfFileWriter()  # type: ignore[no-untyped-call]  # the library's
    for letter in letters:
        reader = PdfFileReader(io.BytesIO(letter))
        pages = generic.ArrayObject(_pages(reader))
        pages.container_ref = reader.root.container_ref  # they come from this document
        # in one go: what the pages of a letter share is copied once
        for page in writer.import_object(pages):
            writer.insert_page(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def folder_write(
    target: Path, files: Iterable[tuple[str, bytes]], manifest: Sequence[Mapping[str, object]]
) -> None:
    """Write the folder of a batch: whole, or not at all; for its owner's eyes only.

    One that is there already with the same manifest is left as it is. Raises OSError, with a
    sentence, for one that holds something else.
    """
    table = _table(manifest)
    if target.exists():
        kept = target / MANIFEST
        if not kept.exists() or kept.read_bytes() != table:
            raise OSError(f"{target} holds something else. Move it away, then run this again.")
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".part-{target.name}-", dir=target.parent))
    try:
        for name, content in (*files, (MANIFEST, table)):
            _write(part / name, content)
        part.rename(target)  # onto a folder that another process has just made: fails
        _sync(target.parent)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _table(rows: Sequence[Mapping[str, object]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _pages(reader: PdfFileReader) -> Iterable[generic.DictionaryObject]:
    """Yield each page with what it inherits, and nothing that leads back to its document."""
    # the library does not say of its values what they are
    ahead: list[tuple[Any, dict[str, Any]]] = [(reader.root["/Pages"], {})]
    while ahead:
        node, above = ahead.pop()
        held = {**above, **{key: node.raw_get(key) for key in _INHERITED if key in node}}
        if node["/Type"] == "/Page":
            page = {"/Type": generic.NameObject("/Page"), **held}
            if "/Contents" in node:
                page["/Contents"] = node.raw_get("/Contents")
            named = {generic.NameObject(key): value for key, value in page.items()}
            yield generic.DictionaryObject(named)  # type: ignore[no-untyped-call]  # the library's
        else:
            ahead += [(kid.get_object(), held) for kid in reversed(node["/Kids"])]
