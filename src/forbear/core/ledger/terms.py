"""The terms of a card product, as values. Each set is dated: the newest ``since`` is in force."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from forbear.core.money.rounding import RoundingName

Per = Literal["day", "month", "year"]
Kind = Literal["purchase", "cash_advance", "transfer", "instalment"]
KINDS: tuple[Kind, ...] = ("purchase", "cash_advance", "transfer", "instalment")
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of interest, ``rate_e10`` in units of 10^-10 for each day, month or year.

    ``basis`` is the number of days of a year (for month and year); ``None`` stands for the actual
    number, 366 in a leap year. ``until`` is the last day of an introductory rate, after which
    ``then_e10`` applies, per the same unit.
    """

    rate_e10: int
    per: Per = "year"
    basis: int | None = 365
    until: date | None = None
    then_e10: int | None = None

    def on(self, day: date) -> int:
        """Return the ``rate_e10`` that applies on a day."""
        if self.until is not None and self.then_e10 is not None and day > self.until:
            return self.then_e10
        return self.rate_e10

    def fraction(self, day: date) -> tuple[int, int]:
        """Return the rate of one day as ``(numerator_e10, days)``: a month is 1/12 of a year."""
        rate = self.on(day)
        if self.per == "day":
            return rate, 1
        days = self.basis if self.basis is not None else year_days(day.year)
        return (rate * MONTHS_A_YEAR if self.per == "month" else rate), days

    def yearly_e10(self, day: date) -> int:
        """Return the rate of a year, for ranking rates: a daily one counts 365 times."""
        rate = self.on(day)
        return rate * {"day": 365, "month": MONTHS_A_YEAR, "year": 1}[self.per]


@dataclass(frozen=True, slots=True)
class Cycle:
    """When statements are made and when they fall due. A short month uses its last day."""

    statement_day: int
    due_days: int | None = None  # days after the statement
    due_day: int | None = None  # or a day of the month, on or after the statement

    def next_statement(self, after: date) -> date:
        """Return the first statement day after a day."""
        found = day_of_month(after.year, after.month, self.statement_day)
        if found > after:
            return found
        years, month = divmod(after.month, MONTHS_A_YEAR)
        return day_of_month(after.year + years, month + 1, self.statement_day)

    def due_on(self, statement_on: date) -> date:
        """Return the day on which a statement falls due."""
        if self.due_days is not None:
            return statement_on + timedelta(days=self.due_days)
        day = self.due_day or statement_on.day
        found = day_of_month(statement_on.year, statement_on.month, day)
        if found >= statement_on:
            return found
        years, month = divmod(statement_on.month, MONTHS_A_YEAR)
        return day_of_month(statement_on.year + years, month + 1, day)


@dataclass(frozen=True, slots=True)
class Grace:
    """Paid within ``days`` after the due date is on time; a shortfall of ``amount`` is paid."""

    days: int = 0
    amount_minor: int = 0


@dataclass(frozen=True, slots=True)
class InterestFree:
    """What happens to a purchase's interest-free time if the statement is not paid in full."""

    loss: Literal["whole", "unpaid"] = "whole"
    since: Literal["posting", "statement"] = "posting"
    regained: Literal["each_statement", "after_full_payment"] = "each_statement"


@dataclass(frozen=True, slots=True)
class LateFee:
    """A late fee: a rate of what is unpaid, or a fixed amount with another for a repeat."""

    rate_e10: int | None = None
    of: Literal["unpaid_minimum", "overdue_principal"] = "unpaid_minimum"
    floor_minor: int = 0
    cap_minor: int | None = None
    fixed_minor: int | None = None
    repeat_minor: int | None = None
    repeat_cycles: int = 6
    not_above: Literal["minimum"] | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way of working out a minimum: a share of principal or of the whole balance."""

    principal_e10: int | None = None
    interest: bool = False
    fees: bool = False
    balance_e10: int | None = None


@dataclass(frozen=True, slots=True)
class Minimum:
    """The minimum payment: the largest of ``any_of``; what is past due is always added."""

    any_of: tuple[Alternative, ...]
    floor_minor: int = 0
    over_limit: bool = False
    round_up_to_minor: int = 1


@dataclass(frozen=True, slots=True)
class Allocation:
    """The order in which a payment settles what is owed."""

    order: tuple[str, ...] = ("interest", "fees", "principal")
    principal: str | tuple[str, ...] = "highest_rate"  # or "oldest", or lots by name
    above_minimum: Literal["highest_rate"] | None = None
    late_after_days: int | None = None
    late_order: tuple[str, ...] = ("principal", "interest", "fees")


@dataclass(frozen=True, slots=True)
class ChargeOff:
    """Whether interest and late fees go on after a charge-off."""

    interest: bool = False
    fees: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """One dated set of terms. ``None`` for a part means that there is no such thing."""

    since: date
    currency: str
    rates: dict[Kind, Rate] = field(hash=False)
    minimum: Minimum
    cycle: Cycle | None = None
    grace: Grace = Grace()
    interest_free: InterestFree | None = None
    compounding: Literal["none", "statement", "daily"] = "none"
    interest_on_fees: bool = False
    late_fee: LateFee | None = None
    allocation: Allocation = Allocation()
    rounding: RoundingName = "half_up"
    charge_off: ChargeOff = ChargeOff()
    sources: dict[str, str] = field(default_factory=dict, hash=False)  # a term -> where it is set

    def rate(self, kind: Kind) -> Rate:
        """Return the rate of a kind of principal; a missing one has the purchase rate."""
        return self.rates.get(kind) or self.rates["purchase"]


def source_of(terms: Terms, term: str) -> str:
    """Return where a term is written, as its terms say; empty if they do not."""
    while term:
        if term in terms.sources:
            return terms.sources[term]
        term = term.rpartition(".")[0]
    return ""


def terms_on(terms: Sequence[Terms], day: date) -> Terms:
    """Return the terms in force on a day: the newest that began by then, else the first."""
    found = terms[0]
    for each in terms:
        if each.since > day:
            break
        found = each
    return found


def day_of_month(year: int, month: int, day: int) -> date:
    """Return a day of a month, or the month's last day if it is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def year_days(year: int) -> int:
    """Return the number of days of a year."""
    return 366 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 365
