"""Numbers of registered letters: UPU standard S10, as ``RR123456785GB``.

Two letters name the service, eight digits the item, the ninth is a check, two letters name the
country of posting (ISO 3166-1 alpha-2).
"""

from __future__ import annotations

import re

_FORM = re.compile(r"([A-Z]{2})(\d{8})(\d)([A-Z]{2})")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
SERIAL_MAX = 99_999_999


def s10_number(service: str, serial: int, country: str) -> str:
    """Return the number of an item; ``ValueError`` for parts that make none.

    The example is the standard's own.

    >>> s10_number("RR", 47312482, "GB")
    'RR473124829GB'
    """
    number = f"{service}{serial:08d}{_check(serial)}{country}"
    if not 0 <= serial <= SERIAL_MAX or not _FORM.fullmatch(number):
        raise ValueError(f"{service!r}, {serial} and {country!r} make no number of the post.")
    return number


def s10_read(text: str) -> str | None:
    """Return a number as it is printed, without spaces; none where it is wrong.

    >>> s10_read("rr 473 124 829 gb")
    'RR473124829GB'
    >>> s10_read("RR473124828GB") is None
    True
    """
    plain = "".join(text[:40].split()).upper()
    found = _FORM.fullmatch(plain)
    if found is None or int(found[3]) != _check(int(found[2])):
        return None
    return plain


def _check(serial: int) -> int:
    digits = map(int, f"{max(serial, 0):08d}")
    rest = 11 - sum(digit * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    return {10: 0, 11: 5}.get(rest, rest)
