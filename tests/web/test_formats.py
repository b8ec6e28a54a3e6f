from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from forbear.web.shared import formats


@pytest.mark.parametrize(
    ("amount_minor", "currency", "written"),
    [
        (0, "USD", "$0.00"),
        (1, "CNY", "¥0.01"),
        (-50_000, "GBP", "−£500.00"),
        (123_456_789, "EUR", "€1,234,567.89"),
        (9_007_199_254_740_993, "INR", "₹90,071,992,547,409.93"),
        (100, "AUD", "A$1.00"),
    ],
)
def test_money_is_written_to_the_minor_unit(amount_minor: int, currency: str, written: str) -> None:
    assert formats.money(amount_minor, currency) == written


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        ("+8613800004471", "mobile", "···4471"),
        ("+1 (202) 555-0123", "home", "···0123"),
        ("xiaoyu@example.com", "email", "···oyu@···"),
        ("li@example.com", "work_email", "···i@···"),
        ("12 Main St, Springfield 62701", "postal", "···2701"),
        ("ab", "postal", "···b"),
    ],
)
def test_a_contact_point_shows_at_most_its_last_four(value: str, kind: str, shown: str) -> None:
    assert formats.masked(value, kind) == shown


@pytest.mark.parametrize(
    ("on", "english", "chinese"),
    [
        (date(2026, 3, 12), "today", "今天"),
        (date(2026, 3, 13), "tomorrow", "明天"),
        (date(2026, 3, 11), "yesterday", "昨天"),
        (date(2026, 3, 4), "8 days ago", "8 天前"),
        (date(2026, 3, 15), "in 3 days", "3 天后"),
    ],
)
def test_a_day_is_said_from_today(on: date, english: str, chinese: str) -> None:
    today = date(2026, 3, 12)
    assert formats.relative_day(on, today=today) == english
    with translation.override("zh-hans"):
        assert formats.relative_day(on, today=today) == chinese


def test_an_end_is_local_to_the_person_and_not_to_us() -> None:
    until = datetime(2026, 3, 13, 1, tzinfo=UTC)
    now = datetime(2026, 3, 12, 15, tzinfo=UTC)
    assert formats.end_moment(until, ZoneInfo("Asia/Shanghai"), now=now) == (
        "Until Fri 13 Mar, 09:00 (tomorrow)."
    )
    assert formats.end_moment(until, ZoneInfo("America/New_York"), now=now) == (
        "Until Thu 12 Mar, 21:00 (today)."
    )


@pytest.mark.parametrize("zones", [None, "", "Mars/Olympus", "../etc/passwd"])
def test_a_zone_that_is_not_known_is_none(zones: str | None) -> None:
    assert formats.zone_or_none(zones) is None


def test_the_likeliest_zone_comes_first() -> None:
    assert str(formats.zone_or_none("Asia/Shanghai, Asia/Urumqi")) == "Asia/Shanghai"
