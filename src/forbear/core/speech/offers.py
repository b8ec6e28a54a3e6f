"""Offers and stages in words, as a message may state them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from forbear.core.speech.audit.values import Offer

_STAGES = {
    "current": ("up to date", "正常"),
    "early": ("early", "早期"),
    "late": ("late", "后期"),
    "pre_legal": ("before legal steps", "诉前"),
    "legal": ("legal", "法律程序"),
    "recovery": ("recovery", "清收"),
}


def stage_text(stage: str, language: str) -> str | None:
    """Return a stage of the ladder in words; ``None`` if there is no such stage.

    >>> stage_text("late", "en"), stage_text("gone", "en")
    ('late', None)
    """
    found = _STAGES.get(stage)
    return None if found is None else found[language != "en"]


def offer_text(
    offer: Offer, language: str, *, money: Callable[[int], str], day: Callable[[date], str]
) -> str | None:
    """Return an offer in words, without its end; ``None`` if what makes it one is not recorded."""
    is_english = language == "en"
    match offer.type:
        case "settlement" if offer.amount_minor is not None:
            sum_ = money(offer.amount_minor)
            text = (
                f"one payment of {sum_} settles the account"
                if is_english
                else f"一次还款{sum_}即可结清账户"
            )
        case "fee_waiver" if offer.amount_minor is not None:
            sum_ = money(offer.amount_minor)
            text = f"we take {sum_} of fees off the account" if is_english else f"减免费用{sum_}"
        case "installment" if offer.months and offer.monthly_minor is not None:
            each = money(offer.monthly_minor)
            text = (
                f"{offer.months} monthly payments of {each}"
                if is_english
                else f"分{offer.months}个月归还，每月{each}"
            )
        case "payment_pause" if offer.months:
            text = (
                f"no payments for {offer.months} months"
                if is_english
                else f"{offer.months}个月内暂停还款"
            )
        case "rate_reduction" if offer.apr is not None:
            rate = f"{_percent(offer.apr)}%"
            text = f"a yearly rate of {rate}" if is_english else f"年利率降至{rate}"
        case _:
            return None
    if offer.expires is None:
        return text
    until = day(offer.expires)
    return f"{text}, until {until}" if is_english else f"{text}，有效期至{until}"


def _percent(apr: Decimal) -> str:
    return f"{apr.normalize():f}"
