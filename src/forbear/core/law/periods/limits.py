"""The last day to sue: from when the clock runs, what began it anew, when it ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from forbear.core.law.periods.finding import limitation_of
from forbear.core.law.periods.kinds import Limitation
from forbear.core.law.periods.lengths import MONTHS_A_YEAR, Length, add_months
from forbear.core.law.periods.reading import LawPeriod

State = Literal["in_time", "barred", "unknown"]
_DECEMBER = 12
_LAST_OF_DECEMBER = 31


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to the debt, by a word of ``EVENTS``."""

    kind: str
    on: date


@dataclass(frozen=True, slots=True)
class Step:
    """One reason of an answer: a code, and the event or the day that it speaks of."""

    code: str
    event: str = ""
    day: date | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class LimitationAnswer:
    """Whether a debt can still be sued on in a place on a day. Unknown is not in time.

    ``ends_on`` is the last day to sue; ``needs_review`` asks for a person's look before anyone
    speaks of a suit. ``steps`` say how it was worked out.
    """

    place: str
    on: date
    value: LawPeriod | None
    state: State
    runs_from: date | None
    started_by: str | None
    restarted_by: tuple[Event, ...]
    ends_on: date | None
    is_extinguished: bool
    needs_review: bool
    steps: tuple[Step, ...]

    @property
    def is_in_time(self) -> bool:
        """Return whether it is known to be in time."""
        return self.state == "in_time"

    @property
    def is_barred(self) -> bool:
        """Return whether it is known to be barred."""
        return self.state == "barred"


def limitation(
    periods: Iterable[LawPeriod], place: str, events: Iterable[Event], *, on: date
) -> LimitationAnswer:
    """Work out the last day to sue by the law of a place on a day.

    Only what happened up to ``on`` counts. Raises ``ValueError`` if the end is beyond the calendar.
    """
    value = limitation_of(periods, place, on)
    if value is None:
        return _unknown(place, on, None, (Step("no_law", day=on),))
    kind = value.kind
    assert isinstance(kind, Limitation), "the finder returns nothing else"
    known = sorted((e for e in events if e.on <= on), key=lambda e: (e.on, e.kind))
    start = _start(kind, known)
    if start is None:
        return _unknown(place, on, value, (Step("no_start", kind.starts_on[0]),))
    return _run(value, start, known, place=place, on=on)


def _start(kind: Limitation, known: Sequence[Event]) -> Event | None:
    """Return the event from which it runs: each kind's earliest, or the latest fallback."""
    for name in kind.starts_on:
        found = next((event for event in known if event.kind == name), None)
        if found is not None:
            return found
    return next((event for event in reversed(known) if event.kind == kind.fallback), None)


class _Clock(NamedTuple):
    begins: date
    first_end: date
    ends: date
    restarted: tuple[Event, ...]
    steps: tuple[Step, ...]


def _run(
    value: LawPeriod, start: Event, known: Sequence[Event], *, place: str, on: date
) -> LimitationAnswer:
    kind = value.kind
    assert isinstance(kind, Limitation), "the finder returns nothing else"
    clock = _clock(kind, start, known)
    state: State = "in_time" if start.kind in kind.starts_on else "unknown"
    more = [Step("guess", kind.starts_on[0])] if state == "unknown" else []
    more += _review(kind, value, clock, on=on)
    if on > clock.ends:
        state, more = "barred", []
    return LimitationAnswer(
        place=place,
        on=on,
        value=value,
        state=state,
        runs_from=clock.begins,
        started_by=start.kind,
        restarted_by=clock.restarted,
        ends_on=clock.ends,
        is_extinguished=state == "barred" and kind.extinguishes,
        needs_review=bool(more),
        steps=(*clock.steps, *more),
    )


def _clock(kind: Limitation, start: Event, known: Sequence[Event]) -> _Clock:
    """Run the clock from its start through everything that happened since."""
    begins = start.on
    if kind.starts_at_year_end:
        begins = date(start.on.year, _DECEMBER, _LAST_OF_DECEMBER)
    stop = date.max
    if kind.long_stop_years is not None:
        stop = Length(kind.long_stop_years, "years").after(start.on)
    steps = [Step("runs", start.kind, begins)]
    first_end = ends = min(kind.length.after(begins), stop)
    restarted: list[Event] = []
    for event in known:
        if event.on < start.on or event is start or event.kind in kind.starts_on:
            continue
        is_running = event.on <= ends
        revives, restarts = event.kind in kind.revives_on, event.kind in kind.restarts_on
        if event.on <= stop and (revives or (is_running and restarts)):
            ends = max(ends, min(kind.length.after(event.on), stop))
            restarted.append(event)
            steps.append(Step("restarted" if is_running else "revived", event.kind, event.on))
        elif revives or restarts:
            steps.append(Step("too_late", event.kind, event.on))
        else:
            steps.append(Step("no_effect", event.kind, event.on))
    if ends == stop:
        steps.append(Step("long_stop", day=stop, count=kind.long_stop_years or 0))
    steps.append(Step("ends", day=ends))
    return _Clock(begins, first_end, ends, tuple(restarted), tuple(steps))


def _review(kind: Limitation, value: LawPeriod, clock: _Clock, *, on: date) -> list[Step]:
    """Return why a person should look before anyone speaks of a suit."""
    steps = []
    ends = clock.ends
    if kind.review_months and on >= add_months(ends, -kind.review_months):
        steps.append(Step("review_near", day=ends, count=kind.review_months))
    if on > clock.first_end and value.confidence != "primary":
        steps.append(Step("review_restart", day=clock.first_end))
    shorter = [years for _, years in kind.readings if years * MONTHS_A_YEAR < _months(kind)]
    if shorter and on > add_months(ends, min(shorter) * MONTHS_A_YEAR - _months(kind)):
        steps.append(Step("review_reading", count=min(shorter)))
    return steps


def _months(kind: Limitation) -> int:
    return kind.length.count * MONTHS_A_YEAR


def _unknown(
    place: str, on: date, value: LawPeriod | None, steps: tuple[Step, ...]
) -> LimitationAnswer:
    return LimitationAnswer(
        place, on, value, "unknown", None, None, (), None, False, needs_review=True, steps=steps
    )


def strictest(answers: Iterable[LimitationAnswer]) -> LimitationAnswer:
    """Return the answer that binds where several places' law may decide.

    Barred in one is barred; unknown in one is unknown; else the earliest last day.
    """
    rank = {"barred": 0, "unknown": 1, "in_time": 2}
    return min(answers, key=lambda a: (rank[a.state], a.ends_on or date.min))
