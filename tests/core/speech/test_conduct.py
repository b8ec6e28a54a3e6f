"""Rates, their uncertainty, and whether one differs from all others, by tables and references."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reference import shares

from forbear.core.speech.conduct import (
    Measures,
    Tally,
    agreement,
    difference,
    points,
    rate,
    scores,
    standing,
    wilson,
)

MEASURES = Measures({"high": 10, "medium": 3, "low": 1}, confidence=950, contacts_least=50)
Z = 1.959964


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_of_a_share_is_the_published_one(
    count: int, of: int, low: float, high: float
) -> None:
    assert wilson(count, of, z=Z) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("shares_", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0000),
    ],
)
def test_the_interval_of_a_difference_is_the_published_one(
    shares_: tuple[int, int, int, int], low: float, high: float
) -> None:
    found = difference(*shares_, z=Z)
    assert found == pytest.approx((low, high), abs=5e-5)


@given(st.integers(0, 400), st.integers(0, 400), st.floats(0.5, 4))
def test_an_interval_holds_the_shares_that_the_count_does_not_speak_against(
    one: int, other: int, z: float
) -> None:
    count, of = min(one, other), max(one, other)
    found, plain = wilson(count, of, z=z), shares.wilson(count, of, z)
    assert found == pytest.approx(plain, abs=1e-9)
    assert found[0] <= (count / of if of else 0.5) <= found[1]


def test_without_contacts_there_is_no_rate() -> None:
    none = rate(0, 0, confidence=950)
    assert (none.value, none.low, none.high) == (None, 0, 1000)
    assert points(Tally(0), MEASURES.weights) is None


def test_points_weigh_the_gravest_of_each_contact() -> None:
    assert points(Tally(200, high=1, medium=2, low=4), MEASURES.weights) == pytest.approx(100)


@pytest.mark.parametrize(
    ("one", "rest", "said"),
    [
        (Tally(49, high=49), Tally(10_000), "few"),
        (Tally(10_000), Tally(49), "few"),
        (Tally(100, low=5), Tally(1000, low=50), "alike"),
        (Tally(100, low=9), Tally(1000, low=50), "alike"),
        (Tally(100, low=20), Tally(1000, low=50), "above"),
        (Tally(1000, low=50), Tally(100, low=20), "below"),
        (Tally(50), Tally(50), "alike"),
        (Tally(50, high=50), Tally(50), "above"),
    ],
)
def test_one_differs_only_where_chance_would_not_do_it(one: Tally, rest: Tally, said: str) -> None:
    assert standing(one, rest, MEASURES) == said


def test_the_more_are_compared_the_more_is_asked_for() -> None:
    one, rest = Tally(200, low=20), Tally(4000, low=200)
    assert standing(one, rest, MEASURES, compared=1) == "above"
    assert standing(one, rest, MEASURES, compared=100) == "alike"


def test_scores_stand_by_name_and_compare_with_those_that_are_not_shown() -> None:
    everyone = {"b": Tally(100), "a": Tally(100, high=30), "c": Tally(10)}
    assert [(one.name, one.standing) for one in scores(everyone, MEASURES)] == [
        ("a", "above"),
        ("b", "below"),
        ("c", "few"),
    ]
    (mine,) = scores({"a": everyone["a"]}, MEASURES, others=everyone)
    assert (mine.standing, mine.found.value) == ("above", 300)
    assert mine.by_severity["high"].count == 30


_WORDS = st.sampled_from(("fault", "none"))


@given(st.lists(st.tuples(_WORDS, _WORDS), max_size=40))
def test_kappa_is_agreement_beyond_chance(pairs: list[tuple[str, str]]) -> None:
    found, plain = agreement(pairs, confidence=950), shares.kappa(pairs)
    assert found.pairs == len(pairs)
    if plain is None:
        assert found.kappa is None
    else:
        assert found.kappa is not None
        assert found.kappa == pytest.approx(float(plain))
        assert found.low is not None
        assert found.high is not None
        assert -1 <= found.low <= found.kappa + 1e-12 <= found.high + 2e-12
