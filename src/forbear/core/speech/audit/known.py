"""Every sum, rate, day and count that the facts bear out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from forbear.core.speech.audit.values import Facts

_TWELVE, _YEAR = Decimal(12), (Decimal(360), Decimal(365), Decimal(366))


@dataclass(frozen=True)
class Known:
    """What may truly be said in figures. An empty set says that nothing is known."""

    sums: dict[str, frozenset[int]]
    every: frozenset[int]
    whole: frozenset[int]
    rates: frozenset[tuple[Decimal, str]]
    shares: frozenset[Fraction]
    deadlines: frozenset[date]
    days: frozenset[date]
    months: frozenset[int]
    knows_sums: bool
    knows_rates: bool
    knows_offers: bool


def known_of(facts: Facts) -> Known:
    """Work out what the facts bear out."""
    parts = {
        name: value
        for name, value in (
            ("principal", facts.overdue_principal_minor),
            ("late_fee", facts.late_fee_minor),
            ("interest", facts.interest_minor),
        )
        if value is not None
    }
    totals = {
        sum(parts[name] for name in chosen)
        for size in range(1, len(parts) + 1)
        for chosen in combinations(parts, size)
    }
    sums: dict[str, set[int]] = {
        "principal": {parts["principal"]} if "principal" in parts else set(),
        "late_fee": {parts["late_fee"]} if "late_fee" in parts else set(),
        "interest": {parts["interest"]} if "interest" in parts else set(),
        "overdue": set(totals),
        "balance": set(totals),
        "minimum": {facts.min_payment_minor} if facts.min_payment_minor is not None else set(),
    }
    if facts.balance_minor is not None:
        sums["balance"].add(facts.balance_minor)
        if "principal" not in parts:
            # what is left of a balance when its fees and interest are told apart
            sums["principal"] = {facts.balance_minor - total for total in totals}
    if facts.earlier_balance_minor is not None:
        sums["balance"].add(facts.earlier_balance_minor)
    offered = _offered(facts, totals)
    every = set().union(*sums.values(), offered)
    sums["offer"] = offered
    return Known(
        {name: frozenset(values) for name, values in sums.items()},
        frozenset(every),
        frozenset(() if facts.balance_minor is None else (facts.balance_minor,)),
        frozenset(_rates(facts)),
        frozenset(_shares(facts)),
        frozenset(_deadlines(facts)),
        frozenset(day for day in (facts.due_date, facts.visit_date) if day),
        frozenset(offer.months for offer in facts.offers or () if offer.months is not None),
        facts.balance_minor is not None or bool(parts),
        facts.apr is not None or facts.daily_rate is not None,
        facts.offers is not None,
    )


def _offered(facts: Facts, totals: set[int]) -> set[int]:
    result: set[int] = set()
    for offer in facts.offers or ():
        if offer.amount_minor is not None:
            result.add(offer.amount_minor)
            if facts.balance_minor is not None:
                result.add(facts.balance_minor - offer.amount_minor)
            result |= {total - offer.amount_minor for total in totals if total > offer.amount_minor}
            if facts.min_payment_minor is not None:
                result.add(facts.min_payment_minor - offer.amount_minor)
        if offer.monthly_minor is not None:
            result.add(offer.monthly_minor)
            if offer.months is not None:
                result.add(offer.monthly_minor * offer.months)
        elif offer.months and facts.balance_minor is not None:
            result.add(facts.balance_minor // offer.months)
            result.add(-(-facts.balance_minor // offer.months))
    return result


def _rates(facts: Facts) -> set[tuple[Decimal, str]]:
    result: set[tuple[Decimal, str]] = set()
    yearly = [
        rate
        for rate in (facts.apr, *(offer.apr for offer in facts.offers or ()))
        if rate is not None
    ]
    for rate in yearly:
        result |= {(rate, "year"), (rate / _TWELVE, "month")}
        result |= {(rate / days, "day") for days in _YEAR}
    if facts.daily_rate is not None:
        result |= {(facts.daily_rate, "day"), (facts.daily_rate * 30, "month")}
        result |= {(facts.daily_rate * days, "year") for days in _YEAR}
    return result


def _shares(facts: Facts) -> set[Fraction]:
    """Return shares of the balance that offers stand for, in either direction."""
    if not facts.balance_minor:
        return set()
    result = {Fraction(0), Fraction(1)}
    for offer in facts.offers or ():
        if offer.amount_minor is not None:
            share = Fraction(offer.amount_minor, facts.balance_minor)
            result |= {share, 1 - share}
    return result


def _deadlines(facts: Facts) -> set[date]:
    days = {offer.expires for offer in facts.offers or () if offer.expires}
    if facts.deadline:
        days.add(facts.deadline)
    return days
