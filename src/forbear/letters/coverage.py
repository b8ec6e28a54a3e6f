"""Which characters the letters can print. One that the font lacks would be silently blank."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"


@cache
def printable(weight: str = "regular") -> frozenset[str]:
    """Return the characters that the font of ``weight`` (regular or bold) holds."""
    found: list[str] = []
    for line in (FONTS / f"{weight}.ranges.txt").read_text(encoding="ascii").split():
        first, last = (int(part, 16) for part in line.split("-"))
        found += map(chr, range(first, last + 1))
    return frozenset(found)


def missing_from(text: str, weight: str = "regular") -> tuple[str, ...]:
    """Return the characters of ``text`` that cannot be printed, each once, in order."""
    held = printable(weight)
    return tuple(dict.fromkeys(sign for sign in text if sign not in held))
