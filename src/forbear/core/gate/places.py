"""What differs from place to place: expressions of a zone, asked set of zones by set of zones.

Only few rows need one: candidates with wishes, and objections whose end someone reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

import polars as pl

from forbear.core.calendar.clocks import Clock, DayClock, MomentClock

# What a row must carry to be asked about: where the person may be, and when.
PLACE = ("time_zones", "horizon")


@lru_cache(maxsize=4096)
def zones_of(time_zones: str | None) -> tuple[str, ...]:
    """Return the zones of a column ``time_zones``."""
    return tuple(time_zones.split(",")) if time_zones else ()


@lru_cache(maxsize=4096)
def clock_at(zones: tuple[str, ...], on: date | None) -> Clock:
    """Return the clocks of some zones: on the day ``on``, or at the moment if that is ``None``."""
    return MomentClock(zones) if on is None else DayClock(zones, on)


def places(frame: pl.DataFrame) -> Iterator[tuple[tuple[str, ...], pl.DataFrame]]:
    """Return the rows of each set of zones."""
    if frame.height == 1 or frame["time_zones"].n_unique() == 1:
        yield zones_of(frame.item(0, "time_zones")), frame
        return
    for (zones,), part in frame.partition_by("time_zones", as_dict=True).items():
        yield zones_of(str(zones) if zones else None), part


def each_place(
    frame: pl.DataFrame, on: date | None, columns: Callable[[Clock], list[pl.Expr]]
) -> pl.DataFrame:
    """Return ``frame`` with ``columns``, which differ by the clocks of a place; in any order."""
    if frame.is_empty():
        return frame.with_columns(columns(clock_at((), on)))
    return pl.concat(
        part.with_columns(columns(clock_at(zones, on))) for zones, part in places(frame)
    )
