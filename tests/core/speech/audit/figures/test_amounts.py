"""Sums of money as people write them."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forbear.core.speech.audit.figures.amounts import sums
from forbear.core.speech.audit.figures.numerals import chinese, english
from forbear.core.speech.audit.figures.rates import rates

CASES = tomllib.loads(
    (Path(__file__).parents[4] / "cases" / "speech" / "amounts.toml").read_text(encoding="utf-8")
)
ROWS = [(language, text, wanted) for language in CASES for text, wanted in CASES[language]]


@pytest.mark.parametrize(("language", "text", "wanted"), ROWS, ids=[row[1] for row in ROWS])
def test_sums_are_found(language: str, text: str, wanted: list[int]) -> None:
    assert [item.minor for item in sums(text.lower(), language)] == wanted


@pytest.mark.parametrize(
    ("text", "rate", "period"),
    [
        ("interest is 21.99% per year", "0.2199", "year"),
        ("now 3% per day", "0.03", "day"),
        ("按日利率万分之五计收", "0.0005", "day"),
        ("每日百分之一", "0.01", "day"),
        ("月息2分", "0.02", "month"),
        ("日息5厘", "0.005", "day"),
        ("年利率18%", "0.18", "year"),
        ("five percent of the balance", "0.05", "once"),
        ("20%的违约金", "0.20", "once"),
    ],
)
def test_rates_are_found_with_their_period(text: str, rate: str, period: str) -> None:
    (found,) = rates(text)
    assert (found.rate, found.period) == (Decimal(rate), period)


def spoken(number: int) -> str:
    """A plain reference: every digit with its unit, as in a bank's forms."""
    digits = "零一二三四五六七八九"
    if number >= 10_000:
        rest = number % 10_000
        gap = "零" if 0 < rest < 1000 else ""
        return spoken(number // 10_000) + "万" + gap + (spoken(rest) if rest else "")
    said, skipped = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            said += ("零" if skipped and said else "") + digits[digit] + name
        skipped = not digit
    return said or "零"


@given(st.integers(0, 99_999_999))
def test_chinese_numerals_are_read_as_they_are_spoken(number: int) -> None:
    assert chinese(spoken(number)) == number


@given(st.integers(0, 999_999))
def test_english_words_are_read_as_they_are_spoken(number: int) -> None:
    ones = (
        *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
        *("eighteen", "nineteen"),
    )
    tens = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

    def below(value: int) -> str:
        if value < 20:
            return ones[value]
        if value < 100:
            return tens[value // 10 - 2] + (f"-{ones[value % 10]}" if value % 10 else "")
        rest = f" and {below(value % 100)}" if value % 100 else ""
        return f"{ones[value // 100]} hundred{rest}"

    words = below(number) if number < 1000 else f"{below(number // 1000)} thousand"
    if number >= 1000 and number % 1000:
        words += f" {below(number % 1000)}"
    assert english(words) == number
