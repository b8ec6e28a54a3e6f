"""What may be charged for collecting outside of court, by a scale of the principal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class CostBand:
    """A part of the principal up to ``up_to_minor`` (none: the rest) and its rate.

    ``rate`` is in hundredths of a per cent.
    """

    up_to_minor: int | None
    rate: int


@dataclass(frozen=True, slots=True)
class CostScale:
    """The scale of a place, with its least and greatest sum in minor units of ``currency``."""

    place: str
    currency: str
    begins: date
    at_least_minor: int
    at_most_minor: int
    bands: tuple[CostBand, ...]
    cite: str
    confidence: str


def collection_cost(scale: CostScale, principal_minor: int) -> int:
    """Return what may be charged at most for a principal, in minor units; nothing for nothing.

    What is less than a minor unit is left out.
    """
    if principal_minor <= 0:
        return 0
    shares, lower = 0, 0
    for band in scale.bands:
        upper = principal_minor if band.up_to_minor is None else band.up_to_minor
        shares += max(0, min(principal_minor, upper) - lower) * band.rate
        lower = upper
    return min(max(shares // _WHOLE, scale.at_least_minor), scale.at_most_minor)
