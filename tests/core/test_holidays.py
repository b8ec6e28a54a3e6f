"""Public holidays and business days."""

import subprocess
import sys
from datetime import date

import pytest

from forbear.core.calendar.holidays import (
    _KNOWN,
    add_business_days,
    all_public_holidays,
    is_business_day,
    is_known_place,
    public_holidays,
)


@pytest.mark.parametrize(
    "place, day, why",
    [
        ("US", date(2026, 11, 11), "Veterans Day"),
        ("US", date(2026, 7, 3), "Independence Day falls on a Saturday and is kept on the Friday"),
        ("AU", date(2026, 1, 26), "Australia Day"),
        ("GB-ENG", date(2026, 8, 31), "the late summer bank holiday"),
        ("GB-SCT", date(2026, 1, 2), "the day after New Year is kept in Scotland"),
        ("GB-ENG", date(2026, 12, 28), "Boxing Day falls on a Saturday: a day in lieu"),
    ],
)
def test_a_public_holiday_is_known(place: str, day: date, why: str) -> None:
    assert day in public_holidays(place, day.year), why
    assert not is_business_day(day, place)


def test_a_place_has_its_own_days() -> None:
    assert date(2026, 1, 2) not in public_holidays("GB-ENG", 2026)
    assert date(2026, 8, 31) not in public_holidays("GB-SCT", 2026)


def test_all_holidays_of_a_place_are_those_of_its_years() -> None:
    days, first, last = all_public_holidays("AU")
    assert set(days) == {
        day for year in range(first, last + 1) for day in public_holidays("AU", year)
    }
    assert (first, last) == (1900, 2100)
    for place in ("AU", "CN", "GB", "IN", "US"):
        assert all_public_holidays(place)[0]


def test_a_place_is_known_or_not() -> None:
    assert is_known_place("AU")
    assert is_known_place("AU-VIC")
    assert not is_known_place("AU-XX")
    assert not is_known_place("EU")
    with pytest.raises(KeyError):
        all_public_holidays("QQ")


def test_an_unknown_place_is_said() -> None:
    with pytest.raises(KeyError):
        public_holidays("QQ", 2026)
    with pytest.raises(KeyError):
        public_holidays("GB-QQQ", 2026)


@pytest.mark.parametrize(
    "day, count, arrives",
    [
        # 12 CFR 1006.34(b)(5): five days, without Saturdays, Sundays and public holidays
        (date(2026, 9, 10), 5, date(2026, 9, 17)),
        # ten business days over Veterans Day
        (date(2026, 11, 2), 10, date(2026, 11, 17)),
        (date(2026, 11, 7), 1, date(2026, 11, 9)),
        (date(2026, 11, 7), 0, date(2026, 11, 7)),
    ],
)
def test_business_days_leave_out_weekends_and_holidays(
    day: date, count: int, arrives: date
) -> None:
    assert add_business_days(day, count, "US") == arrives


def test_places_that_the_packs_name_are_known_without_loading_the_calendars() -> None:
    """Every command reads the packs; few of them ask for a holiday."""
    asks = (
        "import sys; from forbear.packs import load_book; load_book(); "
        "sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", asks], check=False).returncode == 0


@pytest.mark.parametrize("place", sorted(_KNOWN))
def test_a_place_that_is_known_without_the_calendars_has_one(place: str) -> None:
    assert public_holidays(place, 2026)
