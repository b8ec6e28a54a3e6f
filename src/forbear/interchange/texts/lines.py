"""Lines of a file, one at a time: a file of texts may be larger than memory."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator


def numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that hold something, with their numbers; a byte order mark is left out."""
    for number, line in enumerate(lines, 1):
        content = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if content.strip():
            yield number, content


def answer_line(answer: dict[str, object]) -> str:
    """Return the line that is written for an answer; half of a surrogate pair by its number."""
    return json.dumps(answer, ensure_ascii=False).encode(errors="backslashreplace").decode()
