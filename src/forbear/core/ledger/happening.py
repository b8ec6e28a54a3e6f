"""What each kind of event does to a book."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forbear.core.ledger import allocation
from forbear.core.ledger.book import Book
from forbear.core.ledger.cycle import make_statement
from forbear.core.ledger.events import Event
from forbear.core.ledger.interest import RateSheet, post_interest, posted_amount
from forbear.core.ledger.lines import FeeLine
from forbear.core.ledger.terms import Terms

Step = Callable[[Book, Terms, RateSheet, Event], None]


def happen(book: Book, terms: Terms, sheet: RateSheet, event: Event) -> None:
    """Let an event happen. One that cannot is noted in the trace as refused."""
    _STEPS[event.kind](book, terms, sheet, event)


def purchase_lot(book: Book, terms: Terms) -> str:
    """Return the lot that a purchase of this moment joins."""
    if book.has_plan:
        return "purchase_owed"
    free = terms.interest_free
    if free and (book.has_interest_free or free.regained == "each_statement"):
        return "purchase_new"
    return "purchase_owed"


def _purchase(book: Book, terms: Terms, sheet: RateSheet, event: Event) -> None:
    del sheet
    book.charge(purchase_lot(book, terms), event.amount_minor)


def _lot(book: Book, terms: Terms, sheet: RateSheet, event: Event) -> None:
    del terms, sheet
    book.charge(event.kind, event.amount_minor)


def _payment(book: Book, terms: Terms, sheet: RateSheet, event: Event) -> None:
    settled = allocation.pay(book, terms, sheet, event.on, event.amount_minor)
    book.trace.settled[event.event_id] = settled


def _refund(book: Book, terms: Terms, sheet: RateSheet, event: Event) -> None:
    settled = allocation.refund(book, terms, sheet, event.amount_minor)
    book.trace.settled[event.event_id] = settled


def _fee(book: Book, terms: Terms, sheet: RateSheet, event: Event) -> None:
    del terms, sheet
    book.charge(event.component, event.amount_minor)
    book.charges_posted += event.amount_minor
    if event.component == "late_fee":
        book.late_fee_cycles = 0
    line = FeeLine(
        event.component, event.name, event.on, event.amount_minor, "event", event.event_id
    )
    book.trace.fees.append(line)


def _waiver(book: Book, terms: Terms, sheet: RateSheet, event: Event) -> None:
    del sheet
    owed = allocation.owed_of(book, event.component)
    if event.amount_minor > owed:
        book.trace.refuse(
            event.event_id,
            "WAIVER_ABOVE_OWED",
            f"waives {event.amount_minor} of {event.component}, of which {owed} is owed",
        )
        return
    settled = allocation.waive(book, terms, event.component, event.amount_minor)
    book.trace.settled[event.event_id] = settled


def _reversal(book: Book, terms: Terms, sheet: RateSheet, event: Event) -> None:
    settled = book.trace.settled.pop(event.of, None)
    if settled is None:
        book.trace.refuse(
            event.event_id, "NOTHING_TO_REVERSE", f"{event.of} did not happen: nothing is undone"
        )
        return
    allocation.undo(book, settled, purchase_lot(book, terms))
    allocation.use_credit(book, terms, sheet, event.on)


def _statement(book: Book, terms: Terms, sheet: RateSheet, event: Event) -> None:
    del sheet
    if not book.is_decided:
        book.trace.refuse(
            event.event_id,
            "STATEMENT_TOO_SOON",
            f"the bill of {book.statement_on} is due on {book.due_on} and not decided yet",
        )
        return
    make_statement(book, terms, event.on, event.due_on or event.on, event.minimum_minor)


def _charge_off(book: Book, terms: Terms, sheet: RateSheet, event: Event) -> None:
    del terms, sheet, event
    book.is_charged_off = True


def _pause(book: Book, terms: Terms, sheet: RateSheet, event: Event) -> None:
    del terms, sheet
    if event.interest:
        book.interest_paused_until = event.until
    if event.fees:
        book.fees_paused_until = event.until


def _plan(book: Book, terms: Terms, sheet: RateSheet, event: Event) -> None:
    """Put a plan in the place of minimum payments.

    What has accrued is billed, so that it is part of what is agreed on; what is deferred is never
    owed; every lot of principal becomes ``instalment``.
    """
    del sheet
    total = sum(each.amount_minor for each in event.planned)
    accrued = posted_amount(book.accrued, terms.rounding)
    accrued += posted_amount(book.accrued_on_interest, terms.rounding)
    owed = book.owed + max(0, accrued - book.credit)
    if total < owed or (total > owed and not event.interest):
        book.trace.refuse(
            event.event_id,
            "PLAN_SUM",
            f"its payments come to {total} and {owed} is owed; waive the difference first, "
            "or say interest = true for a plan that bears interest",
        )
        return
    post_interest(book, terms, event.on)
    _to_instalment(book)
    book.dues = [(each.due_on, each.amount_minor, 0) for each in event.planned]
    book.has_plan, book.plan_has_interest = True, event.interest


def _to_instalment(book: Book) -> None:
    trace = book.trace
    for lot in allocation.TIES:
        amount = getattr(book, lot)
        if lot == "instalment" or not amount:
            continue
        setattr(book, lot, 0)
        book.instalment += amount
        trace.charged[lot] -= amount
        trace.charged["instalment"] += amount
    book.deferred_new = book.deferred_before = book.deferred_since = 0
    trace.deferred_new, trace.deferred_before, trace.deferred_since = [], [], []
    trace.open.clear()
    book.is_decided = True
    trace.cycle += 1


def _plan_broken(book: Book, terms: Terms, sheet: RateSheet, event: Event) -> None:
    """End a plan: what fell due stays due, the payments that lie ahead are no longer asked."""
    del terms, sheet
    if not book.has_plan:
        book.trace.refuse(event.event_id, "NO_PLAN", "there is no plan that could be broken")
        return
    book.has_plan = book.plan_has_interest = False
    book.dues = [due for due in book.dues if due[0] <= event.on]


_STEPS: Mapping[str, Step] = {
    "purchase": _purchase,
    "cash_advance": _lot,
    "transfer": _lot,
    "refund": _refund,
    "payment": _payment,
    "fee": _fee,
    "waiver": _waiver,
    "reversal": _reversal,
    "statement": _statement,
    "charge_off": _charge_off,
    "pause": _pause,
    "plan": _plan,
    "plan_broken": _plan_broken,
}
