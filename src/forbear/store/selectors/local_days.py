"""The day of a moment where a person most likely is, in SQL."""

from __future__ import annotations


def local_day(moment: str, zones: str) -> str:
    """Return the SQL of a moment's day, as ``forbear.core.calendar.zones.local_date`` has it.

    ``moment`` is an expression with a zone, ``zones`` one of a person's time zones.
    """
    zone = f"coalesce(nullif(trim(split_part({zones}, ',', 1)), ''), 'UTC')"
    return f"({moment} AT TIME ZONE {zone})::date"
