"""Sets of row numbers as a short text: ``1-500,503``."""

from __future__ import annotations

from collections.abc import Iterable


def ranges_of(text: str) -> list[tuple[int, int]]:
    """Return the ranges of a text such as ``1-500,503``, both ends included.

    Raises ValueError for any other text.

    >>> ranges_of("1-500,503")
    [(1, 500), (503, 503)]
    """
    found: list[tuple[int, int]] = []
    for piece in text.split(",") if text else ():
        first, dash, last = piece.partition("-")
        start, end = int(first), int(last if dash else first)
        if start > end or start < 0 or (found and start <= found[-1][1]):
            raise ValueError(f"{piece!r} is no range of row numbers in order")
        found.append((start, end))
    return found


def count_of(ranges: Iterable[tuple[int, int]]) -> int:
    """Return how many numbers the ranges hold."""
    return sum(end - start + 1 for start, end in ranges)
