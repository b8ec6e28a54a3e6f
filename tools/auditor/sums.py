"""How a made-up sum is written where the account is kept, and in words."""

from __future__ import annotations

import random

from tools.auditor.forms import chinese_words, english_words

PLACES = {"GB": "GBP", "IN": "INR", "HK": "HKD", "US": "USD", "CN": "CNY"}
_THOUSAND, _TEN_THOUSAND = 1000, 10_000
_NAMES = {
    "USD": ("dollars", "cents"),
    "GBP": ("pounds", "pence"),
    "INR": ("rupees", "paise"),
    "HKD": ("Hong Kong dollars", "cents"),
}


def sum_in(
    chance: random.Random, language: str, form: str, currency: str | None, minor: int
) -> str:
    """Write a sum of minor units; ``form``: ``words`` or none."""
    whole, cents = divmod(minor, 100)
    if language == "zh":
        return _chinese(chance, form, currency or "CNY", whole, cents)
    currency = currency or "USD"
    if form:
        name, part = _NAMES[currency]
        return f"{_worded(whole)} {name}" + (f" and {english_words(cents)} {part}" if cents else "")
    grouped = _lakhs(whole) if currency == "INR" else f"{whole:,}"
    tail = f".{cents:02d}" if cents else chance.choice(("", ".00"))
    ways = {
        "USD": (f"${grouped}{tail}", f"USD {grouped}{tail}", f"{grouped}{tail} USD"),
        "GBP": (f"£{grouped}{tail}", f"£{whole}{tail}", f"GBP {grouped}{tail}"),
        "HKD": (f"HK${grouped}{tail}", f"HKD {grouped}{tail}", f"HK${whole}{tail}"),
        "INR": (
            f"Rs. {grouped}{tail}",
            f"₹{grouped}{tail}",
            f"INR {whole}{tail}",
            f"Rs {whole}{tail}",
        ),
    }
    if currency == "INR" and not cents:
        return chance.choice((*ways["INR"], f"Rs.{grouped}/-"))
    return chance.choice(ways[currency])


def _lakhs(whole: int) -> str:
    """Write a number with a comma above the last three digits, and then above each two.

    >>> _lakhs(1234567), _lakhs(850)
    ('12,34,567', '850')
    """
    head, tail = divmod(whole, _THOUSAND)
    if not head:
        return str(tail)
    rest, last = divmod(head, 100)
    return (f"{_lakhs_of(rest)},{last:02d}" if rest else str(last)) + f",{tail:03d}"


def _lakhs_of(number: int) -> str:
    rest, last = divmod(number, 100)
    return f"{_lakhs_of(rest)},{last:02d}" if rest else str(last)


def _worded(whole: int) -> str:
    """Write a number below a million in words.

    >>> _worded(1203)
    'one thousand two hundred and three'
    """
    thousands, rest = divmod(whole, _THOUSAND)
    parts = [f"{english_words(thousands)} thousand"] if thousands else []
    return " ".join([*parts, english_words(rest)] if rest or not parts else parts)


def _chinese(chance: random.Random, form: str, currency: str, whole: int, cents: int) -> str:
    tail = f".{cents:02d}" if cents else chance.choice(("", ".00"))
    if currency == "HKD":
        return chance.choice(
            (f"HK${whole:,}{tail}", f"港币{whole:,}{tail}元", f"{whole}{tail}港元")
        )
    if form:
        jiao, fen = divmod(cents, 10)
        parts = f"{chinese_words(jiao)}角" if jiao else "零" if fen else ""
        return f"{_han(whole)}元{parts}" + (f"{chinese_words(fen)}分" if fen else "")
    ways = (f"{whole}{tail}元", f"{whole:,}{tail}元", f"￥{whole:,}{tail}", f"RMB{whole:,}{tail}")
    return chance.choice(
        (*ways, f"CNY {whole}{tail}", f"{whole}{tail}块", f"人民币{whole}{tail}元")
    )


def _han(whole: int) -> str:
    """Write a number below a hundred million in Chinese numerals.

    >>> _han(12030), _han(3405), _han(20005)
    ('一万二千零三十', '三千四百零五', '二万零五')
    """
    if whole >= _TEN_THOUSAND:
        head, rest = divmod(whole, _TEN_THOUSAND)
        gap = "零" if 0 < rest < _THOUSAND else ""
        return f"{_han(head)}万{gap}" + (_han(rest) if rest else "")
    if whole >= _THOUSAND:
        head, rest = divmod(whole, _THOUSAND)
        gap = "零" if 0 < rest < 100 else ""  # noqa: PLR2004
        return f"{chinese_words(head)}千{gap}" + (_ten(rest) if rest else "")
    return chinese_words(whole)


def _ten(rest: int) -> str:
    """Write what follows a thousand: 一十二, not 十二."""
    return f"一{chinese_words(rest)}" if 10 <= rest < 20 else chinese_words(rest)  # noqa: PLR2004
