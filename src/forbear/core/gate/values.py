"""Conditions of one candidate, worked out once for each combination of the values they read.

A condition is a pure function of the columns that it reads, and these are few: a channel, a party,
a flag or two. So its answer is remembered by their values, and a condition that meets new values is
worked out by its column expression, the same as for ten million rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter

import polars as pl

# How many combinations are remembered of one condition.
_REMEMBERED = 1024

Row = Mapping[str, object]
_Entry = tuple[dict[object, bool | None], Callable[[Row], object]]


class ByValue:
    """The answers of some conditions, remembered by the values that they read."""

    def __init__(self, conditions: Mapping[str, pl.Expr]) -> None:
        """Take the conditions by their names."""
        self._conditions = {name: test.alias(name) for name, test in conditions.items()}
        self._entries: dict[str, _Entry] = {
            name: ({}, _reader(test.meta.root_names())) for name, test in conditions.items()
        }

    def answers(
        self, names: Iterable[str], frame: pl.DataFrame, row: Row
    ) -> dict[str, bool | None]:
        """Return the answers for the one row of ``frame``; ``row`` holds the same by name."""
        found: dict[str, bool | None] = {}
        new: list[tuple[str, dict[object, bool | None], object]] = []
        for name in names:
            known, read = self._entries[name]
            key = read(row)
            try:
                found[name] = known[key]
            except KeyError:
                new.append((name, known, key))
        if new:
            worked_out = frame.select([self._conditions[name] for name, _, _ in new]).row(0)
            for (name, known, key), answer in zip(new, worked_out, strict=True):
                if len(known) >= _REMEMBERED:
                    known.clear()
                known[key] = found[name] = answer
        return found


def _reader(columns: Iterable[str]) -> Callable[[Row], object]:
    names = sorted(set(columns))
    return itemgetter(*names) if names else lambda _row: None
