from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.agreements.standing import plan_standing

FIRST = date(2026, 3, 10)
DUE = [(FIRST, 100), (FIRST + timedelta(days=30), 100), (FIRST + timedelta(days=60), 50)]


@pytest.mark.parametrize(
    ("paid", "on", "state", "behind"),
    [
        ([], 0, "kept", 0),
        ([], 1, "missed", 100),
        ([], 5, "missed", 100),
        ([], 6, "broken", 100),
        ([(5, 100)], 6, "kept", 0),
        ([(6, 100)], 6, "broken", 0),
        ([(0, 99)], 5, "missed", 1),
        ([(0, 200)], 40, "kept", 0),
        ([(0, 200)], 61, "missed", 50),
        ([(0, 250)], 3, "completed", 0),
        ([(90, 250)], 90, "completed", 0),
    ],
)
def test_a_plan_stands_where_what_was_paid_puts_it(
    paid: list[tuple[int, int]], on: int, state: str, behind: int
) -> None:
    given_ = [(FIRST + timedelta(days=days), amount) for days, amount in paid]
    found = plan_standing(DUE, given_, on=FIRST + timedelta(days=on), grace_days=5)
    assert (found.state, found.behind_minor) == (state, behind)
    assert found.left_minor == max(250 - sum(amount for _, amount in paid), 0)


@given(
    st.lists(st.integers(1, 300), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(-3, 120), st.integers(1, 300)), max_size=6),
    st.integers(-3, 130),
    st.integers(0, 12),
)
def test_as_one_would_count_by_hand(
    amounts: list[int], payments: list[tuple[int, int]], on: int, grace: int
) -> None:
    """Day by day: a purse that what is paid goes into, and that each payment is taken from."""
    due = [(FIRST + timedelta(days=20 * n), amount) for n, amount in enumerate(amounts)]
    paid = [(FIRST + timedelta(days=days), amount) for days, amount in payments]
    today = FIRST + timedelta(days=on)
    is_broken = False
    for when in (FIRST + timedelta(days=n) for n in range(-3, on + 1)):
        purse = sum(amount for day, amount in paid if day <= when)
        asked = sum(amount for day, amount in due if day + timedelta(days=grace) <= when)
        # at the end of the last day of grace it has to be there
        is_broken = is_broken or (purse < asked and when < today)
    purse = sum(amount for day, amount in paid if day <= today)
    behind = max(sum(amount for day, amount in due if day < today) - purse, 0)
    state = "broken" if is_broken else "missed" if behind else "kept"
    if purse >= sum(amounts):
        state = "completed"
    found = plan_standing(due, paid, on=today, grace_days=grace)
    assert (found.state, found.behind_minor, found.paid_minor) == (state, behind, purse)
