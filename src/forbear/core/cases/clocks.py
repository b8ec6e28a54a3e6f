"""By when a dispute or a complaint has to be acknowledged and answered, and by which law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from forbear.core.law.periods.counting import answer_period
from forbear.core.law.periods.reading import LawPeriod

Subject = Literal["dispute", "complaint"]
# answer: by when; longer: by when at the latest if it is told that it takes longer; escalate: how
# long they may go on to the ombudsman
What = Literal["acknowledge", "answer", "longer", "escalate"]
WHATS: tuple[What, ...] = ("acknowledge", "answer", "longer", "escalate")


@dataclass(frozen=True, slots=True)
class ClockRule:
    """Which period of the packs is a clock of which cases. An empty tuple binds nothing.

    ``is_last_resort``: only where no other rule answers the same ``what``.
    """

    subject: Subject
    what: What
    rule_id: str
    grounds: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    collectors: tuple[str, ...] = ()
    is_last_resort: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What decides which law binds a case: where, who collects, and what it is about."""

    nation: str
    region: str | None
    city: str | None
    collector: str
    ground: str
    channel: str
    status: str = "open"

    @property
    def places(self) -> tuple[str, ...]:
        """The places, the smallest first."""
        return tuple(each for each in (self.city, self.region, self.nation) if each)


@dataclass(frozen=True, slots=True)
class Clock:
    """One day that counts: what is due by the end of it, and where that is written."""

    what: What
    rule_id: str
    runs_from: date
    ends_on: date
    citation: str
    citation_zh: str
    force: str
    confidence: str


def clocks_of(
    rules: Iterable[ClockRule],
    periods: Sequence[LawPeriod],
    subject: Subject,
    place: Place,
    events: Mapping[str, date],
    *,
    on: date,
) -> tuple[Clock, ...]:
    """Return the clocks that run for a case, the nearest end first.

    ``events`` are the days of what happened, by the words of the packs; a clock whose event is not
    known, or whose law was not in force, does not run.
    """
    found: list[Clock] = []
    spare: list[Clock] = []
    for rule in rules:
        if rule.subject != subject or not _binds(rule, place):
            continue
        clock = _clock(rule, periods, place, events, on=on)
        if clock is not None:
            (spare if rule.is_last_resort else found).append(clock)
    known = {clock.what for clock in found}
    found += [clock for clock in spare if clock.what not in known]
    return tuple(sorted(found, key=lambda clock: (clock.ends_on, clock.rule_id)))


def due_on(clocks: Iterable[Clock], what: What) -> date | None:
    """Return the last day of a duty: of several laws the strictest; none where none runs."""
    return min((clock.ends_on for clock in clocks if clock.what == what), default=None)


def _binds(rule: ClockRule, place: Place) -> bool:
    return all(
        not words or word in words
        for words, word in (
            (rule.grounds, place.ground),
            (rule.channels, place.channel),
            (rule.statuses, place.status),
            (rule.collectors, place.collector),
        )
    )


def _clock(
    rule: ClockRule,
    periods: Sequence[LawPeriod],
    place: Place,
    events: Mapping[str, date],
    *,
    on: date,
) -> Clock | None:
    mine = [
        period
        for period in periods
        if period.rule_id == rule.rule_id
        and place.collector in period.collectors
        and any(period.is_law_of(each) for each in place.places)
    ]
    if not mine:
        return None
    try:
        answer = answer_period(mine, rule.rule_id, events, on=on)
    except LookupError:
        return None
    if answer.runs_from is None or answer.last_day is None:
        return None
    value = answer.value
    return Clock(
        rule.what,
        rule.rule_id,
        answer.runs_from,
        answer.last_day,
        value.citation,
        value.citation_zh,
        value.force,
        value.confidence,
    )
