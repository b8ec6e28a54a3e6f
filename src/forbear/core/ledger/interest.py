"""Interest of days, in grains: on which balances, at which rate, into which column.

A day's interest on a balance is rounded half up to a grain, 10^-8 of a minor unit. Equal days give
equal grains, so that a quiet stretch is one multiplication.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from forbear.core.ledger.book import Book
from forbear.core.ledger.lines import GRAIN, InterestLine
from forbear.core.ledger.terms import KINDS, Kind, Rate, Terms
from forbear.core.money.rounding import RoundingName, rounded

_E10_TO_GRAINS = 100  # 10^10 of a rate over 10^8 grains
_GRAINS_OF_MICRO = 100  # grains of 10^-6 minor unit
_MICRO = 10**6
KIND_OF: dict[str, Kind] = {
    "cash_advance": "cash_advance",
    "transfer": "transfer",
    "instalment": "instalment",
    "purchase_owed": "purchase",
    "purchase_billed": "purchase",
    "purchase_new": "purchase",
}


@dataclass(frozen=True, slots=True)
class DayRate:
    """A rate on a day: ``balance * numerator / denominator`` is the day's interest in grains."""

    numerator: int
    denominator: int
    rate_e10: int
    per: str
    basis: int | None
    term: str
    yearly_e10: int

    def grains(self, balance: int) -> int:
        """Return the interest of one day on a balance in minor units, rounded half up."""
        twice = 2 * self.denominator
        return (2 * balance * self.numerator + self.denominator) // twice


@dataclass(frozen=True, slots=True)
class RateSheet:
    """The rates of one set of terms on a day, and the last day on which they are the same."""

    kinds: dict[Kind, DayRate]
    through: date | None

    @classmethod
    def of(cls, terms: Terms, day: date) -> RateSheet:
        """Work out the rates of a day."""
        through: date | None = None
        kinds: dict[Kind, DayRate] = {}
        for kind in KINDS:
            rate = terms.rate(kind)
            kinds[kind] = _day_rate(rate, day, f"rates.{kind if kind in terms.rates else KINDS[0]}")
            ends = []
            if rate.until is not None and day <= rate.until:
                ends.append(rate.until)
            if rate.per != "day" and rate.basis is None:
                ends.append(date(day.year, 12, 31))
            through = min([*ends, *([through] if through else [])], default=None)
        return cls(kinds, through)


def _day_rate(rate: Rate, day: date, term: str) -> DayRate:
    numerator, days = rate.fraction(day)
    return DayRate(
        numerator=numerator,
        denominator=_E10_TO_GRAINS * days,
        rate_e10=rate.on(day),
        per=rate.per,
        basis=None if rate.per == "day" else days,
        term=term,
        yearly_e10=rate.yearly_e10(day),
    )


def bears_interest(book: Book, terms: Terms, day: date) -> bool:
    """Return whether interest runs on a day: no pause, no charge-off, no plan that stops it."""
    if book.interest_paused_until is not None and day <= book.interest_paused_until:
        return False
    if book.is_charged_off and not terms.charge_off.interest:
        return False
    return not book.has_plan or book.plan_has_interest


def accrue(book: Book, terms: Terms, sheet: RateSheet, day: date, days: int) -> None:
    """Accrue ``days`` equal days that begin at the end of ``day``.

    More than one day only where nothing changes between them and nothing compounds daily.
    """
    kinds = sheet.kinds
    purchase = kinds["purchase"]
    if terms.compounding != "none":
        _accrue_on_interest(book, terms, purchase, day, days)
    if book.purchase_new and terms.interest_free:
        book.deferred_new += _line(book, "purchase_new", book.purchase_new, purchase, day, days)
    if book.purchase_billed and terms.interest_free:
        book.deferred_since += _line(
            book, "purchase_billed", book.purchase_billed, purchase, day, days
        )
    if book.purchase_owed:
        book.accrued += _line(book, "purchase_owed", book.purchase_owed, purchase, day, days)
    if book.cash_advance:
        rate = kinds["cash_advance"]
        book.accrued += _line(book, "cash_advance", book.cash_advance, rate, day, days)
    if book.transfer:
        book.accrued += _line(book, "transfer", book.transfer, kinds["transfer"], day, days)
    if book.instalment:
        book.accrued += _line(book, "instalment", book.instalment, kinds["instalment"], day, days)
    if terms.interest_on_fees and (fees := book.fees):
        book.accrued += _line(book, "fees", fees, purchase, day, days)


