"""How long a period is, and which day it ends on.

Days are calendar days. A month or a year ends on the day with the same number; where the month has
none, on its last day (31 January and a month: 28 February; 29 February and a year: 28 February), as
民法典第202条 puts it. A last day that is a holiday stays the last day.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from forbear.core.calendar.holidays import add_business_days

Unit = Literal["days", "business_days", "weeks", "months", "years"]
UNITS: tuple[Unit, ...] = ("days", "business_days", "weeks", "months", "years")
MONTHS_A_YEAR = 12
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Length:
    """``count`` of a ``unit``. ``holidays`` is the place whose business days count."""

    count: int
    unit: Unit
    holidays: str = ""

    def after(self, day: date) -> date:
        """Return the last day of a period whose first day is the day after ``day``.

        Raises ``ValueError`` where that day lies beyond the calendar's end (the year 9999).
        """
        try:
            if self.unit == "business_days":
                return add_business_days(day, self.count, self.holidays)
            if self.unit in ("months", "years"):
                each = MONTHS_A_YEAR if self.unit == "years" else 1
                return add_months(day, self.count * each)
            return day + timedelta(days=self.count * (DAYS_A_WEEK if self.unit == "weeks" else 1))
        except OverflowError:
            raise ValueError(f"{self} after {day} is beyond the calendar") from None

    def __str__(self) -> str:
        """Say it as people do."""
        unit = self.unit.replace("_", " ")
        return f"{self.count} {unit[:-1] if self.count == 1 else unit}"


def add_months(day: date, months: int) -> date:
    """Return the day of the same number ``months`` later, or the last one of a shorter month."""
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    if not 1 <= year <= date.max.year:
        raise ValueError(f"{months} months after {day} is beyond the calendar")
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
