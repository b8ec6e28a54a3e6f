"""The clock of one person: the likeliest of the time zones that are known of them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def likeliest_zone(time_zones: str | None) -> ZoneInfo:
    """Return the first of a person's time zones; UTC if none is known.

    For dates and greetings only. Whether a contact may be made now asks every zone (the gate).

    Args:
        time_zones: IANA names with commas between, the likeliest first, as ``persons`` hold them.

    Raises:
        ZoneInfoNotFoundError: the name is not one of the time-zone database.

    """
    return ZoneInfo((time_zones or "").split(",")[0].strip() or "UTC")


def zone_or_utc(name: str) -> ZoneInfo:
    """Return a zone by its name; UTC if the name is none.

    >>> zone_or_utc("Asia/Shanghai").key, zone_or_utc("Nowhere/Atall").key, zone_or_utc("").key
    ('Asia/Shanghai', 'UTC', 'UTC')
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def local_date(at: datetime, time_zones: str | None) -> date:
    """Return the day that it is at an instant in a person's likeliest zone."""
    return at.astimezone(likeliest_zone(time_zones)).date()
