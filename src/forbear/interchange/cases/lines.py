"""Cases and answers as lines of a file."""

from __future__ import annotations

import codecs
import json


def numbered(content: bytes) -> list[tuple[int, bytes]]:
    """Return the lines that hold something, with their numbers; a byte order mark is left out."""
    lines = content.removeprefix(codecs.BOM_UTF8).split(b"\n")
    return [(number, line) for number, line in enumerate(lines, 1) if line.strip()]


def answer_line(answer: dict[str, object]) -> str:
    """Return the line that ``forbear gate`` writes for an answer.

    Half of a surrogate pair in an id has no UTF-8; it is written by its number, as JSON does.
    """
    return json.dumps(answer, ensure_ascii=False).encode(errors="backslashreplace").decode()
