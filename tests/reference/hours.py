"""Hours, read from the wall clock of every place where she may be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

from tests.reference.clocks import parse_time, shown
from tests.reference.facts import Case, at_of, consents, zones_of
from tests.reference.logic import Maybe


def agreed_to_hour(case: Case) -> bool:
    """She said that this hour suits her, wherever she may be."""

    def suits(consent: Case, zone: str) -> bool:
        now = shown(at_of(case), zone).time()
        start, end = parse_time(consent.get("from")), parse_time(consent.get("to"))
        if start is not None and end is not None and end <= start:
            return now >= start or now < end
        return (start is None or now >= start) and (end is None or now < end)

    zones = zones_of(case)
    return any(
        zones and all(suits(consent, zone) for zone in zones) for consent in consents(case, "hours")
    )


# Easter Sunday, as the almanac has it.
EASTER = {2026: date(2026, 4, 5), 2027: date(2027, 3, 28), 2028: date(2028, 4, 16)}
GOOD_FRIDAY, EASTER_MONDAY = -2, 1


def australian_holiday(day: date) -> bool:
    """The days that every state of Australia keeps, in the years of ``EASTER``."""
    fixed = ((1, 1), (1, 26), (4, 25), (12, 25), (12, 26))
    from_easter = (day - EASTER[day.year]).days
    return (day.month, day.day) in fixed or from_easter in (GOOD_FRIDAY, EASTER_MONDAY)


def english_holiday(day: date) -> bool:
    """The bank holidays of England and Wales in the years of ``EASTER``, days in lieu included."""
    if (day - EASTER[day.year]).days in (GOOD_FRIDAY, EASTER_MONDAY):
        return True
    # the first Monday of May, the last of May, the last of August
    if day.weekday() == 0 and day.month in (5, 8):
        is_last = (day + timedelta(days=7)).month != day.month
        return is_last or (day.month == 5 and day.day <= 7)
    for month, first in ((1, [1]), (12, [25, 26])):
        taken: set[date] = set()
        for number in first:
            kept = date(day.year, month, number)
            while kept.weekday() >= 5 or kept in taken:
                kept += timedelta(days=1)
            taken.add(kept)
        if day in taken or (day.month == month and day.day in first):
            return True
    return False


def outside(
    case: Case,
    opens: time,
    closes: time,
    *,
    opening_is_open: bool = True,
    weekly: tuple[tuple[int, time, time], ...] = (),
    is_closed: Callable[[date], bool] = lambda _day: False,
) -> Maybe:
    """Contact must suit every place where she may be: the clock there decides.

    ``weekly`` gives weekdays, Monday being 0, hours of their own; ``is_closed`` shuts whole days.
    """
    zones = zones_of(case)
    if agreed_to_hour(case):
        return False
    if not zones:
        return None
    own = {weekday: (start, end) for weekday, start, end in weekly}
    for zone in zones:
        there = shown(at_of(case), zone)
        start, end = own.get(there.weekday(), (opens, closes))
        now = there.time()
        if is_closed(there.date()) or now < start or now >= end:
            return True
        if now == start and not opening_is_open:
            return True
    return False
