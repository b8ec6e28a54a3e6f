"""The window: how long an answer holds within the day.

It opens with the latest opening and closes with the earliest closing of every hours rule that
binds, in every plausible zone, and is cut by the cardholder's inconvenient times.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

from forbear.core.calendar.clocks import UTC_MOMENT, Clock, DayClock
from forbear.core.gate.beside import beside
from forbear.core.law.kinds import Hours

# How far ahead the end of an inconvenient stretch is looked for.
SLOT_DAYS = 9


def with_window(
    candidates: pl.DataFrame,
    hours: list[tuple[str, Hours, pl.Expr]],
    slots: pl.DataFrame,
    clock: Clock,
    not_before: datetime | None,
) -> pl.DataFrame:
    """Add ``at``, ``window_from``, ``window_to``, ``slot_fires`` and ``slot_until``.

    ``hours`` holds, for each hours rule, its name, itself, and whether it binds. Asked about a
    day, ``at`` is its first permitted moment, not before ``not_before``; null if there is none.
    """
    opens = [pl.when(binds).then(f"{name}_open") for name, _, binds in hours]
    closes = [pl.when(binds).then(f"{name}_close") for name, _, binds in hours]
    # where the opening instant itself is closed, the first permitted one is a second later
    firsts = [
        pl.when(binds).then(pl.col(f"{name}_open") + pl.duration(seconds=1))
        for name, rule, binds in hours
        if not rule.opening_is_open
    ]
    frame = candidates.with_columns(
        _open=pl.max_horizontal(clock.latest(0), *opens),
        _close=pl.min_horizontal(clock.earliest(1), *closes),
    )
    if isinstance(clock, DayClock):
        first = pl.max_horizontal("_open", *firsts, pl.lit(not_before, dtype=UTC_MOMENT))
        frame = _behind(frame.with_columns(at=first), slots, "at")
        within = pl.col("at") < pl.col("_close")
        frame = frame.with_columns(at=pl.when(within).then(pl.col("at")))
    else:
        frame = frame.with_columns(at=pl.col("asked_at"))
    return _cut(frame, slots, clock).drop("_open", "_close")


def _behind(frame: pl.DataFrame, slots: pl.DataFrame, column: str) -> pl.DataFrame:
    """Move a moment behind every slot that it falls into, until it falls into none."""
    moment = pl.col(column)
    while not slots.is_empty():
        ends = (
            frame.select("ix", column)
            .join(slots, on="ix")
            .filter((pl.col("start") <= moment) & (moment < pl.col("end")))
            .group_by("ix")
            .agg(_end=pl.col("end").max())
        )
        if ends.is_empty():
            break
        later = pl.max_horizontal(column, "_end").alias(column)
        frame = beside(frame, ends, ["ix"]).with_columns(later).drop("_end")
    return frame


def _cut(frame: pl.DataFrame, slots: pl.DataFrame, clock: Clock) -> pl.DataFrame:
    """Add the slot that holds now, and the window between the slots around it."""
    none = pl.lit(None, dtype=UTC_MOMENT)
    slots_known = pl.lit(False) if clock.is_known else pl.lit(None, dtype=pl.Boolean)
    if slots.is_empty():
        frame = frame.with_columns(
            slot_fires=slots_known,
            slot_from=none,
            slot_until=none,
            window_from=pl.col("_open"),
            window_to=pl.col("_close"),
        )
        return _with_consent(frame)
    start, end, at = pl.col("start"), pl.col("end"), pl.col("at")
    around = (
        frame.select("ix", "at")
        .join(slots, on="ix")
        .group_by("ix")
        .agg(
            slot_from=start.filter((start <= at) & (at < end)).min(),
            slot_until=end.filter((start <= at) & (at < end)).max(),
            # a reply within a stretch is told only to the end of it
            _first_end=end.filter((start <= at) & (at < end)).min(),
            _before=end.filter(end <= at).max(),
            _next=start.filter(start > at).min(),
        )
    )
    frame = (
        beside(frame, around, ["ix"])
        .with_columns(
            slot_fires=pl.col("slot_until").is_not_null(),
            window_from=pl.max_horizontal("_open", "_before"),
            window_to=pl.min_horizontal("_close", "_next", "_first_end"),
        )
        .drop("_before", "_next", "_first_end")
    )
    # slots that touch are one; beyond what was looked at no end is known
    frame = _behind(frame, slots, "slot_until")
    until = pl.col("slot_until")
    frame = frame.with_columns(pl.when(until < clock.earliest(SLOT_DAYS)).then(until))
    return _with_consent(frame)


def _with_consent(frame: pl.DataFrame) -> pl.DataFrame:
    """Let a consent to the hour open a window of its own, and every consent end it."""
    at = pl.col("at")
    outside = (at < pl.col("_open")) | (at >= pl.col("_close")) | pl.col("slot_fires")
    opened = pl.col("has_hours_consent") & outside
    return frame.with_columns(
        window_from=pl.when(opened).then("consent_from").otherwise("window_from"),
        window_to=pl.min_horizontal(
            pl.when(opened).then("consent_to").otherwise("window_to"), "consent_ends_at"
        ),
    )
