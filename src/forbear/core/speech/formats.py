"""Values as people of a language write them. A value of the wrong kind is refused."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from forbear.core.money import MINOR_DIGITS, major_units
from forbear.core.speech.audit.values import Offer
from forbear.core.speech.facts import Language, SlotType
from forbear.core.speech.offers import offer_text, stage_text

# English has several homes; the currency tells which way of writing numbers and dates is at home.
_ENGLISH = {"USD": "en_US", "GBP": "en_GB", "EUR": "en_IE", "AUD": "en_AU", "INR": "en_IN"}
_CHINESE = "zh_Hans_CN"

_TEXT_MAX = 500
# what a person wrote to answer somebody
_LONG_MAX = 4_000
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{1,22}[0-9]")
_URL = re.compile(r"https?://[^\s<>\"'{}]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CARD_NUMBER = re.compile(r"(?<![0-9])(?:[0-9][ -]?){12,18}[0-9](?![0-9])")


def money_text(minor: int, currency: str, language: Language) -> str:
    """Return an amount in minor units as ``language`` writes it.

    >>> money_text(120050, "USD", "en"), money_text(120050, "CNY", "zh-Hans")
    ('$1,200.50', '1,200.50元')
    """
    amount = major_units(minor, currency)
    if language == "zh-Hans" and currency == "CNY":
        return f"{format_decimal(amount, format='#,##0.00', locale=_CHINESE)}元"
    locale = _locale(currency, language)
    # the digits of ISO 4217: Babel knows those that people usually write
    digits = MINOR_DIGITS[currency]
    pattern = Locale.parse(locale).currency_formats["standard"].pattern
    own = pattern.replace(".00", f".{'0' * digits}" if digits else "")
    return str(format_currency(amount, currency, own, locale=locale, currency_digits=False))


def date_text(on: date, currency: str | None, language: Language) -> str:
    """Return a day, its month in words so that nobody reads it the other way round."""
    return str(format_date(on, format="long", locale=_locale(currency, language)))


def value_text(
    value: object, kind: SlotType, currency: str | None, language: Language
) -> str | None:
    """Return ``value`` as text, or ``None`` if it is not of ``kind`` or must not be shown."""
    match kind, value:
        case "money", int() if _is_count(value) and currency:
            text: str | None = money_text(value, currency, language)
        case "date", date():
            text = date_text(value, currency, language)
        case "days", int() if _is_count(value):
            text = str(value)
        case "stage", str():
            text = stage_text(value, language)
        case "offer", Offer() if currency:
            text = offer_text(
                value,
                language,
                money=partial(money_text, currency=currency, language=language),
                day=partial(date_text, currency=currency, language=language),
            )
        case "long", str() if _may_show(" ".join(value.split()), most=_LONG_MAX):
            text = " ".join(value.split())
        case _, str() if _is_proper(value, kind):
            text = value
        case _:
            text = None
    return text


def _is_count(value: int) -> bool:
    return not isinstance(value, bool) and value >= 0


def _is_proper(text: str, kind: SlotType) -> bool:
    if kind == "phone":
        return bool(_PHONE.fullmatch(text))
    if kind == "url":
        return bool(_URL.fullmatch(text))
    return kind in {"name", "text"} and _may_show(text)


def _may_show(text: str, *, most: int = _TEXT_MAX) -> bool:
    """Return whether free text is plain: something, not too long, and no full card number."""
    return (
        bool(text.strip())
        and len(text) <= most
        and not _CONTROL.search(text)
        and not any(_is_card_number(found[0]) for found in _CARD_NUMBER.finditer(text))
    )


def _is_card_number(text: str) -> bool:
    """Return whether the digits pass the check that every card number passes (Luhn)."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _locale(currency: str | None, language: Language) -> str:
    return _CHINESE if language == "zh-Hans" else _ENGLISH.get(currency or "", "en_GB")
