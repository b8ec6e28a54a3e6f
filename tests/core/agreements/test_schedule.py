from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.agreements.schedule import ScheduleFault, instalments
from forbear.core.money import ROUNDINGS, RoundingName

FIRST = date(2026, 1, 31)


def test_a_plan_without_interest_is_equal_parts() -> None:
    """48,600.00 over 60 months is 810.00 each, the worked example of an Art. 70 plan."""
    plan = instalments(4_860_000, 60, FIRST)
    assert {each.amount for each in plan} == {81_000}
    assert [each.due_on.isoformat() for each in plan[:3]] == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
    ]
    assert plan[-1].due_on == date(2030, 12, 31)


@pytest.mark.parametrize(
    ("rounding", "first", "last"),
    [("half_up", 333, 334), ("up", 334, 332), ("down", 333, 334), ("half_even", 333, 334)],
)
def test_the_last_takes_the_rest(rounding: RoundingName, first: int, last: int) -> None:
    plan = instalments(1000, 3, FIRST, rounding=rounding)
    assert [each.amount for each in plan] == [first, first, last]


@given(
    st.integers(100_000, 10**9),
    st.integers(1, 60),
    st.integers(0, 4_000_000_000),
    st.sampled_from(ROUNDINGS),
)
def test_principal_sums_to_the_whole_and_interest_is_on_what_is_left(
    amount: int, count: int, rate: int, rounding: RoundingName
) -> None:
    plan = instalments(amount, count, FIRST, yearly_rate_e10=rate, rounding=rounding)
    assert len(plan) == count
    assert sum(each.principal for each in plan) == amount
    left = amount
    for each in plan:
        exact = Fraction(left * rate, 12 * 10**10)
        assert abs(each.interest - exact) < 1
        left -= each.principal
    assert left == 0
    assert len({each.amount for each in plan[:-1]}) <= 1
    # each payment is less than one unit off, and the last makes up for all of them
    assert abs(plan[-1].amount - plan[0].amount) <= count * 2 * (1 + Fraction(rate, 10**10)) ** 5


def test_a_rate_gives_the_payment_of_an_annuity() -> None:
    # 10,000.00 over 12 months at 18 % a year: 916.80, as any table of annuities says
    plan = instalments(1_000_000, 12, FIRST, yearly_rate_e10=1_800_000_000)
    assert (plan[0].amount, plan[0].interest) == (91_680, 15_000)


@pytest.mark.parametrize(
    ("amount", "count", "code"),
    [
        (0, 3, "BAD_SCHEDULE"),
        (100, 0, "BAD_SCHEDULE"),
        (100, 61, "BAD_SCHEDULE"),
        (5, 60, "TOO_SMALL"),
    ],
)
def test_what_cannot_be_agreed_is_told(amount: int, count: int, code: str) -> None:
    with pytest.raises(ScheduleFault) as caught:
        instalments(amount, count, FIRST)
    assert caught.value.code == code
