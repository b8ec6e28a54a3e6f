"""Public holidays and business days, by place.

The days come from the `holidays` library, which holds them for each country from its own law. A
year that a government has not yet announced (China's, and lunar feasts) is the library's forecast.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

SATURDAY = 6


@lru_cache(maxsize=1024)
def public_holidays(place: str, year: int) -> frozenset[date]:
    """Return the public holidays of ``place`` in ``year``, days in lieu included.

    ``place`` is a nation (``AU``: the national ones; ``US``: the federal ones of 5 USC 6103(a)) or
    a part of one (``GB-SCT``, ``AU-VIC``). ``KeyError`` for a place that is not known.
    """
    import holidays  # noqa: PLC0415 - a third of a second that most runs do not need

    nation, _, part = place.partition("-")
    try:
        found = holidays.country_holidays(nation, subdiv=part or None, years=year)
    except NotImplementedError:
        raise KeyError(place) from None
    return frozenset(found)


def is_business_day(day: date, place: str) -> bool:
    """Return whether ``day`` is neither a weekend day nor a public holiday of ``place``."""
    return day.isoweekday() < SATURDAY and day not in public_holidays(place, day.year)


def add_business_days(day: date, count: int, place: str) -> date:
    """Return the ``count``-th business day after ``day``; ``day`` itself is not counted."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_business_day(day, place)
    return day
