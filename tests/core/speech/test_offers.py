from datetime import date
from decimal import Decimal

import pytest

from forbear.core.speech.audit.values import Offer
from forbear.core.speech.facts import Language
from forbear.core.speech.formats import value_text


@pytest.mark.parametrize(
    "offer, english, chinese",
    [
        (
            Offer("settlement", amount_minor=300000, expires=date(2026, 4, 30)),
            "one payment of $3,000.00 settles the account, until April 30, 2026",
            "一次还款US$3,000.00即可结清账户，有效期至2026年4月30日",
        ),
        (
            Offer("fee_waiver", amount_minor=2500),
            "we take $25.00 of fees off the account",
            "减免费用US$25.00",
        ),
        (
            Offer("installment", months=12, monthly_minor=10000),
            "12 monthly payments of $100.00",
            "分12个月归还，每月US$100.00",
        ),
        (Offer("payment_pause", months=3), "no payments for 3 months", "3个月内暂停还款"),
        (
            Offer("rate_reduction", apr=Decimal("9.90")),
            "a yearly rate of 9.9%",
            "年利率降至9.9%",
        ),
        (Offer("settlement"), None, None),
        (Offer("installment", months=12), None, None),
    ],
)
def test_an_offer_is_said_whole_or_not_at_all(
    offer: Offer, english: str | None, chinese: str | None
):
    told: dict[Language, str | None] = {"en": english, "zh-Hans": chinese}
    for language, text in told.items():
        assert value_text(offer, "offer", "USD", language) == text


def test_a_stage_is_a_word_of_the_ladder():
    assert value_text("pre_legal", "stage", None, "zh-Hans") == "诉前"
    assert value_text("doom", "stage", None, "en") is None
