from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.money import ROUNDINGS, RoundingName, rounded, split

TABLE = [
    # numerator, denominator, half_up, half_even, down, up
    (5, 2, 3, 2, 2, 3),
    (7, 2, 4, 4, 3, 4),
    (-5, 2, -3, -2, -2, -3),
    (1, 3, 0, 0, 0, 1),
    (2, 3, 1, 1, 0, 1),
    (-1, 3, 0, 0, 0, -1),
    (6, 3, 2, 2, 2, 2),
    (0, 7, 0, 0, 0, 0),
]


@pytest.mark.parametrize("row", TABLE)
def test_rounding_is_what_its_name_says(row: tuple[int, ...]) -> None:
    num, den, *expected = row
    assert [rounded(num, den, name) for name in ROUNDINGS] == expected


@given(st.integers(), st.integers(1, 10**12), st.sampled_from(ROUNDINGS))
def test_rounding_moves_by_less_than_one(num: int, den: int, name: RoundingName) -> None:
    distance = abs(rounded(num, den, name) - Fraction(num, den))
    assert distance < 1
    if name.startswith("half"):
        assert distance <= Fraction(1, 2)


def test_a_denominator_that_is_not_positive_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        rounded(1, 0, "down")


def test_an_unknown_rounding_is_refused() -> None:
    with pytest.raises(ValueError, match="use half_up"):
        rounded(1, 2, "nearest")  # type: ignore[arg-type]


@given(st.integers(-(10**15), 10**15), st.lists(st.integers(0, 10**9), min_size=1, max_size=12))
def test_parts_sum_to_the_whole_and_stay_near_their_share(amount: int, weights: list[int]) -> None:
    if not sum(weights):
        weights = [*weights, 1]
    parts = split(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(amount * weight, sum(weights))) < 1


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [2, -1]])
def test_weights_that_share_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split(1, weights)
