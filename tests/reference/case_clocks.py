"""By when a case is answered, counted day by day on a plain calendar, from what the law says.

Written from the texts (DISP 1.6.2R: eight weeks; RG 271: thirty days, one business day to
acknowledge; 消费投诉处理管理办法第20条: fifteen days, thirty where it is hard), not from the packs.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

SATURDAY = 5
EIGHT_WEEKS = 56


def days_after(day: date, count: int) -> date:
    """Count days one by one; the day itself is not counted."""
    for _ in range(count):
        day += timedelta(days=1)
    return day


def business_days_after(day: date, count: int, holidays: Collection[date]) -> date:
    """Count the days that are neither at the weekend nor in ``holidays``."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in holidays:
            count -= 1
    return day


def complaint_answer_by(nation: str, cause: str, day: date, holidays: Collection[date]) -> date:
    """Return the last day of the answer to a complaint that came on ``day``."""
    if nation == "GB":
        by = days_after(day, EIGHT_WEEKS)
        if cause == "payment_service":
            by = min(by, business_days_after(day, 15, holidays))
        return by
    if nation == "AU" and cause in {"hardship_refused", "default_notice"}:
        return days_after(day, 21)
    return days_after(day, 15 if nation == "CN" else 30)


def complaint_acknowledge_by(nation: str, day: date, holidays: Collection[date]) -> date:
    """Return the last day of the acknowledgement: a business day in Australia, else five days."""
    return business_days_after(day, 1, holidays) if nation == "AU" else days_after(day, 5)
