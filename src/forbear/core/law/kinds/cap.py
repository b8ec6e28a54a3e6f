"""Caps: no more than so many in so long; and the wait after an event, which is a cap of one.

Rolling windows are local calendar days, not hours: "7 consecutive days" (12 CFR 1006.14(b)(2)) with
the day of a conversation as day 1 (comment 14(b)(2)(i)-1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import polars as pl

from forbear.core.calendar.clocks import MIDNIGHT, Clock, localize
from forbear.core.calendar.edges import Edge
from forbear.core.law.faults import ValueFault
from forbear.core.law.history import PERIODS, SCOPES, CapConsent, Count, Period, Scope
from forbear.core.law.kinds.base import NEVER, local_time
from forbear.core.law.values import Reader
from forbear.core.tables import words as w


@dataclass(frozen=True, slots=True)
class FrequencyCap:
    """Objects once ``max`` contacts have been counted: one more would pass the cap.

    ``words`` says it plainly, English and Chinese, where counting would not (a refusal).
    """

    max: int
    counted: Count
    words: tuple[str, str] = ("", "")

    @classmethod
    def read(cls, reader: Reader) -> FrequencyCap:
        """Read the cap, its window, and what it counts."""
        days = reader.at_least("days", 1, None)
        period = reader.take("period", str, "") or None
        if (days is None) == (period is None):
            raise ValueFault(
                reader.key("days"),
                "and period are both given or both missing",
                "Give days for a rolling window or period for a calendar one",
            )
        if period is not None and period not in PERIODS:
            raise ValueFault(reader.key("period"), f"is {period!r}", f"Use {', '.join(PERIODS)}")
        return cls(
            max=reader.at_least("max", 1),
            counted=_count(reader, days=days, period=period),
            words=(reader.take("because", str, ""), reader.take("because_zh", str, "")),
        )

    def needs(self) -> set[str]:
        """Return nothing: it names no facts."""
        return set()

    def edges(self, name: str) -> dict[str, Edge]:
        """Return the start of the window."""
        del name
        return self.counted.edges()

    def count(self) -> Count:
        """Return what is counted."""
        return self.counted

    def fires(self, name: str) -> pl.Expr:
        """Return whether the cap is reached and no consent lifts it."""
        reached = pl.col(f"{name}_n") >= self.max
        if self.counted.consent is not None:
            reached = reached & ~pl.col(f"consented_{self.counted.consent.name}")
        # without a zone nobody can say what falls into the window
        if self.counted.since is None:
            return reached
        return pl.when(pl.col("local_on").is_not_null()).then(reached)

    def until(self, name: str, clock: Clock) -> pl.Expr:
        """Return the start of the first local day on which the cap is no longer reached."""
        if self.counted.period == "ever":
            return NEVER
        if self.counted.period is not None:
            unit = {"day": "1d", "week": "1w", "month": "1mo"}[self.counted.period]
            return clock.latest_of(lambda z: _next_period(clock, z, unit))
        days = self.counted.days or 0
        # the cap frees up when the max-th latest contact drops out of the window
        kth_on = pl.col(f"{name}_kth")
        return clock.latest_of(
            lambda z: _midnight(kth_on.dt.convert_time_zone(z).dt.date(), days, z)
        )

    def because(self, name: str, row: Mapping[str, object], zone: str | None) -> tuple[str, str]:
        """Say how many there were and when the last was."""
        count, last = row.get(f"{name}_n"), local_time(row.get(f"{name}_last"), zone)
        since = local_time(row.get(f"{name}_kth"), zone)
        if self.words[0]:
            return f"{self.words[0]} (on {last})", f"{self.words[1]}({last})"
        return (
            (
                f"{count} counted (at most {self.max}{_window(self.counted)}) since {since}, "
                f"the last at {last}"
            ),
            f"自 {since} 起已计 {count} 次(上限 {self.max} 次),最近一次在 {last}",
        )


class WaitAfter(FrequencyCap):
    """Objects for ``days`` local days after an event, the day of the event being day 1."""

    @classmethod
    def read(cls, reader: Reader) -> WaitAfter:
        """Read the length of the wait and what starts it."""
        days = reader.at_least("days", 1)
        return cls(max=1, counted=_count(reader, days=days, period=None))

    def because(self, name: str, row: Mapping[str, object], zone: str | None) -> tuple[str, str]:
        """Say when the event was."""
        last = local_time(row.get(f"{name}_last"), zone)
        return (
            f"the last was at {last}; that day is day 1 of {self.counted.days}",
            f"最近一次在 {last},当天为第 1 天,共 {self.counted.days} 天",
        )


def _window(count: Count) -> str:
    if count.days is not None:
        return f" in {count.days} days"
    return "" if count.period == "ever" else f" a {count.period}"


def _midnight(day: pl.Expr, plus_days: int, zone: str) -> pl.Expr:
    return localize(day + pl.duration(days=plus_days), MIDNIGHT, zone)


def _next_period(clock: Clock, zone: str, unit: str) -> pl.Expr:
    return localize(clock.local_on(zone).dt.truncate(unit).dt.offset_by(unit), MIDNIGHT, zone)


def _count(reader: Reader, *, days: int | None, period: Period | None) -> Count:
    consent = reader.take("consent", dict, {})
    policy = None
    if consent:
        inner = Reader(consent, at=reader.key("consent"))
        policy = CapConsent(
            days_max=inner.at_least("days_max", 1, None),
            ends_on_conversation=inner.take("ends_on_conversation", bool, default=False),
        )
        inner.finish()
    return Count(
        per=cast("Scope", reader.word("per", SCOPES)),
        channels=reader.words("channels", w.CHANNELS),
        directions=reader.words("directions", w.DIRECTIONS, ("out",)),
        outcomes=reader.words("outcomes", w.OUTCOMES, ()),
        not_outcomes=reader.words("not_outcomes", w.OUTCOMES, ()),
        days=days,
        period=period,
        same_collector=reader.word("collectors", ("same", "all"), "all") == "same",
        same_party=reader.word("parties", ("same", "all"), "all") == "same",
        consent=policy,
    )
