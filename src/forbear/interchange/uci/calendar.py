"""The six statement months, moved so that they end shortly before a stated day."""

from __future__ import annotations

from datetime import date

import polars as pl

from forbear.interchange.uci.chance import draw

# A statement of day 0 to 27 before as_of, due 28 days later: one unpaid due is 1 to 30 days late.
_SPREAD_DAYS = 28
GRACE_DAYS = 28


def with_days(frame: pl.DataFrame, *, as_of: date, seed: int) -> pl.DataFrame:
    """Add ``closed_on``, the day of the latest statement."""
    days = draw("statement day", _SPREAD_DAYS, seed=seed)
    return frame.with_columns((pl.lit(as_of) - pl.duration(days=days)).alias("closed_on"))


def statement_on(month: int) -> pl.Expr:
    """Return the day of the statement of ``month``; 1 is the latest."""
    return pl.col("closed_on").dt.offset_by(f"-{month - 1}mo")


def due_on(k: int) -> pl.Expr:
    """Return the day on which due ``k`` falls; 0 is to come, 1 the latest one past."""
    return statement_on(k + 1) + pl.duration(days=GRACE_DAYS)
