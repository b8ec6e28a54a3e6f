"""Hours of work, as they are written and as they pass."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.roster.capacity import Capacity
from forbear.core.roster.hours import (
    HoursFault,
    is_within,
    minutes_from,
    read_hours,
    stretches,
    write_hours,
)

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", ()),
        ("off", ()),
        ("-", ()),
        ("09:00-17:30", ((540, 1050),)),
        ("13:30-18:00, 09:00-12:30", ((540, 750), (810, 1080))),
        ("09:00-12:00;12:00-13:00", ((540, 720), (720, 780))),
        ("22:00-24:00", ((1320, 1440),)),
        ("09:00\u201317:30", ((540, 1050),)),
    ],
)
def test_hours_are_read(text: str, spans: tuple[tuple[int, int], ...]) -> None:
    assert read_hours(text) == spans
    assert read_hours(write_hours(spans)) == spans


@pytest.mark.parametrize(
    "text",
    [
        "9-5",
        "09:00",
        "09:00-09:00",
        "10:00-09:00",
        "09:00-24:30",
        "25:00-26:00",
        "x",
        "\u0967\u0967:00-12:00",
        "09:00-12:00 11:59-13:00",
    ],
)
def test_what_is_no_hours_is_said(text: str) -> None:
    with pytest.raises(HoursFault):
        read_hours(text)


spans_of_a_day = st.lists(st.integers(0, 1440), min_size=2, max_size=8, unique=True).map(
    lambda found: list(zip(sorted(found)[::2], sorted(found)[1::2], strict=False))
)


@given(spans_of_a_day, st.integers(-60, 1500))
def test_minutes_ahead_are_those_counted_one_by_one(spans: list[tuple[int, int]], now: int) -> None:
    on = date(2026, 11, 23)
    start = datetime(2026, 11, 22, 16, tzinfo=UTC)
    at = start + timedelta(minutes=now)
    counted = [
        minute
        for first, end in spans
        for minute in range(first, end)
        if start + timedelta(minutes=minute) >= at
    ]
    stretched = stretches(spans, on, SHANGHAI)
    assert minutes_from(stretched, at) == len(counted)
    assert is_within(stretched, at) is any(first <= now < end for first, end in spans)


@pytest.mark.parametrize(
    ("on", "minutes"), [(date(2026, 3, 29), 23 * 60), (date(2026, 10, 25), 25 * 60)]
)
def test_where_the_clocks_change_the_day_is_shorter_or_longer(on: date, minutes: int) -> None:
    whole = stretches([(0, 1440)], on, BERLIN)
    assert minutes_from(whole, datetime(2026, 1, 1, tzinfo=UTC)) == minutes


@given(st.integers(0, 10_000), st.integers(-10, 100_000), st.integers(1, 60))
def test_what_fits_takes_no_longer_than_there_is(cases: int, minutes: int, each: int) -> None:
    found = Capacity(cases, minutes, each)
    assert found.fits + found.left_over == cases
    assert found.fits * each <= max(minutes, 0)
    assert not found.left_over or (found.fits + 1) * each > minutes
    assert found.needed_minutes == cases * each
