"""The day of the house: that of the time zone in which it does business (``FORBEAR_ZONE``).

What counts for a cardholder goes by the day where they are (:mod:`forbear.core.calendar.zones`);
what counts for those who work here, or for our own papers and numbers, goes by this one.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings


def house_zone() -> ZoneInfo:
    """Return the zone that the desk's day goes by; UTC if the name of it is none."""
    try:
        return ZoneInfo(settings.FORBEAR_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def house_date(at: datetime) -> date:
    """Return the day that it is for the house at an instant."""
    return at.astimezone(house_zone()).date()
