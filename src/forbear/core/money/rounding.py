"""Rounding a fraction to a whole number, by name, and splitting without loss. Integers only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

RoundingName = Literal["half_up", "half_even", "down", "up"]
ROUNDINGS: tuple[RoundingName, ...] = get_args(RoundingName)


def rounded(numerator: int, denominator: int, rounding: RoundingName) -> int:
    """Return ``numerator`` over ``denominator`` as a whole number.

    ``half_up``: half away from zero; ``half_even``: half to the even neighbour; ``down``: towards
    zero; ``up``: away from zero. The denominator is positive; ``ValueError`` if it is not.

    >>> rounded(5, 2, "half_up"), rounded(5, 2, "half_even"), rounded(-5, 2, "half_up")
    (3, 2, -3)
    """
    if denominator <= 0:
        raise ValueError(f"the denominator is {denominator}; it must be positive")
    whole, rest = divmod(abs(numerator), denominator)
    match rounding:
        case "half_up":
            whole += 2 * rest >= denominator
        case "half_even":
            whole += 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1)
        case "up":
            whole += rest > 0
        case "down":
            pass
        case _:
            raise ValueError(f"{rounding!r} is no rounding; use {', '.join(ROUNDINGS)}")
    return whole if numerator >= 0 else -whole


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Split an amount by weights so that the parts sum to it exactly.

    The units that are left over go to the largest remainders, the first among equals. Weights are
    not negative and not all zero; ``ValueError`` if they are.

    >>> split(100, [1, 1, 1])
    [34, 33, 33]
    """
    total = sum(weights)
    if total <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("weights must not be negative and not all be zero")
    sign = 1 if amount >= 0 else -1
    parts, rests = [], []
    for index, weight in enumerate(weights):
        part, rest = divmod(abs(amount) * weight, total)
        parts.append(part)
        rests.append((-rest, index))
    for _, index in sorted(rests)[: abs(amount) - sum(parts)]:
        parts[index] += 1
    return [sign * part for part in parts]
