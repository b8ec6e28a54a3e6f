"""Instants of the local day that is asked about, said once for every zone.

A rule says *eight in the morning of that day*, or *the midnight six days before*. Said as a wall
time it is the same expression in every zone, and the same for a row and for ten million: only the
placing of a wall time needs to know the zone (``forbear.core.gate.almanac``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

import polars as pl

from forbear.core.calendar.clocks import MIDNIGHT

# The column of the local date that is asked about.
LOCAL_DAY = pl.col("local_day")


@dataclass(frozen=True, slots=True)
class Edge:
    """An instant of the local day: ``wall`` is a wall time as an expression of ``LOCAL_DAY``.

    Where several zones are plausible it is the latest of the instants, or the earliest. A null wall
    time is an unknown one.
    """

    wall: pl.Expr
    is_latest: bool


def shown(day: pl.Expr, at: time = MIDNIGHT) -> pl.Expr:
    """Return the wall time ``at`` on ``day``."""
    return day.cast(pl.Datetime("us")) + pl.duration(
        hours=at.hour, minutes=at.minute, seconds=at.second
    )


def earliest(plus_days: int) -> Edge:
    """Return the start of the day ``plus_days`` later, where it comes first."""
    return Edge(shown(LOCAL_DAY + pl.duration(days=plus_days)), is_latest=False)


def latest(plus_days: int) -> Edge:
    """Return the start of the day ``plus_days`` later, where it comes last."""
    return Edge(shown(LOCAL_DAY + pl.duration(days=plus_days)), is_latest=True)


def start_of_period(unit: str) -> Edge:
    """Return the start of the week (``1w``, from Monday) or month (``1mo``) of the day."""
    return Edge(shown(LOCAL_DAY.dt.truncate(unit)), is_latest=False)
