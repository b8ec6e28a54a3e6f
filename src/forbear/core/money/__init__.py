"""Money: integer minor units inside, ``Decimal`` only where it is read or shown."""

from __future__ import annotations

from decimal import Decimal

from forbear.core.money.currencies import MINOR_DIGITS
from forbear.core.money.rounding import ROUNDINGS, RoundingName, rounded, split

__all__ = ["MINOR_DIGITS", "ROUNDINGS", "RoundingName", "major_units", "rounded", "split"]


def major_units(minor: int, currency: str) -> Decimal:
    """Return an amount in whole units, exactly.

    >>> major_units(123456, "CNY"), major_units(1234, "JPY")
    (Decimal('1234.56'), Decimal('1234'))
    """
    return Decimal((minor < 0, Decimal(abs(minor)).as_tuple().digits, -MINOR_DIGITS[currency]))
