"""Files of one JSON object a line: what is asked, and what is answered."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator


def numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that hold something, with their numbers; a byte order mark is left out.

    One line at a time: a file may be larger than memory.
    """
    for number, line in enumerate(lines, 1):
        content = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if content.strip():
            yield number, content


def numbered_all(content: bytes) -> list[tuple[int, bytes]]:
    """Return the lines of a whole file that hold something, with their numbers."""
    return list(numbered(content.split(b"\n")))


def decoded(line: str | bytes) -> object:
    """Return what a line holds; ``ValueError`` if it is not JSON that means one thing only.

    A name that is given twice, NaN and infinity are refused: JSON has no meaning for them.
    """
    try:
        return _DECODER.decode(line if isinstance(line, str) else line.decode())
    except RecursionError as error:
        raise ValueError(str(error)) from None


def error_answer(line_id: object, code: str, message: str, field: str | None) -> dict[str, object]:
    """Return the answer for a line that cannot be answered, under its id or its number."""
    return {"id": line_id, "error": {"code": code, "message": message, "field": field}}


def answer_line(answer: dict[str, object]) -> str:
    """Return the line that is written for an answer.

    Half of a surrogate pair in an id has no UTF-8; it is written by its number, as JSON does.
    """
    return json.dumps(answer, ensure_ascii=False).encode(errors="backslashreplace").decode()


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _refuse_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    row = dict(pairs)
    if len(row) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} is given twice")
    return row


_DECODER = json.JSONDecoder(object_pairs_hook=_refuse_twice, parse_constant=_refuse_constant)
