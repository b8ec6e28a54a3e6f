from __future__ import annotations

import pytest

from forbear.core.agreements.affordability import Budget, LivingStandard, affordability

LIVING = LivingStandard("CN", "CNY", 200_000, 100_000, "a test", "house")


@pytest.mark.parametrize(
    ("income", "spent", "people", "spare"),
    [
        (500_000, 150_000, 1, 300_000),  # spends less than it needs: the floor counts
        (500_000, 350_000, 1, 150_000),
        (500_000, 350_000, 4, 0),
        (100_000, 0, 1, 0),
        (0, 0, 1, 0),
    ],
)
def test_what_is_spare_never_takes_what_is_needed_to_live_on(
    income: int, spent: int, people: int, spare: int
) -> None:
    found = affordability(Budget(income, {"housing": spent}, people), LIVING)
    assert found.spare_minor == spare
    assert found.covers(spare) == (spare > 0)
    assert not found.covers(spare + 1)
    assert not found.covers(0)


def test_without_a_standard_what_is_spent_is_what_is_needed() -> None:
    assert affordability(Budget(300, {"food": 100, "other": 50}), None).spare_minor == 150


@pytest.mark.parametrize(
    ("income", "outgoings", "people"),
    [(-1, {}, 1), (1, {"food": -1}, 1), (1, {"gold": 1}, 1), (1, {}, 0)],
)
def test_a_budget_that_cannot_be_is_refused(
    income: int, outgoings: dict[str, int], people: int
) -> None:
    with pytest.raises(ValueError, match=r"budget|none of"):
        Budget(income, outgoings, people)
