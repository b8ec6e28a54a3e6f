"""The two turning points of a cycle: the statement, and the day that decides on it."""

from __future__ import annotations

from datetime import date, timedelta

from forbear.core.ledger.book import Book, StatementMade
from forbear.core.ledger.fees import charge_late_fee
from forbear.core.ledger.interest import post_interest
from forbear.core.ledger.minimum import minimum_asked
from forbear.core.ledger.terms import Terms


def deciding_day(book: Book, terms: Terms) -> date | None:
    """Return the day after grace on which the last statement is decided; ``None``: it is."""
    if book.is_decided or book.due_on is None:
        return None
    return book.due_on + timedelta(days=terms.grace.days + 1)


def decide(book: Book, terms: Terms, on: date) -> None:
    """Find whether the last statement was paid in full, and charge what was deferred if not."""
    book.is_decided = True
    if book.statement_balance - book.credited_since <= terms.grace.amount_minor:
        _keep_interest_free(book)
    else:
        _lose_interest_free(book, terms)
    charge_late_fee(book, terms, on)


def _keep_interest_free(book: Book) -> None:
    book.deferred_before = book.deferred_since = 0
    book.purchase_new += book.purchase_billed
    book.purchase_billed = 0
    book.has_interest_free = True
    trace = book.trace
    trace.deferred_before, trace.deferred_since = [], []
    trace.open.pop("purchase_billed", None)


def _lose_interest_free(book: Book, terms: Terms) -> None:
    trace = book.trace
    free = terms.interest_free
    if free is not None:
        is_from_posting = free.since == "posting"
        book.accrued += book.deferred_since + (book.deferred_before if is_from_posting else 0)
        if is_from_posting:
            trace.accrued += trace.deferred_before
        trace.accrued += trace.deferred_since
    book.deferred_before = book.deferred_since = 0
    trace.deferred_before, trace.deferred_since = [], []
    trace.open.pop("purchase_billed", None)
    book.purchase_owed += book.purchase_billed
    book.purchase_billed = 0
    book.has_interest_free = False


def make_statement(
    book: Book, terms: Terms, on: date, due_on: date, minimum_given: int | None = None
) -> None:
    """Bill interest, ask for the minimum, and begin a new cycle."""
    post_interest(book, terms, on)
    balance = book.owed - book.credit
    past_due = book.unpaid_dues()
    if book.has_plan:
        past_due = book.unpaid_dues(by=on)
        minimum = book.unpaid_dues(by=due_on + timedelta(days=1))
    elif minimum_given is not None:
        minimum = max(past_due, min(minimum_given, max(balance, 0)))
    else:
        minimum = minimum_asked(book, terms, balance, past_due)
    if not book.has_plan and minimum > past_due:
        book.dues.append((due_on, minimum - past_due, 0))
    book.statement_on, book.statement_balance = on, balance
    book.due_on, book.minimum = due_on, minimum
    book.is_decided = balance <= 0
    book.credited_since = book.charges_posted = 0
    if book.late_fee_cycles is not None:
        book.late_fee_cycles += 1
    _turn_over(book)
    book.trace.statements.append(StatementMade(on, due_on, balance, minimum, past_due))
    book.trace.cycle += 1


def _turn_over(book: Book) -> None:
    """What was new is billed. Nothing to pay is as good as paid in full."""
    trace = book.trace
    book.purchase_billed += book.purchase_new
    book.deferred_before, book.deferred_since = book.deferred_new, 0
    book.purchase_new = book.deferred_new = 0
    trace.deferred_before, trace.deferred_new, trace.deferred_since = trace.deferred_new, [], []
    trace.open.pop("purchase_new", None)
    trace.open.pop("purchase_billed", None)
    if book.is_decided:
        _keep_interest_free(book)
