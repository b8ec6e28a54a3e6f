from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.preferences.hours import WEEKDAYS, Hours, hours_fault, unwanted

WORKDAYS = WEEKDAYS[:5]
WEEKEND = WEEKDAYS[5:]


def at(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("wished", "left_out"),
    [
        ([], []),
        ([("00:00", "00:00", WEEKDAYS)], []),
        ([("18:00", "20:00", WEEKDAYS)], [("", "18:00", WEEKDAYS), ("20:00", "", WEEKDAYS)]),
        (
            [("18:00", "20:00", WORKDAYS)],
            [("", "18:00", WORKDAYS), ("20:00", "", WORKDAYS), ("", "", WEEKEND)],
        ),
        (
            [("09:00", "12:00", ("mon",)), ("11:00", "13:30", ("mon",))],
            [("", "09:00", ("mon",)), ("13:30", "", ("mon",)), ("", "", WEEKDAYS[1:])],
        ),
    ],
)
def test_the_rest_of_the_week_is_unwanted(
    wished: list[tuple[str, str, tuple[str, ...]]], left_out: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    hours = [Hours(time.fromisoformat(a), time.fromisoformat(b), days) for a, b, days in wished]
    found = {(one.start, one.end, one.days) for one in unwanted(hours)}
    assert found == {(at(a), at(b), days) for a, b, days in left_out}


@pytest.mark.parametrize(
    ("hours", "is_fine"),
    [
        ([Hours(time(9), time(10))], True),
        ([Hours(time(9), time(0))], True),
        ([Hours(time(10), time(9))], False),
        ([Hours(time(9), time(9))], False),
        ([Hours(time(9), time(10), ())], False),
        ([Hours(time(9), time(10), ("someday",))], False),
        ([Hours(time(9, 0, 30), time(10))], False),
        ([Hours(time(9), time(10))] * 22, False),
    ],
)
def test_hours_that_cannot_be_kept_are_told(hours: list[Hours], *, is_fine: bool) -> None:
    assert (hours_fault(hours) == "") == is_fine


MINUTES = st.times().map(lambda t: t.replace(second=0, microsecond=0))
HOURS = st.builds(
    Hours, MINUTES, MINUTES, st.sets(st.sampled_from(WEEKDAYS), min_size=1).map(tuple)
).filter(lambda one: not hours_fault([one]))


@given(st.lists(HOURS, min_size=1, max_size=5), st.sampled_from(WEEKDAYS), MINUTES)
def test_each_minute_is_wished_or_unwanted_and_never_both(
    hours: list[Hours], day: str, minute: time
) -> None:
    def within(one: Hours) -> bool:
        return (
            day in one.days
            and one.start <= minute
            and (not one.end.hour | one.end.minute or minute < one.end)
        )

    left_out = [
        one
        for one in unwanted(hours)
        if day in one.days
        and (one.start is None or one.start <= minute)
        and (one.end is None or minute < one.end)
    ]
    assert len(left_out) == (0 if any(within(one) for one in hours) else 1)
