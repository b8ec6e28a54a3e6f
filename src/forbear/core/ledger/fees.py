"""The late fee: whether one is charged when a bill is decided, and how much."""

from __future__ import annotations

from datetime import date

from forbear.core.ledger.book import Book
from forbear.core.ledger.lines import FeeLine
from forbear.core.ledger.terms import LateFee, Terms
from forbear.core.money.rates import E10
from forbear.core.money.rounding import rounded


def past_due_principal(book: Book, past_due: int) -> int:
    """Return how much of what is past due is principal.

    A minimum asks for all charges first, so that what is past due is charges as far as there are
    any that were on an earlier statement.
    """
    charges = book.charges
    billed_before = charges - min(book.charges_posted, charges)
    return past_due - min(past_due, billed_before)


def charge_late_fee(book: Book, terms: Terms, on: date) -> None:
    """Charge the late fee of this cycle, if what fell due before ``on`` is unpaid beyond grace."""
    fee = terms.late_fee
    unpaid = book.unpaid_dues(by=on)
    if fee is None or unpaid <= terms.grace.amount_minor or not _may_charge(book, terms, on):
        return
    line = _late_fee(book, terms, fee, unpaid, on)
    if line.amount_minor <= 0:
        return
    book.charge("late_fee", line.amount_minor)
    book.charges_posted += line.amount_minor
    book.late_fee_cycles = 0
    book.trace.fees.append(line)


def _may_charge(book: Book, terms: Terms, on: date) -> bool:
    if book.fees_paused_until is not None and on <= book.fees_paused_until:
        return False
    return not book.has_plan and (not book.is_charged_off or terms.charge_off.fees)


def _late_fee(book: Book, terms: Terms, fee: LateFee, unpaid: int, on: date) -> FeeLine:
    if fee.fixed_minor is not None:
        is_repeat = (
            fee.repeat_minor is not None
            and book.late_fee_cycles is not None
            and book.late_fee_cycles <= fee.repeat_cycles
        )
        amount = fee.repeat_minor if is_repeat and fee.repeat_minor else fee.fixed_minor
        term = "late_fee.repeat_minor" if is_repeat else "late_fee.fixed_minor"
        if fee.not_above == "minimum" and amount > book.minimum:
            amount, term = book.minimum, "late_fee.not_above"
        return FeeLine("late_fee", "", on, amount, term)
    base = past_due_principal(book, unpaid) if fee.of == "overdue_principal" else unpaid
    rate = fee.rate_e10 or 0
    amount = rounded(base * rate, E10, terms.rounding)
    term = "late_fee.rate"
    if base and amount < fee.floor_minor:
        amount, term = fee.floor_minor, "late_fee.floor_minor"
    if fee.cap_minor is not None and amount > fee.cap_minor:
        amount, term = fee.cap_minor, "late_fee.cap_minor"
    if fee.not_above == "minimum" and amount > book.minimum:
        amount, term = book.minimum, "late_fee.not_above"
    return FeeLine("late_fee", "", on, amount, term, "", base, fee.of, rate)
