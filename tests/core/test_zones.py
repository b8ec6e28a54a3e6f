from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from forbear.core.calendar.zones import likeliest_zone, local_date

_LATE = datetime(2026, 3, 12, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("time_zones", "zone", "on"),
    [
        (None, "UTC", date(2026, 3, 12)),
        ("", "UTC", date(2026, 3, 12)),
        ("Asia/Shanghai", "Asia/Shanghai", date(2026, 3, 13)),
        (" America/New_York , America/Chicago", "America/New_York", date(2026, 3, 12)),
    ],
)
def test_the_first_zone_says_which_day_it_is(time_zones: str | None, zone: str, on: date) -> None:
    assert likeliest_zone(time_zones).key == zone
    assert local_date(_LATE, time_zones) == on
