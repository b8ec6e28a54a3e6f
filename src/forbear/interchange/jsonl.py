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


def answer_line(answer: dict[str, object]) -> str:
    """Return the line that is written for an answer.

    Half of a surrogate pair in an id has no UTF-8; it is written by its number, as JSON does.
    """
    return json.dumps(answer, ensure_ascii=False).encode(errors="backslashreplace").decode()
