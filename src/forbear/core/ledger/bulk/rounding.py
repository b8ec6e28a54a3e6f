"""Named rounding and shares of columns that are not negative, in whole numbers."""

from __future__ import annotations

from math import gcd

import polars as pl

from forbear.core.money.rounding import RoundingName

E10 = 10**10
_GRAINS_A_MICRO = 100  # 10^-8 to 10^-6 of a minor unit
_MICROS_A_MINOR = 1_000_000


def whole(above: pl.Expr, below: int, rounding: RoundingName) -> pl.Expr:
    """Return ``above / below`` as a whole number; ``above`` is not negative, ``below`` positive."""
    match rounding:
        case "half_up":
            return (above + below // 2) // below
        case "up":
            return (above + (below - 1)) // below
        case "down":
            return above // below
        case "half_even":
            floor, twice = above // below, (above % below) * 2
            is_up = (twice > below) | ((twice == below) & (floor % 2 == 1))
            return floor + is_up.cast(pl.Int64)


def reduced(rate_e10: int) -> tuple[int, int]:
    """Return a rate as a fraction in its lowest terms, which keeps products small."""
    shared = gcd(rate_e10, E10)
    return rate_e10 // shared, E10 // shared


def share(amount: pl.Expr, rate_e10: int, rounding: RoundingName) -> pl.Expr:
    """Return a rate of an amount in minor units."""
    up, down = reduced(rate_e10)
    return whole(amount * up, down, rounding)


def posted(grains: pl.Expr, rounding: RoundingName) -> pl.Expr:
    """Return a sum of grains in minor units: to 10^-6 of one half up, then by the terms."""
    return whole(whole(grains, _GRAINS_A_MICRO, "half_up"), _MICROS_A_MINOR, rounding)
