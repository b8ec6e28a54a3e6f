"""Public holidays and business days, by place.

The days come from the `holidays` library, which holds them for each country from its own law. A
year that a government has not yet announced (China's, and lunar feasts) is the library's forecast.
"""

from __future__ import annotations

import warnings
from datetime import date, timedelta
from functools import lru_cache

SATURDAY = 6
# The years of which holidays are told at once; where a place is known for fewer, those.
FIRST_YEAR, LAST_YEAR = 1900, 2100
# Places that the packs name: known without the library, which takes a fifth of a second to load.
_KNOWN = frozenset(("AU", "CN", "GB", "GB-ENG", "GB-NIR", "GB-SCT", "IN", "US"))


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


def is_known_place(place: str) -> bool:
    """Return whether the holidays of ``place`` are known: ``AU``, ``AU-VIC``."""
    if place in _KNOWN:
        return True
    try:
        public_holidays(place, FIRST_YEAR)
    except KeyError:
        return False
    return True


@lru_cache(maxsize=256)
def all_public_holidays(place: str) -> tuple[tuple[date, ...], int, int]:
    """Return every public holiday of ``place``, and the first and last year that are known.

    For columns of days: worked out once a place, some milliseconds. ``KeyError`` as above.
    """
    import holidays  # noqa: PLC0415 - as above

    nation, _, part = place.partition("-")
    with warnings.catch_warnings():
        # of feasts of the moon the library warns which years it has only by reckoning
        warnings.simplefilter("ignore")
        try:
            found = holidays.country_holidays(nation, subdiv=part or None)
        except NotImplementedError:
            raise KeyError(place) from None
        first, last = max(FIRST_YEAR, found.start_year), min(LAST_YEAR, found.end_year)
        days = {day for year in range(first, last + 1) for day in public_holidays(place, year)}
    return tuple(sorted(days)), first, last


def is_business_day(day: date, place: str) -> bool:
    """Return whether ``day`` is neither a weekend day nor a public holiday of ``place``."""
    return day.isoweekday() < SATURDAY and day not in public_holidays(place, day.year)


def add_business_days(day: date, count: int, place: str) -> date:
    """Return the ``count``-th business day after ``day``; ``day`` itself is not counted."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_business_day(day, place)
    return day
