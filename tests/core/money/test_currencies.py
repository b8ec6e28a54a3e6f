from __future__ import annotations

from decimal import Decimal

import pytest

from forbear.core.money import MINOR_DIGITS, major_units


@pytest.mark.parametrize(
    ("code", "digits"),
    [
        ("JPY", 0),
        ("KRW", 0),
        ("USD", 2),
        ("CNY", 2),
        ("MGA", 2),
        ("IQD", 3),
        ("KWD", 3),
        ("CLF", 4),
    ],
)
def test_digits_are_those_of_iso_4217(code: str, digits: int) -> None:
    assert MINOR_DIGITS[code] == digits


def test_a_code_is_three_capitals_and_metals_are_no_money() -> None:
    assert all(len(code) == 3 and code.isalpha() and code.isupper() for code in MINOR_DIGITS)
    assert not {"XAU", "XAG", "XDR", "XTS"} & set(MINOR_DIGITS)


def test_amounts_beyond_the_default_precision_stay_exact() -> None:
    assert major_units(10**40 + 1, "KWD") == Decimal(f"{10**37}.001")
    assert major_units(-5, "JPY") == Decimal(-5)
