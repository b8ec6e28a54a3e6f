"""Hours of work on a local day, written as ``09:00-12:30 13:30-18:00``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

WEEK = 7
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)[-\u2013]([01]\d|2[0-4]):([0-5]\d)")
_DAY_MINUTES = 24 * 60
_HOUR = 60

# minutes after midnight, the end not included; 1440 is the next midnight
Span = tuple[int, int]


class HoursFault(ValueError):  # noqa: N818 - it names what is wrong
    """Hours that cannot be read; says what is wrong and how they are written."""


def read_hours(text: str) -> tuple[Span, ...]:
    """Read the hours of a day; nothing, ``-`` or ``off`` is no work.

    >>> read_hours("09:00-12:30 13:30-18:00")
    ((540, 750), (810, 1080))

    Raises ``HoursFault`` for what is not so written, ends before it begins, or overlaps.
    """
    words = text.replace(",", " ").replace(";", " ").split()
    if words in ([], ["-"], ["off"]):
        return ()
    spans = []
    for word in words:
        found = _SPAN.fullmatch(word)
        if found is None:
            raise HoursFault(f"{word!r} is not written as 09:00-17:30.")
        start = int(found[1]) * _HOUR + int(found[2])
        end = int(found[3]) * _HOUR + int(found[4])
        if not start < end <= _DAY_MINUTES:
            raise HoursFault(f"{word} ends before it begins. Write a night as two days.")
        spans.append((start, end))
    spans.sort()
    if any(later[0] < before[1] for before, later in pairwise(spans)):
        raise HoursFault(f"{text.strip()!r}: the hours overlap.")
    return tuple(spans)


def write_hours(spans: Iterable[Span]) -> str:
    """Write the hours of a day as they are read.

    >>> write_hours([(540, 750)])
    '09:00-12:30'
    """
    return " ".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans)


def stretches(spans: Sequence[Span], on: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Return the hours of a local day as moments: what a change of the clocks adds or takes."""
    return [(_moment(on, start, zone), _moment(on, end, zone)) for start, end in spans]


def minutes_from(stretched: Iterable[tuple[datetime, datetime]], at: datetime) -> int:
    """Return how many whole minutes of some stretches are still ahead at ``at``."""
    ahead = sum((max(end - max(start, at), timedelta()) for start, end in stretched), timedelta())
    return int(ahead.total_seconds()) // 60


def is_within(stretched: Iterable[tuple[datetime, datetime]], at: datetime) -> bool:
    """Return whether a moment lies in one of the stretches, their ends not included."""
    return any(start <= at < end for start, end in stretched)


def _clock(minutes: int) -> str:
    return f"{minutes // _HOUR:02}:{minutes % _HOUR:02}"


def _moment(on: date, minutes: int, zone: ZoneInfo) -> datetime:
    day = on + timedelta(days=minutes // _DAY_MINUTES)
    rest = minutes % _DAY_MINUTES
    return datetime.combine(day, time(rest // _HOUR, rest % _HOUR), tzinfo=zone).astimezone(UTC)
