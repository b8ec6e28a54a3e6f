"""How many parts a text message has."""

from __future__ import annotations

# The alphabet of 3GPP TS 23.038, section 6.2.1, and its extension, whose signs count double.
_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_EXTENDED = frozenset("^{}\\[~]|€\f")
_GSM7_ONE, _GSM7_EACH = 160, 153
_UCS2_ONE, _UCS2_EACH = 70, 67


def sms_parts(text: str) -> int:
    """Return how many parts a network sends for ``text``: 0 for none.

    A sign that GSM 7-bit lacks makes the whole text UCS-2. A sign that takes two units is never
    cut in half between parts.

    >>> sms_parts("a" * 160), sms_parts("a" * 161), sms_parts("中" * 70), sms_parts("中" * 71)
    (1, 2, 1, 2)
    """
    if not text:
        return 0
    if all(sign in _GSM7 or sign in _GSM7_EXTENDED for sign in text):
        return _parts([1 if sign in _GSM7 else 2 for sign in text], _GSM7_ONE, _GSM7_EACH)
    return _parts([1 if ord(sign) <= 0xFFFF else 2 for sign in text], _UCS2_ONE, _UCS2_EACH)  # noqa: PLR2004 - end of the basic plane


def _parts(units: list[int], one: int, each: int) -> int:
    if sum(units) <= one:
        return 1
    count, used = 1, 0
    for unit in units:
        if used + unit > each:
            count, used = count + 1, 0
        used += unit
    return count
