"""Hours: contacts only between an opening and a closing on the cardholder's clock.

With several plausible zones the hours are those that suit all of them (12 CFR 1006.6(b)(1), comment
2). The closing instant itself is closed; whether the opening instant is open is a parameter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from forbear.core.calendar.clocks import MIDNIGHT, Clock, instant
from forbear.core.calendar.edges import LOCAL_DAY, Edge, shown
from forbear.core.calendar.holidays import all_public_holidays, is_known_place, public_holidays
from forbear.core.law.faults import ValueFault
from forbear.core.law.history import Count
from forbear.core.law.kinds.base import NEVER, local_time
from forbear.core.law.values import Reader

# How many days ahead the next opening is looked for: the longest feasts last nine.
OPENING_DAYS = 16
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Hours:
    """Objects outside the hours. ``weekly`` gives days of the week hours of their own.

    A day whose opening is its closing is closed altogether, and so is every public holiday of the
    place ``closed_on``; in a year of which its holidays are unknown nobody can tell.
    """

    opens: time
    closes: time
    opening_is_open: bool
    weekly: tuple[tuple[int, time, time], ...]
    closed_on: str | None = None

    @classmethod
    def read(cls, reader: Reader) -> Hours:
        """Read the hours; they may not pass midnight."""
        opens, closes = reader.wall_time("opens"), reader.wall_time("closes")
        if opens >= closes:
            raise ValueFault(reader.key("closes"), "is not after opens", "Hours end by midnight")
        weekly = []
        for day, hours in reader.take("weekly", dict, {}).items():
            key = reader.key(f"weekly.{day}")
            if day not in WEEKDAYS or not isinstance(hours, list) or len(hours) not in (0, 2):
                raise ValueFault(
                    key,
                    "is not a weekday with two times",
                    "Write sun = [10:00:00, 18:00:00], or [] for closed",
                )
            start, end = hours or (MIDNIGHT, MIDNIGHT)
            if hours and not (isinstance(start, time) and isinstance(end, time) and start < end):
                raise ValueFault(
                    key, "is not an opening and a closing", "Write sun = [10:00, 18:00]"
                )
            weekly.append((WEEKDAYS.index(day) + 1, start, end))
        return cls(
            opens=opens,
            closes=closes,
            opening_is_open=reader.take("opening_is_open", bool, default=True),
            weekly=tuple(weekly),
            closed_on=_place(reader),
        )

    def needs(self) -> set[str]:
        """Return nothing: it names no facts."""
        return set()

    def edges(self, name: str) -> dict[str, Edge]:
        """Return the instants of opening and closing on the day that is asked about."""
        return {
            f"{name}_open": Edge(self._edge(opening=True), is_latest=True),
            f"{name}_close": Edge(self._edge(opening=False), is_latest=False),
        }

    def count(self) -> Count | None:
        """Return nothing: the past does not matter."""
        return None

    def fires(self, name: str) -> pl.Expr:
        """Return whether the moment is outside the hours and no consent opens them."""
        at, opens = pl.col("at"), pl.col(f"{name}_open")
        early = at < opens if self.opening_is_open else at <= opens
        # a day without a permitted moment has no `at`: that is an objection, not an unknown
        known = opens.is_not_null()
        outside = early | (at >= pl.col(f"{name}_close")) | (known & at.is_null())
        return outside & ~pl.col("has_hours_consent")

    def until(self, name: str, clock: Clock) -> pl.Expr:
        """Return nothing here: only where someone reads is ``next_opening`` worked out."""
        del name, clock
        return NEVER

    def next_opening(self, after: datetime, zones: tuple[str, ...]) -> datetime | None:
        """Return the first moment from ``after`` on that is open in every zone.

        ``None`` where there is none within sixteen days. An opening that is itself closed is named
        as the moment after which contact is allowed.
        """
        # mostly it is today or tomorrow
        for first, last in ((0, 2), (2, OPENING_DAYS)):
            edges = {after} | {
                instant(day, opens, zone)
                for zone in zones
                for day in _days(after, zone, first, last)
                for opens, closes in (self._on(day),)
                if opens < closes
            }
            for edge in sorted(edges):
                if edge >= after and all(self._is_open(edge, zone) for zone in zones):
                    return edge
        return None

    def _is_open(self, moment: datetime, zone: str) -> bool:
        day = moment.astimezone(ZoneInfo(zone)).date()
        opens, closes = self._on(day)
        return instant(day, opens, zone) <= moment < instant(day, closes, zone)

    def _on(self, day: date) -> tuple[time, time]:
        if self.closed_on is not None and day in public_holidays(self.closed_on, day.year):
            return MIDNIGHT, MIDNIGHT
        return self.on_weekday(day.isoweekday())

    def on_weekday(self, weekday: int) -> tuple[time, time]:
        """Return when that day of the week opens and closes; Monday is 1, as ISO 8601 counts."""
        for day, opens, closes in self.weekly:
            if day == weekday:
                return opens, closes
        return self.opens, self.closes

    def because(self, name: str, row: Mapping[str, object], zone: str | None) -> tuple[str, str]:
        """Say what time it is there and when contact is allowed."""
        now = local_time(row.get("at"), zone)
        opens = local_time(row.get(f"{name}_open"), zone)[-5:]
        closes = local_time(row.get(f"{name}_close"), zone)[-5:]
        if opens == closes:
            return f"it is {now} there; no contact that day", f"当地时间 {now};当天不得联系"
        return (
            f"it is {now} there; contact is allowed from {opens} to {closes}",
            f"当地时间 {now};允许联系的时段为 {opens} 至 {closes}",
        )

    def _edge(self, *, opening: bool) -> pl.Expr:
        edge = shown(LOCAL_DAY, self.opens if opening else self.closes)
        for weekday, start, end in self.weekly:
            other = shown(LOCAL_DAY, start if opening else end)
            edge = pl.when(LOCAL_DAY.dt.weekday() == weekday).then(other).otherwise(edge)
        if self.closed_on is None:
            return edge
        days, first, last = all_public_holidays(self.closed_on)
        edge = pl.when(LOCAL_DAY.is_in(days)).then(shown(LOCAL_DAY)).otherwise(edge)
        return pl.when(LOCAL_DAY.dt.year().is_between(first, last)).then(edge)


def _place(reader: Reader) -> str | None:
    place = reader.take("closed_on", str, "") or None
    if place is not None and not is_known_place(place):
        raise ValueFault(
            reader.key("closed_on"),
            f"is {place!r}, whose public holidays are not known",
            "Write a country or a part of one, as AU or AU-VIC",
        )
    return place


def _days(after: datetime, zone: str, first: int, last: int) -> list[date]:
    today = after.astimezone(ZoneInfo(zone)).date()
    return [today + timedelta(days=days) for days in range(first, last)]
