"""Today, for the house: by the settings, and for commands without a database by the variable."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pytest_django.fixtures import Settings

from forbear.wiring import clock
from forbear.wiring.house import house_day

# 07:30 on the 12th in Shanghai, 19:30 on the 11th in New York
EARLY = datetime(2026, 3, 11, 23, 30, tzinfo=UTC)
# 09:30 on the 12th in Shanghai, 21:30 on the 11th in New York
LATE = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("Asia/Shanghai", EARLY, 12),
        ("America/New_York", EARLY, 11),
        ("UTC", EARLY, 11),
        ("Asia/Shanghai", LATE, 12),
        ("America/New_York", LATE, 11),
        ("UTC", LATE, 12),
        ("Nowhere/Atall", LATE, 12),
    ],
)
def test_today_is_the_day_of_the_house(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, zone: str, at: datetime, day: int
) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)
    settings.FORBEAR_ZONE = zone
    assert house_day() == date(2026, 3, day)
    monkeypatch.setenv("FORBEAR_ZONE", zone)
    assert clock.business_date() == date(2026, 3, day)
    assert clock.business_date("Etc/GMT-14") == date(2026, 3, 12)


def test_a_house_that_names_no_zone_is_in_shanghai(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORBEAR_ZONE", raising=False)
    monkeypatch.setattr(clock, "now", lambda: EARLY)
    assert clock.business_date() == date(2026, 3, 12)
