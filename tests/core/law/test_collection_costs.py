"""Collection costs by the scale of the Netherlands, against its article read band by band."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.law.collection_costs import CostScale, collection_cost
from forbear.packs.collection_costs import load_cost_scales

SCALE: CostScale = load_cost_scales()["EU-NL"]


def by_the_article(euro_cents: int) -> int:
    """Stb. 2012, 141, art. 2(1) and (2), in the order in which it is written."""
    if euro_cents <= 0:
        return 0
    rest, total = Fraction(euro_cents, 100), Fraction(0)
    for width, per_cent in ((2500, 15), (2500, 10), (5000, 5), (190_000, 1)):
        part = min(rest, Fraction(width))
        total += part * per_cent / 100
        rest -= part
    total += rest / 200
    return int(max(Fraction(40), min(total, Fraction(6775))) * 100)


@pytest.mark.parametrize(
    ("principal", "cost"),
    [
        (0, 0),
        (-5, 0),
        (1, 4000),
        (26_666, 4000),
        (26_674, 4001),
        (250_000, 37_500),
        (500_000, 62_500),
        (1_000_000, 87_500),
        (20_000_000, 277_500),
        (99_999_999_999, 677_500),
    ],
)
def test_the_sums_that_the_article_comes_to(principal: int, cost: int) -> None:
    assert collection_cost(SCALE, principal) == cost


@given(st.integers(-10, 200_000_000))
def test_every_principal_costs_what_the_article_says(principal: int) -> None:
    assert collection_cost(SCALE, principal) == by_the_article(principal)


def test_it_is_in_force_since_2012() -> None:
    assert (SCALE.begins, SCALE.currency) == (date(2012, 7, 1), "EUR")
