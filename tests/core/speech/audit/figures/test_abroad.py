"""Sums of other places: rows of them, and whatever a plain reference writes is read back."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.speech.audit.messages import said
from tests.reference import sums as reference

from forbear.core.speech.audit.figures.amounts import sums
from forbear.core.speech.audit.figures.numerals import english
from forbear.packs.speech import load_auditor

CASES = tomllib.loads(
    (Path(__file__).parents[4] / "cases" / "speech" / "abroad.toml").read_text(encoding="utf-8")
)
ROWS = [(language, text, wanted) for language in CASES for text, wanted in CASES[language]]


def indian(minor: int) -> str:
    return f"{reference.indian_groups(minor // 100)}.{minor % 100:02d}"


# of a sum in minor units, and a currency; the sum is a multiple of the number
WAYS = {
    "₹{}": ("INR", 1, indian),
    "rs. {}": ("INR", 1, lambda minor: f"{minor // 100}.{minor % 100:02d}"),
    "{} rupees": ("INR", 100, lambda minor: reference.indian_groups(minor // 100)),
    "inr {} now": ("INR", 10_000, lambda minor: reference.lakhs(minor // 10_000)),
    "{} rupees now": ("INR", 100, lambda minor: reference.indian_words(minor // 100)),
    "{} today": (None, 10_000, lambda minor: reference.lakhs(minor // 10_000)),
    "kr {}": (None, 1, lambda minor: reference.grouped(minor, ".", ",")),
    "{} kr": (None, 1, lambda minor: reference.grouped(minor, " ", ",")),
    "{} zł": ("PLN", 1, lambda minor: reference.grouped(minor, " ", ",")),
    "chf {}": ("CHF", 1, lambda minor: reference.grouped(minor, "'", ".")),
    "a${}": ("AUD", 1, lambda minor: reference.grouped(minor, ",", ".")),
    "hk${}": ("HKD", 1, lambda minor: reference.grouped(minor, ",", ".")),
    "{} cad": ("CAD", 1, lambda minor: reference.grouped(minor, ",", ".")),
}
ZH_WAYS = {
    "您欠款₹{}。": (
        "INR",
        indian,
    ),
    "您欠款{}卢比。": ("INR", lambda minor: f"{minor // 100}.{minor % 100:02d}"),
    "您欠款nt${}。": ("TWD", lambda minor: reference.grouped(minor, ",", ".")),
    "您欠款{}港元。": ("HKD", lambda minor: reference.grouped(minor, ",", ".")),
    "您欠款新台币{}元。": ("TWD", lambda minor: reference.grouped(minor, ",", ".")),
}


@pytest.mark.parametrize(("language", "text", "wanted"), ROWS, ids=[row[1] for row in ROWS])
def test_sums_are_found_with_their_currency(
    language: str, text: str, wanted: list[list[object]]
) -> None:
    found = [[item.minor, item.currency or ""] for item in sums(text.lower(), language)]
    assert found == wanted


@given(st.integers(1, 9_999_999), st.sampled_from(sorted(WAYS)))
def test_what_is_written_is_read_back(number: int, way: str) -> None:
    currency, step, write = WAYS[way]
    minor = number * step
    text = "you owe " + way.format(write(minor))
    assert [(one.minor, one.currency) for one in sums(text, "en")] == [(minor, currency)]


@given(st.integers(1, 999_999_999), st.sampled_from(sorted(ZH_WAYS)))
def test_what_is_written_is_read_back_in_chinese(minor: int, way: str) -> None:
    currency, write = ZH_WAYS[way]
    assert [(one.minor, one.currency) for one in sums(way.format(write(minor)), "zh")] == [
        (minor, currency)
    ]


@given(st.integers(1, 99_999_999_999))
def test_the_words_of_india_are_numbers(number: int) -> None:
    assert english(reference.indian_words(number)) == number


@pytest.mark.parametrize(
    ("text", "language", "currency", "verdict"),
    [
        ("You owe ₹1,20,000.", "en", "INR", "consistent"),
        ("You owe Rs. 1.2 lakh.", "en", "INR", "consistent"),
        ("You owe Rs. 1.3 lakh.", "en", "INR", "contradicted"),
        ("Your balance is one lakh twenty thousand rupees.", "en", "INR", "consistent"),
        ("Your balance is one lakh thirty thousand rupees.", "en", "INR", "contradicted"),
        ("You owe HK$120,000.00.", "en", "HKD", "consistent"),
        ("You owe HK$120,000.00.", "en", "SGD", "contradicted"),
        ("You owe 120 000 kr.", "en", "SEK", "consistent"),
        ("您欠款₹1,20,000。", "zh", "INR", "consistent"),
        ("您欠款13万卢比。", "zh", "INR", "contradicted"),
        ("您欠款港币120,000元。", "zh", "HKD", "consistent"),
    ],
)
def test_they_are_held_against_the_facts(
    text: str, language: str, currency: str, verdict: str
) -> None:
    message = said(text, language, balance_minor=12_000_000, currency=currency)
    claims = [one for one in load_auditor().audit(message).claims if one.kind == "amount"]
    assert [one.verdict for one in claims] == [verdict]
