"""Amounts are read as people type and copy them, and never guessed at."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from forbear.web.shared.form_fields import money_field


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1200", "1200"),
        ("1200.50", "1200.50"),
        ("1,900.00", "1900.00"),
        ("12,345,678.90", "12345678.90"),
        ("£1,900.00", "1900.00"),
        ("US$9.78", "9.78"),
        ("¥57,490.00", "57490.00"),
        ("￥５７，４９０．００", "57490.00"),
        ("2000 元", "2000"),
        (" 5 ", "5"),
    ],
)
def test_an_amount_is_read_as_the_pages_write_it(typed: str, amount: str) -> None:
    assert money_field(2).clean(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1,20", "in digits"),
        ("1.900,00", "in digits"),
        ("12,34,567.00", "in digits"),
        ("lots", "in digits"),
        ("1 900", "in digits"),
        ("--5", "in digits"),
        ("NaN", "in digits"),
        ("-5", "not below zero"),
        ("1,000.005", "behind the point"),
        ("9" * 25, "more than an amount can be"),
    ],
)
def test_what_may_mean_two_things_is_asked_again(typed: str, said: str) -> None:
    with pytest.raises(ValidationError) as told:
        money_field(2).clean(typed)
    assert said in " ".join(told.value.messages)


def test_nothing_is_no_promise() -> None:
    with pytest.raises(ValidationError, match="above zero"):
        money_field(2, least=Decimal("0.01")).clean("0")
