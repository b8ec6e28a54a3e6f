"""What a day costs under a product: the daily rate of each balance, and the days it stays so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import gcd

from forbear.core.ledger.lines import GRAIN
from forbear.core.ledger.state import LOTS
from forbear.core.ledger.terms import Kind, Rate, Terms, terms_on

# The rate that each balance bears, and where its interest goes.
_KIND_OF: dict[str, Kind] = {
    "purchase_new": "purchase",
    "purchase_billed": "purchase",
    "purchase_owed": "purchase",
    "cash_advance": "cash_advance",
    "transfer": "transfer",
    "instalment": "instalment",
    "fees": "purchase",
    "on_interest": "purchase",
}
INTO = dict.fromkeys(_KIND_OF, "accrued") | {
    "purchase_new": "deferred_new",
    "purchase_billed": "deferred_since",
    "on_interest": "accrued_on_interest",
}
_MAY_STAY_FREE = ("purchase_new", "purchase_billed")
_GRAIN_DIVISOR = 10**10 // GRAIN
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Daily:
    """The interest of one day: ``balance * up / down`` grains, rounded half up.

    ``rate_e10`` and ``year_days`` are the rate as it is told: of a year of that many days, or of a
    day if they are 1. The fraction is reduced.
    """

    up: int
    down: int
    rate_e10: int
    year_days: int


@dataclass(frozen=True, slots=True)
class Tariff:
    """What one day costs: the daily rate of each balance that bears interest."""

    rates: tuple[tuple[str, Daily], ...]
    is_daily: bool  # the interest of each day bears interest the next day
    is_off_after_charge_off: bool


def daily(rate: Rate, day: date) -> Daily:
    """Return the rate of one day as a reduced fraction of grains to minor units."""
    rate_e10, year_days = rate.fraction(day)
    shared = gcd(rate_e10, _GRAIN_DIVISOR * year_days)
    return Daily(rate_e10 // shared, _GRAIN_DIVISOR * year_days // shared, rate_e10, year_days)


def tariff(terms: Terms, day: date) -> Tariff:
    """Return what a day costs under the terms in force on it."""
    balances = [lot for lot in LOTS if terms.interest_free or lot not in _MAY_STAY_FREE]
    if terms.interest_on_fees:
        balances.append("fees")
    if terms.compounding != "none":
        balances.append("on_interest")
    rates = ((name, daily(terms.rate(_KIND_OF[name]), day)) for name in balances)
    return Tariff(
        tuple((name, rate) for name, rate in rates if rate.up),
        is_daily=terms.compounding == "daily",
        is_off_after_charge_off=not terms.charge_off.interest,
    )


def stretches(terms: Sequence[Terms], first: date, last: date) -> list[tuple[date, date, Tariff]]:
    """Return the days from ``first`` to ``last``, both counted, cut where their cost changes."""
    found: list[tuple[date, date, Tariff]] = []
    day = first
    while day <= last:
        costs = _tariff_of(tuple(terms), day)
        if found and found[-1][2] == costs:
            found[-1] = (found[-1][0], day, costs)
        else:
            found.append((day, day, costs))
        day += _ONE_DAY
    return found


@lru_cache(maxsize=4096)
def _tariff_of(terms: tuple[Terms, ...], day: date) -> Tariff:
    return tariff(terms_on(terms, day), day)
