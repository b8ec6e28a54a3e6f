"""Periods counted day by day, from the words of the law. Only tests import it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

DAY = timedelta(days=1)


def days_after(day: date, count: int) -> date:
    for _ in range(count):
        day += DAY
    return day


def business_days_after(day: date, count: int, holidays: frozenset[date]) -> date:
    passed = 0
    while passed < count:
        day += DAY
        if day.strftime("%a") not in ("Sat", "Sun") and day not in holidays:
            passed += 1
    return day


def months_after(day: date, count: int) -> date:
    """Walk to the month that many months on, then to the day of the number or the month's last."""
    number, walked = day.day, day
    for _ in range(count):
        month = walked.month
        while walked.month == month:
            walked += DAY
        walked = walked.replace(day=1)
    first = walked.replace(day=1)
    found = first
    while found.day < number and (found + DAY).month == first.month:
        found += DAY
    return found


def years_after(day: date, count: int) -> date:
    return months_after(day, 12 * count)


def last_day_to_sue(
    years: int,
    default_on: date,
    restarts: Sequence[date],
    revivals: Sequence[date],
    *,
    on: date,
    long_stop: int | None,
) -> date:
    """Live through every day from the default: is a suit still possible, and what happened?"""
    ends = years_after(default_on, years)
    stop = years_after(default_on, long_stop) if long_stop else date.max
    day = default_on
    while day <= on:
        may_restart = day <= ends and day in restarts
        if (may_restart or day in revivals) and day <= stop:
            ends = max(ends, years_after(day, years))
        day += DAY
    return min(ends, stop)
