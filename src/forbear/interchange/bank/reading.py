"""A bank's file of whatever kind, known by what stands in it and not by its name."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from forbear.interchange.bank.camt import read_camt
from forbear.interchange.bank.entries import BankProblem, BankRead
from forbear.interchange.bank.mt940 import read_mt940
from forbear.interchange.bank.table import read_table

BYTES_MAX = 4 << 30
TEXT_BYTES_MAX = 1 << 30
_HEAD = 1 << 16
_CHUNK = 1 << 18
_SWIFT = re.compile(rb"^(?:\{1:|:(?:[0-9]{2}[A-Z]?|NS|940):)", re.MULTILINE)


def read_bank_file(path: Path, *, map_path: Path | None = None) -> BankRead:
    """Read camt.053, camt.054, MT940 or CSV; ``BankProblem`` if the file cannot be used at all.

    With a mapping the file is one of rows. What cannot be taken of a file that can be used is told
    in its findings.
    """
    try:
        if path.stat().st_size > BYTES_MAX:
            raise BankProblem("TOO_LARGE", f"{path}: is larger than {BYTES_MAX} bytes.")
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise BankProblem("NO_FILE", f"{path}: cannot be read ({error.strerror}).") from error
    if not head.strip():
        raise BankProblem("EMPTY", f"{path}: is empty.")
    try:
        if map_path is None and _is_xml(head):
            return read_camt(_chunks(path))
        if map_path is None and _SWIFT.search(head):
            return read_mt940(_text(path))
    except BankProblem as problem:
        raise BankProblem(problem.code, f"{path}: {problem}") from problem
    return read_table(path, map_path=map_path)


def _is_xml(head: bytes) -> bool:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "ignore").encode()
    return head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _text(path: Path) -> str:
    """Return the text of a SWIFT file: UTF-8, or else Latin-1, which every byte is."""
    if path.stat().st_size > TEXT_BYTES_MAX:
        raise BankProblem("TOO_LARGE", f"It is larger than {TEXT_BYTES_MAX} bytes.")
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
