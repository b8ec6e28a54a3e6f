"""Money from text: exact, against the decimal module; nothing is rounded."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.interchange.tabular.money import minor_units


def read(text: str, **how: object) -> tuple[int | None, list[str]]:
    value, problems = minor_units(pl.col("text"), **how)
    frame = pl.DataFrame({"text": [text]})
    row = frame.select(
        value.alias("value"), *(bad.alias(str(index)) for index, (bad, _) in enumerate(problems))
    ).row(0, named=True)
    return row["value"], [reason for i, (_, reason) in enumerate(problems) if row[str(i)]]


@given(
    minor=st.integers(-(10**17), 10**17),
    scale=st.integers(0, 4),
    separators=st.sampled_from([(".", ""), (",", ""), (".", ","), (",", "."), (".", " ")]),
    zeros=st.integers(0, 3),
)
def test_every_amount_that_is_printed_is_read_back(
    minor: int, scale: int, separators: tuple[str, str], zeros: int
) -> None:
    decimal, thousands = separators
    amount = Decimal(minor).scaleb(-scale)
    text = f"{amount:,.{scale}f}" if thousands else f"{amount:.{scale}f}"
    text += "0" * zeros if scale else ""
    text = text.translate(str.maketrans({",": thousands, ".": decimal}))
    assert read(text, scale=scale, decimal=decimal, thousands=thousands) == (minor, [])


@given(text=st.text("0123456789.,+-eE ()", max_size=24), scale=st.integers(0, 3))
def test_what_is_read_is_what_the_text_says_and_all_else_is_refused(text: str, scale: int) -> None:
    value, reasons = read(text, scale=scale)
    assert (value is None) == bool(reasons)
    if value is not None:
        assert Decimal(value).scaleb(-scale) == Decimal(text)


@pytest.mark.parametrize(
    ("text", "how", "expected"),
    [
        pytest.param("12.34", {"scale": 2}, 1234, id="cents"),
        pytest.param("12", {"scale": 2}, 1200, id="whole"),
        pytest.param("12.3", {"scale": 2}, 1230, id="one-decimal"),
        pytest.param("12.3400", {"scale": 2}, 1234, id="zeros-beyond-the-scale"),
        pytest.param("-0.01", {"scale": 2}, -1, id="a-cent-back"),
        pytest.param("+7", {}, 7, id="plus"),
        pytest.param("1.234,50", {"scale": 2, "decimal": ",", "thousands": "."}, 123450, id="de"),
        pytest.param("100", {"multiply": 25}, 2500, id="whole-factor"),
        pytest.param("999999999999999999", {}, 999999999999999999, id="largest"),
    ],
)
def test_amounts(text: str, how: dict[str, object], expected: int) -> None:
    assert read(text, **how) == (expected, [])


@pytest.mark.parametrize(
    ("text", "how", "reason"),
    [
        pytest.param("12.345", {"scale": 2}, "has more than 2 decimals", id="would-be-rounded"),
        pytest.param("12.5", {}, "has decimals, but the scale is 0", id="no-scale"),
        pytest.param("1,234", {}, "is not an amount such as 1234", id="unstated-thousands"),
        pytest.param("1,23", {"thousands": ","}, "is not an amount such as 1,234", id="grouping"),
        pytest.param("1e3", {}, "is not an amount such as 1234", id="exponent"),
        pytest.param("(12)", {}, "is not an amount such as 1234", id="brackets"),
        pytest.param("１２", {}, "is not an amount such as 1234", id="full-width"),
        pytest.param("$12", {}, "is not an amount such as 1234", id="sign-of-currency"),
        pytest.param("1000000000000000000", {}, "is too large", id="nineteen-digits"),
        pytest.param("999999999999999999", {"multiply": 100}, "is too large", id="by-the-factor"),
    ],
)
def test_what_is_no_amount(text: str, how: dict[str, object], reason: str) -> None:
    assert read(text, **how) == (None, [reason])
