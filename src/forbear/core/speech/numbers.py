"""Telephone numbers: one even form, and the ways in which others may have written it."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, timezone

_FORM = re.compile(r"(?:\+|00)?[0-9][0-9 ().\-/]{4,24}")
_ZONES_MAX = 2  # a number that may be from more zones says nothing of the hour
_DIGITS_MIN = 7  # with its country; the shortest that E.164 knows in use


def number_parsed(value: str) -> PhoneNumber | None:
    """Return the number that ``value`` is, if it names its country; ``None`` if it is none.

    With or without the plus, as networks write it: ``8613800138000`` is ``+8613800138000``.
    """
    text = value.strip()
    if not _FORM.fullmatch(text):
        return None
    digits = re.sub(r"[^0-9]", "", text)
    if text.startswith("00"):
        digits = digits[2:]
    if len(digits) < _DIGITS_MIN:
        return None
    try:
        number = phonenumbers.parse(f"+{digits}")
    except NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def number_even(value: str) -> str | None:
    """Return ``value`` as E.164 writes it, or ``None`` if it is no number with its country.

    >>> number_even("0086 138-0013-8000"), number_even("Larkfield")
    ('+8613800138000', None)
    """
    number = number_parsed(value)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if number else None


def number_nation(value: str) -> str | None:
    """Return the nation that a number belongs to (ISO 3166-1), or ``None`` if it is not known.

    >>> number_nation("+12025550123"), number_nation("+8613800138000")
    ('US', 'CN')
    """
    number = number_parsed(value)
    if number is None:
        return None
    region = phonenumbers.region_code_for_number(number)
    if region is None:
        # a reserved number of no operator still has its country's code
        region = phonenumbers.region_code_for_country_code(number.country_code or 0)
    return region if region and region.isalpha() and region != "ZZ" else None


def number_zones(value: str) -> tuple[ZoneInfo, ...]:
    """Return the time zones that a number is from; none where it could be from anywhere.

    >>> [str(zone) for zone in number_zones("+12025550123")]
    ['America/New_York']
    """
    number = number_parsed(value)
    names = timezone.time_zones_for_number(number) if number else ()
    if not 0 < len(names) <= _ZONES_MAX or timezone.UNKNOWN_TIMEZONE in names:
        return ()
    return tuple(ZoneInfo(name) for name in names)


def number_spellings(value: str) -> tuple[str, ...]:
    """Return ``value`` as it came and every way in which a record may hold the same number."""
    number = number_parsed(value)
    if number is None:
        return (value,)
    forms = (
        phonenumbers.format_number(number, PhoneNumberFormat.E164),
        phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL),
        phonenumbers.format_number(number, PhoneNumberFormat.RFC3966),
    )
    digits = forms[0][1:]
    return tuple(dict.fromkeys((value, *forms, digits, f"00{digits}")))
