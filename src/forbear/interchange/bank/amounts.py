"""Amounts and days of bank files, exactly: digits are moved, never computed with a float."""

from __future__ import annotations

import re
from datetime import date

from forbear.core.money import MINOR_DIGITS
from forbear.interchange.bank.entries import Finding

_POINT = re.compile(r"([0-9]{1,18})(?:\.([0-9]{0,18}))?", re.ASCII)
_COMMA = re.compile(r"([0-9]{1,18}),([0-9]{0,18})", re.ASCII)
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.*|Z|[+-][0-9]{2}:[0-9]{2})?", re.ASCII)
# no text of a payment needs them, and a database may refuse them
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# Eighteen digits always fit into 64 bits.
_MINOR_MAX = 10**18


class Unreadable(Exception):  # noqa: N818 - caught where the place is known
    """A value that cannot be taken; says why."""

    def __init__(self, code: str, reason: str) -> None:
        """Take the stable code of the finding and its words."""
        super().__init__(reason)
        self.code = code

    def at(self, place: str) -> Finding:
        """Return the finding for that place: what stood there is left out."""
        return Finding(self.code, place, str(self), is_left_out=True)


def amount_minor(text: str, currency: str, *, comma: bool = False) -> int:
    """Return an unsigned amount in minor units of its currency; ``Unreadable`` if it has none.

    Zeros beyond the digits of the currency are dropped; anything else there is refused.

    >>> amount_minor("8.850", "EUR"), amount_minor("12,5", "EUR", comma=True)
    (885, 1250)
    """
    digits = MINOR_DIGITS.get(currency)
    if digits is None:
        raise Unreadable("UNKNOWN_CURRENCY", f"{currency or 'no currency'!r} is not in ISO 4217")
    match = (_COMMA if comma else _POINT).fullmatch(text.strip())
    if match is None:
        raise Unreadable("BAD_AMOUNT", f"{text[:40]!r} is not an amount")
    whole, after = match[1], match[2] or ""
    kept, beyond = after[:digits].ljust(digits, "0"), after[digits:].strip("0")
    if beyond:
        raise Unreadable("BAD_AMOUNT", f"{text[:40]!r} has more decimals than {currency} has")
    value = int(whole + kept)
    if value >= _MINOR_MAX:
        raise Unreadable("BAD_AMOUNT", f"{text[:40]!r} is too large")
    return value


def nonzero(minor: int) -> int:
    """Return the amount; ``Unreadable`` if it is zero, since then nothing moved."""
    if minor == 0:
        raise Unreadable("ZERO_AMOUNT", "the amount is zero: there is nothing to post")
    return minor


def day(text: str) -> date:
    """Return the day of an ISO date or moment, as it stands there; ``Unreadable`` if it is none."""
    match = _DAY.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise Unreadable("BAD_DATE", f"{text[:40]!r} is not a day") from None


def said(text: str | None) -> str:
    """Return a text with its spaces in order; what banks write for "nothing" is nothing."""
    plain = " ".join(_CONTROL.sub(" ", text or "").split())
    return "" if plain.upper() in {"NOTPROVIDED", "NONREF", "NOT PROVIDED", "NOREF"} else plain