def _accrue_on_interest(book: Book, terms: Terms, rate: DayRate, day: date, days: int) -> None:
    billed = book.interest + book.compound_interest
    if terms.compounding == "statement":
        if billed:
            book.accrued_on_interest += _line(book, "on_interest", billed, rate, day, days)
        return
    grains = book.accrued + book.accrued_on_interest
    if not billed and not grains:
        return
    # the part that is billed, and the part that is still in grains, each rounded to a grain
    found = rate.grains(billed)
    found += (2 * grains * rate.numerator + rate.denominator * GRAIN) // (
        2 * rate.denominator * GRAIN
    )
    book.accrued_on_interest += _put(
        book, "on_interest", billed + grains // GRAIN, found, rate, day, 1
    )


def _line(  # noqa: PLR0917 - called for every balance of every stretch: names cost time
    book: Book, balance: str, amount: int, rate: DayRate, day: date, days: int
) -> int:
    grains = (2 * amount * rate.numerator + rate.denominator) // (2 * rate.denominator) * days
    line = book.trace.open.get(balance)
    if line is None or line.sum_minor != amount:
        _begin(book, balance, amount, grains, rate, day, days)
        return grains
    return _put(book, balance, amount, grains, rate, day, days)


_DEFERRED = ("purchase_new", "purchase_billed")


def _put(  # noqa: PLR0917 - as above
    book: Book, balance: str, amount: int, grains: int, rate: DayRate, day: date, days: int
) -> int:
    """Write a line, or make the last one of this balance longer if nothing changed."""
    line = book.trace.open.get(balance)
    if (
        line is not None
        and line.sum_minor == amount
        and line.rate_e10 == rate.rate_e10
        and line.basis == rate.basis
        and line.per == rate.per
        and line.grains * days == grains * line.days
        and line.from_on + timedelta(days=line.days) == day
    ):
        line.days += days
        line.grains += grains
    else:
        _begin(book, balance, amount, grains, rate, day, days)
    return grains


def _begin(  # noqa: PLR0917 - as above
    book: Book, balance: str, amount: int, grains: int, rate: DayRate, day: date, days: int
) -> None:
    """Begin a new line of a balance."""
    trace = book.trace
    line = InterestLine(
        balance, day, days, amount, grains, rate.rate_e10, rate.per, rate.basis, rate.term
    )
    trace.open[balance] = line
    if balance == "purchase_new":
        trace.deferred_new.append(line)
    elif balance == "purchase_billed":
        trace.deferred_since.append(line)
    else:
        if balance == "on_interest":
            line.component = "compound_interest"
        trace.accrued.append(line)


def posted_amount(grains: int, rounding: RoundingName) -> int:
    """Return what a sum of grains comes to in minor units.

    First half up to 10^-6 of a minor unit, which takes away the error of rounding each day; then
    to the minor unit by the named rounding.

    >>> posted_amount(150_000_000, "half_even"), posted_amount(149_999_960, "half_up")
    (2, 2)
    """
    return rounded((grains + _GRAINS_OF_MICRO // 2) // _GRAINS_OF_MICRO, _MICRO, rounding)


def post_interest(book: Book, terms: Terms, on: date) -> None:
    """Bill what has accrued. The remainder below a minor unit is dropped."""
    for column, component in (
        ("accrued", "interest"),
        ("accrued_on_interest", "compound_interest"),
    ):
        amount = posted_amount(getattr(book, column), terms.rounding)
        setattr(book, column, 0)
        if amount:
            book.charge(component, amount)
            book.charges_posted += amount
            book.trace.billed.append((on, component, amount))
    trace = book.trace
    for line in trace.accrued:
        line.posted_on = on
    trace.posted += trace.accrued
    trace.accrued = []
    for balance in [name for name in trace.open if name not in _DEFERRED]:
        del trace.open[balance]
