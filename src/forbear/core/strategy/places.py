"""Where a key stands in a TOML text: tomllib forgets it, and an error needs it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_HEADER = re.compile(r"^\s*\[\[?\s*([A-Za-z0-9_-]+)\s*\]?\]")
_KEY = re.compile(r"^\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*=")


@dataclass(frozen=True, slots=True)
class Places:
    """Lines, counted from 1, of every table and key: ``{((array, number), key): line}``."""

    lines: dict[tuple[tuple[str, int], str], int]

    @classmethod
    def of(cls, text: str) -> Places:
        """Scan a text that tomllib has read. The key ``""`` stands for the table's own header."""
        lines: dict[tuple[tuple[str, int], str], int] = {(("", 0), ""): 1}
        seen: Counter[str] = Counter()
        where = ("", 0)
        for number, line in enumerate(text.splitlines(), start=1):
            if header := _HEADER.match(line):
                where = (header[1], seen[header[1]])
                seen[header[1]] += 1
                lines.setdefault((("", 0), header[1]), number)
                lines[where, ""] = number
            elif key := _KEY.match(line):
                lines.setdefault((where, key[1]), number)
        return cls(lines)

    def line(self, where: tuple[str, int], key: str) -> int:
        """The line of a key; of its table where the key is missing; of the array; else 1."""
        for place in ((where, key), (where, ""), (("", 0), where[0])):
            if place in self.lines:
                return self.lines[place]
        return 1
