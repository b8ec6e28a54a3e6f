"""Hours at which someone wishes to be reached, and all the hours that this leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS_MAX = 21
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Hours:
    """From ``start``, included, to ``end``, not included, on some days, by the local clock.

    An ``end`` at midnight is the end of the day.
    """

    start: time
    end: time
    days: tuple[str, ...] = WEEKDAYS


@dataclass(frozen=True, slots=True)
class Unwanted:
    """A stretch of some days outside every wished hour; ``None`` is the day's edge."""

    start: time | None
    end: time | None
    days: tuple[str, ...]


def hours_fault(hours: Sequence[Hours]) -> str:
    """Say in one sentence what is wrong with the hours; nothing if they can be kept."""
    if len(hours) > HOURS_MAX:
        return f"Name at most {HOURS_MAX} stretches of time."
    for one in hours:
        if not one.days or set(one.days) - set(WEEKDAYS):
            return f"Name at least one day, of {', '.join(WEEKDAYS)}."
        if any(t.second or t.microsecond or t.tzinfo for t in (one.start, one.end)):
            return "Name times of the clock in hours and minutes, as 18:00."
        if _minute(one.start) >= _end(one):
            return "The end of the time must be after its beginning, on the same day."
    return ""


def unwanted(hours: Iterable[Hours]) -> tuple[Unwanted, ...]:
    """Return what lies outside ``hours`` in a week; nothing if no hours were named.

    Days with the same stretch are named together, in the order of the week.
    """
    by_day: dict[str, list[tuple[int, int]]] = {day: [] for day in WEEKDAYS}
    for one in hours:
        for day in one.days:
            by_day[day].append((_minute(one.start), _end(one)))
    if not any(by_day.values()):
        return ()
    gaps: dict[tuple[int, int], list[str]] = {}
    for day, wished in by_day.items():
        for gap in _gaps(sorted(wished)):
            gaps.setdefault(gap, []).append(day)
    return tuple(
        Unwanted(_time(start), _time(end), tuple(days)) for (start, end), days in gaps.items()
    )


def _gaps(wished: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    reached = 0
    for start, end in wished:
        if start > reached:
            yield reached, start
        reached = max(reached, end)
    if reached < _DAY:
        yield reached, _DAY


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _end(hours: Hours) -> int:
    return _minute(hours.end) or _DAY


def _time(minute: int) -> time | None:
    """Return a minute of the day as a time; its edges have none."""
    return time(*divmod(minute, 60)) if 0 < minute < _DAY else None
