"""The day that it is for the house now."""

from __future__ import annotations

from datetime import date

from forbear.services.house import house_date
from forbear.wiring import clock


def house_day() -> date:
    """Return the day of the house at the present moment: that of books, limits and daily runs."""
    return house_date(clock.now())
