"""Amounts have the digits of ISO 4217, not those that people usually leave out."""

from __future__ import annotations

import pytest

from forbear.core.speech.formats import money_text


@pytest.mark.parametrize(
    ("minor", "currency", "english", "chinese"),
    [
        (1200, "JPY", "JP¥1,200", "JP¥1,200"),
        (1234567, "KWD", "KWD1,234.567", "KWD1,234.567"),
        (1234567, "IQD", "IQD1,234.567", "IQD1,234.567"),
        (120050, "GBP", "£1,200.50", "£1,200.50"),
        (12345678, "INR", "₹1,23,456.78", "₹123,456.78"),
    ],
)
def test_digits(minor: int, currency: str, english: str, chinese: str) -> None:
    texts = [money_text(minor, currency, "en"), money_text(minor, currency, "zh-Hans")]
    assert [text.replace("\xa0", " ") for text in texts] == [english, chinese]
