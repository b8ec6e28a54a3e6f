"""Every sum, rate, day and count that the facts bear out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from forbear.core.speech.audit.values import Facts

_TWELVE, _YEAR = Decimal(12), (Decimal(360), Decimal(365), Decimal(366))


@dataclass(frozen=True)
class Known:
    """What may truly be said in figures. An empty set says that nothing is known."""

    facts: Facts

    @cached_property
    def _parts(self) -> dict[str, int]:
        facts = self.facts
        return {
            name: value
            for name, value in (
                ("principal", facts.overdue_principal_minor),
                ("late_fee", facts.late_fee_minor),
                ("interest", facts.interest_minor),
            )
            if value is not None
        }

    @cached_property
    def sums(self) -> dict[str, frozenset[int]]:
        """The true sums of each role; an offer's sums are under ``offer``."""
        return _sums(self.facts, self._parts)

    @cached_property
    def every(self) -> frozenset[int]:
        """Every true sum."""
        return frozenset().union(*self.sums.values())

    @property
    def whole(self) -> frozenset[int]:
        """The balance alone."""
        balance = self.facts.balance_minor
        return frozenset(() if balance is None else (balance,))

    @cached_property
    def rates(self) -> frozenset[tuple[Decimal, str]]:
        """The true rates, each with its period."""
        return frozenset(_rates(self.facts))

    @cached_property
    def shares(self) -> frozenset[Fraction]:
        """The shares of the balance that offers stand for."""
        return frozenset(_shares(self.facts))

    @cached_property
    def deadlines(self) -> frozenset[date]:
        """The last days of offers and acts."""
        return frozenset(_deadlines(self.facts))

    @cached_property
    def days(self) -> frozenset[date]:
        """The day that something is due, and that of a visit."""
        return frozenset(day for day in (self.facts.due_date, self.facts.visit_date) if day)

    @cached_property
    def months(self) -> frozenset[int]:
        """How many months offers run."""
        offers = self.facts.offers or ()
        return frozenset(offer.months for offer in offers if offer.months is not None)

    @cached_property
    def pause_months(self) -> frozenset[int]:
        """How many months payments may pause."""
        offers = self.facts.offers or ()
        return frozenset(
            offer.months
            for offer in offers
            if offer.months is not None and offer.type == "payment_pause"
        )

    @cached_property
    def of_plans(self) -> frozenset[int]:
        """What the plans on offer cost a month, and in all."""
        plans = [offer for offer in self.facts.offers or () if offer.monthly_minor is not None]
        return frozenset(
            sum_
            for offer in plans
            for sum_ in (offer.monthly_minor, (offer.monthly_minor or 0) * (offer.months or 1))
            if sum_ is not None
        )

    @property
    def knows_sums(self) -> bool:
        """Whether any sum of the account is known."""
        return self.facts.balance_minor is not None or bool(self._parts)

    @property
    def knows_rates(self) -> bool:
        """Whether any rate of the account is known."""
        return self.facts.apr is not None or self.facts.daily_rate is not None

    @property
    def knows_offers(self) -> bool:
        """Whether it is known what is offered."""
        return self.facts.offers is not None


def _sums(facts: Facts, parts: dict[str, int]) -> dict[str, frozenset[int]]:
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
    sums["offer"] = _offered(facts, totals)
    return {name: frozenset(values) for name, values in sums.items()}


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
