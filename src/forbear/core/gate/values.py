"""Conditions of one candidate, worked out once for each combination of the values they read.

A condition is a pure function of the columns that it reads, and these are few: a channel, a party,
a flag or two. So its answer is remembered by their values, and a condition that meets new values is
worked out by its column expression, the same as for ten million rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter

import polars as pl

# How many combinations are remembered of one condition.
_REMEMBERED = 1024

# So many candidates are asked one by one: what is known of each is found faster than worked out.
FEW = 16

Row = Mapping[str, object]


class Condition:
    """A condition, with the answers that are known by the values that it reads."""

    __slots__ = ("expr", "key", "known", "name", "reads")

    def __init__(self, name: str, expr: pl.Expr) -> None:
        """Take the condition and a name for its column."""
        self.name = name
        self.expr = expr.alias(name)
        self.reads = frozenset(expr.meta.root_names())
        self.key = itemgetter(*sorted(self.reads)) if self.reads else _nothing
        self.known: dict[object, bool | None] = {}


def _nothing(_row: Row) -> object:
    return None


def singly(frame: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, Row]]:
    """Return each row as a frame of its own, and by name."""
    for index in range(frame.height):
        yield frame.slice(index, 1), frame.row(index, named=True)


def answers(
    conditions: Iterable[Condition], frame: pl.DataFrame, row: Row
) -> dict[str, bool | None]:
    """Return the answers for the one row of ``frame``; ``row`` holds the same by name."""
    found: dict[str, bool | None] = {}
    new: list[tuple[Condition, object]] = []
    for condition in conditions:
        key = condition.key(row)
        try:
            found[condition.name] = condition.known[key]
        except KeyError:
            new.append((condition, key))
    if new:
        worked_out = frame.select([condition.expr for condition, _ in new]).row(0)
        for (condition, key), answer in zip(new, worked_out, strict=True):
            if len(condition.known) >= _REMEMBERED:
                condition.known.clear()
            condition.known[key] = found[condition.name] = answer
    return found
