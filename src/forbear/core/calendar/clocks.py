"""The cardholder's clock, as column expressions.

A rule speaks of local days and hours. A person may plausibly be in several zones; then a rule
must hold in all of them (12 CFR 1006.6(b)(1), comment 2: times convenient in every place). So
every expression here takes the zones together and returns the instant that is worse for us.

Two clocks share one face. ``MomentClock`` asks at a stated instant (column ``asked_at``);
``DayClock`` asks about a whole local day, and everything it returns is a constant.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import polars as pl

MIDNIGHT = time(0, 0)
UTC_MOMENT = pl.Datetime("us", "UTC")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def localize(day: pl.Expr, at: time, zone: str) -> pl.Expr:
    """Return the instant at which the clocks in ``zone`` show ``at`` on ``day``."""
    wall = day.cast(pl.Datetime("us")) + pl.duration(
        hours=at.hour, minutes=at.minute, seconds=at.second
    )
    return placed(wall, zone)


def placed(wall: pl.Expr, zone: str) -> pl.Expr:
    """Return the instant at which the clocks in ``zone`` show the wall time ``wall``.

    Of two such instants (clocks set back) the earlier is meant; where there is none (clocks set
    forward, or a day left out as in Samoa on 2011-12-30) the first instant after the gap.
    """

    def place(local: pl.Expr) -> pl.Expr:
        return local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")

    later = place(wall + pl.duration(hours=1)).dt.truncate("1h")
    day_after = place(wall.dt.truncate("1d") + pl.duration(days=1))
    return pl.coalesce(place(wall), later, day_after).dt.convert_time_zone("UTC")


def moment(value: datetime | None) -> pl.Expr:
    """Return a constant instant. Polars' own way to make one is a query in itself."""
    since = None if value is None else (value - _EPOCH) // timedelta(microseconds=1)
    return pl.lit(since, dtype=pl.Int64).cast(UTC_MOMENT)


@lru_cache(maxsize=65536)
def instant(day: date, at: time, zone: str) -> datetime:
    """Return what ``localize`` returns, for one day."""
    moment = datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
    shown = moment.astimezone(ZoneInfo(zone))
    if (shown.date(), shown.time()) == (day, at):
        return moment
    if shown.date() != day:
        return instant(day + timedelta(days=1), MIDNIGHT, zone)
    return shown.replace(minute=0, second=0, microsecond=0).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Clock(ABC):
    """The local clocks of one set of zones."""

    zones: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Whether any zone is known; without one, no hour can be told."""
        return bool(self.zones)

    @abstractmethod
    def local_on(self, zone: str) -> pl.Expr:
        """Return the local date that is asked about."""

    def earliest_of(self, at: Callable[[str], pl.Expr]) -> pl.Expr:
        """Return the earliest of an instant told zone by zone; unknown without a zone."""
        return self._over(pl.min_horizontal, at)

    def latest_of(self, at: Callable[[str], pl.Expr]) -> pl.Expr:
        """Return the latest of an instant told zone by zone; unknown without a zone."""
        return self._over(pl.max_horizontal, at)

    def _over(
        self, worst: Callable[[Sequence[pl.Expr]], pl.Expr], at: Callable[[str], pl.Expr]
    ) -> pl.Expr:
        if not self.zones:
            return pl.lit(None, dtype=UTC_MOMENT)
        instants = [at(zone) for zone in self.zones]
        return instants[0] if len(instants) == 1 else worst(instants)


@dataclass(frozen=True, slots=True)
class MomentClock(Clock):
    """Asks at the instant in the column ``horizon``."""

    def local_on(self, zone: str) -> pl.Expr:
        """Return the local date of the instant."""
        return pl.col("horizon").dt.convert_time_zone(zone).dt.date()


@dataclass(frozen=True, slots=True)
class DayClock(Clock):
    """Asks about the whole local day ``on``; everything it says is constant."""

    on: date

    def local_on(self, zone: str) -> pl.Expr:
        """Return the day."""
        del zone
        return pl.lit(self.on)
