"""The day of the house: that of the time zone in which it does business (``FORBEAR_ZONE``).

What counts for a cardholder goes by the day where they are (:mod:`forbear.core.calendar.zones`);
what counts for those who work here, for our books, papers and numbers, goes by this one.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from forbear.core.calendar.zones import local_date, zone_or_utc


def house_zone() -> ZoneInfo:
    """Return the zone that the desk's day goes by; UTC if the name of it is none."""
    return zone_or_utc(settings.FORBEAR_ZONE)


def house_date(at: datetime) -> date:
    """Return the day that it is for the house at an instant."""
    return at.astimezone(house_zone()).date()


def house_day_end(on: date) -> datetime:
    """Return the instant at which a day of the house is over."""
    return datetime.combine(on + timedelta(days=1), time(), house_zone())


def morning_date(at: datetime, time_zones: str | None) -> date:
    """Return the day whose morning it is for the house and where a cardholder is: the earlier one.

    What was to be done by a day is late only when that day is over for both.
    """
    return min(house_date(at), local_date(at, time_zones))
