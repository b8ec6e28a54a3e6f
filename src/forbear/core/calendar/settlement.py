"""Days on which banks settle payments in euro: the business days of TARGET.

TARGET is closed on Saturdays, Sundays, 1 January, Good Friday, Easter Monday, 1 May, 25 and 26
December (ECB, long-term calendar for TARGET closing days, since 2002). The days come from the
`holidays` library.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from forbear.core.calendar.holidays import SATURDAY

_DAY = timedelta(days=1)


@lru_cache(maxsize=256)
def target_closing_days(year: int) -> frozenset[date]:
    """Return the days of ``year``, besides weekends, on which TARGET is closed."""
    import holidays  # noqa: PLC0415 - a fifth of a second that most runs do not need

    return frozenset(holidays.financial_holidays("XECB", years=year))


def is_settlement_day(day: date) -> bool:
    """Return whether payments in euro are settled on ``day``.

    >>> is_settlement_day(date(2026, 4, 3)), is_settlement_day(date(2026, 4, 7))
    (False, True)
    """
    return day.isoweekday() < SATURDAY and day not in target_closing_days(day.year)


def settlement_day_from(day: date) -> date:
    """Return ``day``, or the first settlement day after it.

    >>> settlement_day_from(date(2026, 1, 31))
    datetime.date(2026, 2, 2)
    """
    while not is_settlement_day(day):
        day += _DAY
    return day


def settlement_days_before(day: date, count: int) -> date:
    """Return the ``count``-th settlement day before ``day``; ``day`` itself is not counted.

    >>> settlement_days_before(date(2026, 4, 7), 2)
    datetime.date(2026, 4, 1)
    """
    return _walked(day, count, -_DAY)


def settlement_days_after(day: date, count: int) -> date:
    """Return the ``count``-th settlement day after ``day``; ``day`` itself is not counted."""
    return _walked(day, count, _DAY)


def _walked(day: date, count: int, step: timedelta) -> date:
    while count > 0:
        day += step
        count -= is_settlement_day(day)
    return day
