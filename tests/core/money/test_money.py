from __future__ import annotations

from decimal import Decimal

import pytest

from forbear.core.money import MINOR_DIGITS, major_units
from forbear.core.tables import words as w


@pytest.mark.parametrize(
    ("minor", "major"),
    [
        (0, "0"),
        (1, "0.01"),
        (-1, "-0.01"),
        (123456, "1234.56"),
        (10**17 + 1, "1000000000000000.01"),
    ],
)
def test_an_amount_is_shown_exactly(minor: int, major: str) -> None:
    assert major_units(minor, "CNY") == Decimal(major)


def test_every_currency_of_the_tables_is_known() -> None:
    assert set(w.CURRENCIES) <= set(MINOR_DIGITS)


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(KeyError):
        major_units(1, "QQQ")
