"""The window: how long an answer holds within the day.

It opens with the latest opening and closes with the earliest closing of every hours rule that
binds, in every plausible zone, and is cut by the cardholder's inconvenient times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl

from forbear.core.calendar.clocks import UTC_MOMENT, moment
from forbear.core.gate.beside import beside
from forbear.core.law.kinds import Hours

_START, _END = pl.col("start"), pl.col("end")


def opening(hours: Mapping[str, tuple[Hours, pl.Expr]]) -> list[pl.Expr]:
    """Return ``_open``, ``_close`` and ``_first``: the hours of every rule that binds.

    ``hours`` holds each rule about hours by its name, and whether it binds. ``_first`` is the first
    permitted moment: where the opening instant itself is closed, it is a second later.
    """
    opens = [pl.when(binds).then(f"{name}_open") for name, (_, binds) in hours.items()]
    closes = [pl.when(binds).then(f"{name}_close") for name, (_, binds) in hours.items()]
    firsts = [
        pl.when(binds).then(pl.col(f"{name}_open") + pl.duration(seconds=1))
        for name, (rule, binds) in hours.items()
        if not rule.opening_is_open
    ]
    return [
        pl.max_horizontal("day_opens", *opens).alias("_open"),
        pl.min_horizontal("day_closes", *closes).alias("_close"),
        pl.max_horizontal("day_opens", *opens, *firsts).alias("_first"),
    ]


def with_window(
    candidates: pl.DataFrame, slots: pl.DataFrame, *, is_day: bool, not_before: datetime | None
) -> pl.DataFrame:
    """Add ``at``, ``window_from``, ``window_to``, ``slot_fires`` and ``slot_until``.

    Asked about a day, ``at`` is its first permitted moment, not before ``not_before``; null if
    there is none.
    """
    frame = candidates
    if is_day:
        first = pl.max_horizontal("_first", pl.lit(not_before, dtype=UTC_MOMENT))
        frame = _behind(frame.with_columns(at=first), slots, "at")
        within = pl.col("at") < pl.col("_close")
        frame = frame.with_columns(at=pl.when(within).then(pl.col("at")))
    return _cut(frame, slots)


def _behind(frame: pl.DataFrame, slots: pl.DataFrame, column: str) -> pl.DataFrame:
    """Move a moment behind every slot that it falls into, until it falls into none."""
    if frame.height == 1:
        stretches = slots.select("start", "end").drop_nulls().rows()
        later = _behind_all(frame.item(0, column), stretches).alias(column)
        return frame.with_columns(later)
    so_far = pl.col(column)
    while not slots.is_empty():
        ends = (
            frame.select("ix", column)
            .join(slots, on="ix")
            .filter((so_far >= _START) & (so_far < _END))
            .group_by("ix")
            .agg(_end=_END.max())
        )
        if ends.is_empty():
            break
        later = pl.max_horizontal(column, "_end").alias(column)
        frame = beside(frame, ends, ["ix"]).with_columns(later).drop("_end")
    return frame


def _behind_all(at: datetime | None, stretches: Sequence[tuple[datetime, datetime]]) -> pl.Expr:
    while at is not None:
        ends = [end for start, end in stretches if start <= at < end]
        if not ends:
            break
        at = max(ends)
    return moment(at)


# Where nobody knows the hour, nobody knows whether it is inconvenient.
_SLOTS_KNOWN = pl.when(pl.col("local_on").is_not_null()).then(pl.lit(False))

_AT = pl.col("at")


def _consented(window_from: str, window_to: str, slot_fires: pl.Expr) -> list[pl.Expr]:
    """Let a consent to the hour open a window of its own, and every consent end it."""
    outside = (pl.col("_open") > _AT) | (pl.col("_close") <= _AT) | slot_fires
    opened = pl.col("has_hours_consent") & outside
    closes = pl.when(opened).then("consent_to").otherwise(window_to)
    return [
        pl.when(opened).then("consent_from").otherwise(window_from).alias("window_from"),
        pl.min_horizontal(closes, "consent_ends_at").alias("window_to"),
    ]


_NO_SLOTS = [
    _SLOTS_KNOWN.alias("slot_fires"),
    pl.lit(None, dtype=UTC_MOMENT).alias("slot_from"),
    pl.lit(None, dtype=UTC_MOMENT).alias("slot_until"),
    *_consented("_open", "_close", _SLOTS_KNOWN),
]
_SLOTS = _consented("window_from", "window_to", pl.col("slot_fires"))


_HOLDS = (_START <= _AT) & (_AT < _END)
_AROUND = (
    _START.filter(_HOLDS).min().alias("slot_from"),
    _END.filter(_HOLDS).max().alias("slot_until"),
    # a reply within a stretch is told only to the end of it
    _END.filter(_HOLDS).min().alias("_first_end"),
    _END.filter(_END <= _AT).max().alias("_before"),
    _START.filter(_START > _AT).min().alias("_next"),
)


def _cut(frame: pl.DataFrame, slots: pl.DataFrame) -> pl.DataFrame:
    """Add the slot that holds now, and the window between the slots around it."""
    if slots.is_empty():
        return frame.with_columns(_NO_SLOTS)
    if frame.height == 1:
        found = slots.with_columns(at=frame["at"].new_from_index(0, slots.height))
        around = frame.select("ix").hstack(found.select(_AROUND))
    else:
        around = frame.select("ix", "at").join(slots, on="ix").group_by("ix").agg(_AROUND)
    frame = (
        beside(frame, around, ["ix"])
        .with_columns(
            slot_fires=pl.when(pl.col("slot_until").is_not_null())
            .then(pl.lit(True))
            .otherwise(_SLOTS_KNOWN),
            window_from=pl.max_horizontal("_open", "_before"),
            window_to=pl.min_horizontal("_close", "_next", "_first_end"),
        )
        .drop("_before", "_next", "_first_end")
    )
    # slots that touch are one; beyond what was looked at no end is known
    frame = _behind(frame, slots, "slot_until")
    until = pl.col("slot_until")
    frame = frame.with_columns(pl.when(until < pl.col("slots_end")).then(until))
    return frame.with_columns(_SLOTS)
