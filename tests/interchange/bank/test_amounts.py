"""Amounts of bank files are exact, or refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.money import MINOR_DIGITS
from forbear.interchange.bank.amounts import Unreadable, amount_minor, day, said


@given(
    minor=st.integers(0, 10**17),
    currency=st.sampled_from(["EUR", "JPY", "KWD", "CLF"]),
    comma=st.booleans(),
    zeros=st.integers(0, 3),
)
def test_every_amount_that_is_printed_is_read_back(
    minor: int,
    currency: str,
    comma: bool,  # noqa: FBT001 - drawn by Hypothesis
    zeros: int,
) -> None:
    text = str(Decimal(minor).scaleb(-MINOR_DIGITS[currency]).__format__("f"))
    text = text + ("0" * zeros if "." in text else "")
    if comma:
        text = text.replace(".", ",") if "." in text else text + ","
    assert amount_minor(text, currency, comma=comma) == minor


@given(text=st.text("0123456789.,+-eE _", max_size=24), comma=st.booleans())
def test_what_is_read_is_what_the_text_says(text: str, comma: bool) -> None:  # noqa: FBT001
    try:
        minor = amount_minor(text, "EUR", comma=comma)
    except Unreadable:
        return
    plain = text.strip().replace(",", ".") if comma else text.strip()
    assert Decimal(minor).scaleb(-2) == Decimal(plain)


@pytest.mark.parametrize("text", ["", "1,5", "١", "1.234", "-1", "+1", "1" + "0" * 17])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        amount_minor(text, "EUR")


@pytest.mark.parametrize(
    ("text", "is_day"),
    [
        ("2026-03-02", True),
        ("2026-03-02T23:59:59+01:00", True),
        ("2026-03-02+01:00", True),
        ("2026-3-2", False),
        ("2026-02-29", False),
        ("02/03/2026", False),
        ("2026-03-02 10:00", False),
    ],
)
def test_a_day_is_read_as_it_stands_there(text: str, is_day: bool) -> None:  # noqa: FBT001
    if is_day:
        assert day(text).isoformat() == "2026-03-02"
    else:
        with pytest.raises(Unreadable):
            day(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(" a\n b\t", "a b"), ("NOTPROVIDED", ""), ("nonref", ""), ("a\x00b\x9f", "a b"), (None, "")],
)
def test_what_banks_write_for_nothing_is_nothing(text: str | None, expected: str) -> None:
    assert said(text) == expected
