"""Money: integer minor units inside, ``Decimal`` only where it is read or shown."""

from __future__ import annotations

from decimal import Decimal

# ISO 4217: digits after the point of each currency that Forbear knows.
MINOR_DIGITS = {"CNY": 2, "USD": 2, "GBP": 2, "EUR": 2, "AUD": 2, "INR": 2}


def major_units(minor: int, currency: str) -> Decimal:
    """Return an amount in whole units, exactly.

    >>> major_units(123456, "CNY")
    Decimal('1234.56')
    """
    return Decimal(minor).scaleb(-MINOR_DIGITS[currency])
