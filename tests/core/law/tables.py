"""Tables of examples as text: one line a row, cells by bars, ``#`` for a remark."""

from __future__ import annotations


def rows(text: str) -> list[tuple[str, ...]]:
    """Return the cells of each row."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines]
