from datetime import date

import pytest

from forbear.core.speech.facts import Language
from forbear.core.speech.formats import date_text, money_text
from forbear.core.tables.words import CURRENCIES


@pytest.mark.parametrize(
    "currency, english, chinese",
    [
        ("CNY", "CN¥12,345,678.90", "12,345,678.90元"),
        ("USD", "$12,345,678.90", "US$12,345,678.90"),
        ("GBP", "£12,345,678.90", "£12,345,678.90"),
        ("EUR", "€12,345,678.90", "€12,345,678.90"),
        ("AUD", "$12,345,678.90", "AU$12,345,678.90"),
        ("INR", "₹1,23,45,678.90", "₹12,345,678.90"),
    ],
)
def test_money_is_written_as_at_home(currency: str, english: str, chinese: str):
    assert money_text(1234567890, currency, "en") == english
    assert money_text(1234567890, currency, "zh-Hans") == chinese


@pytest.mark.parametrize("currency", CURRENCIES)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_no_cent_is_lost_however_great_the_sum(currency: str, language: Language):
    text = money_text(2**62 + 1, currency, language)
    assert "".join(filter(str.isdigit, text)) == str(2**62 + 1)


@pytest.mark.parametrize(
    "currency, language, text",
    [
        ("USD", "en", "March 4, 2026"),
        ("GBP", "en", "4 March 2026"),
        (None, "en", "4 March 2026"),
        ("CNY", "zh-Hans", "2026年3月4日"),
    ],
)
def test_a_month_is_a_word(currency: str | None, language: Language, text: str):
    assert date_text(date(2026, 3, 4), currency, language) == text
