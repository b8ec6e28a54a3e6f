"""The days on which banks settle in euro."""

from __future__ import annotations

from datetime import date

import pytest

from forbear.core.calendar.settlement import (
    is_settlement_day,
    settlement_day_from,
    settlement_days_after,
    settlement_days_before,
)


@pytest.mark.parametrize(
    ("day", "is_open", "why"),
    [
        (date(2026, 1, 1), False, "New Year"),
        (date(2026, 4, 3), False, "Good Friday"),
        (date(2026, 4, 6), False, "Easter Monday"),
        (date(2026, 5, 1), False, "Labour Day"),
        (date(2026, 12, 25), False, "Christmas"),
        (date(2025, 12, 26), False, "26 December, a Friday"),
        (date(2026, 1, 31), False, "a Saturday"),
        (date(2026, 2, 1), False, "a Sunday"),
        (date(2026, 5, 14), True, "Ascension: closed in Germany, open in TARGET"),
        (date(2026, 10, 3), False, "a Saturday all the same"),
        (date(2025, 10, 3), True, "the German national day: open in TARGET"),
        (date(2026, 5, 25), True, "Whit Monday"),
        (date(2026, 12, 24), True, "Christmas Eve"),
        (date(2026, 12, 31), True, "the last day of the year"),
        (date(2027, 3, 26), False, "Good Friday of another year"),
        (date(2028, 2, 29), True, "a leap day"),
    ],
)
def test_target_is_open_or_closed(day: date, *, is_open: bool, why: str) -> None:
    assert is_settlement_day(day) is is_open, why


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2026, 4, 2), date(2026, 4, 2)),
        (date(2026, 4, 3), date(2026, 4, 7)),
        (date(2026, 1, 31), date(2026, 2, 2)),
        (date(2025, 12, 25), date(2025, 12, 29)),
        (date(2026, 12, 25), date(2026, 12, 28)),
    ],
)
def test_a_closed_day_gives_way_to_the_next_open_one(day: date, moved: date) -> None:
    assert settlement_day_from(day) == moved


def test_days_are_counted_over_easter_both_ways() -> None:
    assert settlement_days_before(date(2026, 4, 7), 1) == date(2026, 4, 2)
    assert settlement_days_after(date(2026, 4, 2), 1) == date(2026, 4, 7)
    assert settlement_days_after(date(2026, 4, 2), 0) == date(2026, 4, 2)
