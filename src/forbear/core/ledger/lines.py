"""Lines that explain a charge: on what sum, for which days, at what rate, by which term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from forbear.core.money.rounding import split

GRAIN = 10**8  # grains of a minor unit
Status = Literal["posted", "accrued", "conditional"]


@dataclass(slots=True)
class InterestLine:
    """Interest of equal days: ``sum_minor`` stood for ``days`` from ``from_on``.

    ``balance`` is the lot of principal, or the charges, that bore it. ``grains`` is the interest
    of all these days together. ``rate_e10`` is for each ``per``; ``basis`` is the days of a year.
    """

    balance: str
    from_on: date
    days: int
    sum_minor: int
    grains: int
    rate_e10: int
    per: str
    basis: int | None
    term: str
    component: str = "interest"
    posted_on: date | None = None

    def copied(self, balance: str) -> InterestLine:
        """Return a copy under another name of its balance."""
        return InterestLine(
            balance,
            self.from_on,
            self.days,
            self.sum_minor,
            self.grains,
            self.rate_e10,
            self.per,
            self.basis,
            self.term,
            self.component,
            self.posted_on,
        )

    @property
    def to_on(self) -> date:
        """The last day counted."""
        return self.from_on + timedelta(days=self.days - 1)


@dataclass(frozen=True, slots=True)
class FeeLine:
    """A fee and how it came about. ``base_minor`` is what a rate was taken of."""

    component: str
    name: str
    on: date
    amount_minor: int
    term: str
    event_id: str = ""
    base_minor: int | None = None
    base: str = ""
    rate_e10: int | None = None


def micro_text(grains: int) -> str:
    """Return grains as decimal text of minor units with six places, half up.

    >>> micro_text(1_250_000_000_049)
    '12500.000000'
    """
    whole, rest = divmod((grains + 50) // 100, 10**6)
    return f"{whole}.{rest:06d}"


def scale(lines: list[InterestLine], total: int, kept: int, whole: int) -> list[InterestLine]:
    """Return lines for the part of a sum that was not paid: ``kept`` of ``whole``.

    Their grains sum to ``total`` exactly.
    """
    if not lines or total <= 0:
        return []
    weights = [line.grains for line in lines]
    shares = split(total, weights if any(weights) else [1] * len(lines))
    return [
        InterestLine(
            balance=line.balance,
            from_on=line.from_on,
            days=line.days,
            sum_minor=line.sum_minor * kept // whole,
            grains=grains,
            rate_e10=line.rate_e10,
            per=line.per,
            basis=line.basis,
            term=line.term,
            component=line.component,
        )
        for line, grains in zip(lines, shares, strict=True)
    ]
