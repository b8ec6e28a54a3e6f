"""Money: integer minor units inside, ``Decimal`` only where it is read or shown."""

from __future__ import annotations

from decimal import Decimal

from forbear.core.money.currencies import MINOR_DIGITS

__all__ = ["MINOR_DIGITS", "major_units"]


def major_units(minor: int, currency: str) -> Decimal:
    """Return an amount in whole units, exactly.

    >>> major_units(123456, "CNY")
    Decimal('1234.56')
    """
    return Decimal(minor).scaleb(-MINOR_DIGITS[currency])
