"""How a payment, a refund or a waiver settles what is owed, and how its reversal puts it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from forbear.core.ledger.book import Book, Settled
from forbear.core.ledger.interest import KIND_OF, RateSheet
from forbear.core.ledger.lines import scale
from forbear.core.ledger.state import CHARGES, FEES, LOTS
from forbear.core.ledger.terms import Terms

INTEREST = ("interest", "compound_interest")
# of equal rates the first; purchases that already bear interest before those that may stay free
TIES = (
    "cash_advance",
    "transfer",
    "instalment",
    "purchase_owed",
    "purchase_billed",
    "purchase_new",
)
_OLDEST = (
    "purchase_owed",
    "purchase_billed",
    "cash_advance",
    "transfer",
    "instalment",
    "purchase_new",
)
_OF_PURCHASES = ("purchase_owed", "purchase_billed", "purchase_new")
_REFUND_FIRST = ("purchase_billed", "purchase_new", "purchase_owed")


def pay(book: Book, terms: Terms, sheet: RateSheet, on: date, amount: int) -> Settled:
    """Let a payment settle dues, oldest first, and what is owed, in the order of the terms."""
    allocation = terms.allocation
    days = book.days_past_due(on, terms.grace.days, terms.grace.amount_minor)
    late_after = allocation.late_after_days
    order = allocation.order
    if late_after is not None and days > late_after:
        order = allocation.late_order
    lots = lots_in_order(allocation.principal, sheet)
    settled = Settled("payment", book.trace.cycle)
    within = amount
    if allocation.above_minimum == "highest_rate":
        within = min(amount, book.unpaid_dues())
    rest = _settle(book, terms, settled, in_order(order, lots), within)
    if above := rest + amount - within:
        highest = lots_in_order("highest_rate", sheet)
        others = [name for name in in_order(order, lots) if name not in LOTS]
        rest = _settle(book, terms, settled, [*highest, *others], above)
    _finish(book, settled, amount, rest, dues=amount)
    return settled


def refund(book: Book, terms: Terms, sheet: RateSheet, amount: int) -> Settled:
    """Credit a purchase that was given back: purchases first, the last statement's before others.

    A refund does not pay a minimum; yet no more stays due than is owed.
    """
    settled = Settled("refund", book.trace.cycle)
    lots = [name for name in lots_in_order("highest_rate", sheet) if name not in _REFUND_FIRST]
    rest = _settle(book, terms, settled, [*_REFUND_FIRST, *lots, *INTEREST, *FEES], amount)
    _finish(book, settled, amount, rest, dues=0)
    return settled


def waive(book: Book, terms: Terms, component: str, amount: int) -> Settled:
    """Waive a part of a component. The caller has seen that so much of it is owed."""
    settled = Settled("waiver", book.trace.cycle)
    parts = lots_in_order("oldest", None) if component == "principal" else (component,)
    rest = _settle(book, terms, settled, parts, amount)
    _finish(book, settled, amount, rest, dues=amount)
    return settled


def owed_of(book: Book, component: str) -> int:
    """Return what is owed of a component that can be waived."""
    return book.principal if component == "principal" else int(getattr(book, component))


def lots_in_order(principal: str | Sequence[str], sheet: RateSheet | None) -> Sequence[str]:
    """Return the lots of principal in the order in which a payment settles them."""
    if principal == "oldest" or sheet is None:
        return _OLDEST
    if principal == "highest_rate":
        return sorted(TIES, key=lambda lot: -sheet.kinds[KIND_OF[lot]].yearly_e10)
    named: list[str] = []
    for name in principal:
        named += _OF_PURCHASES if name == "purchase" else (name,)
    return [*named, *(lot for lot in TIES if lot not in named)]


def in_order(order: Iterable[str], lots: Sequence[str]) -> list[str]:
    """Spell out an order of interest, fees and principal."""
    parts: list[str] = []
    for group in order:
        parts += {"interest": INTEREST, "fees": FEES, "principal": lots}[group]
    return parts


def _settle(book: Book, terms: Terms, settled: Settled, parts: Iterable[str], amount: int) -> int:
    """Take an amount off parts, one after the other. Return what is left over."""
    for part in parts:
        if not amount:
            break
        owed = getattr(book, part)
        if not owed:
            continue
        taken = min(amount, owed)
        if part in _DEFERRED and terms.interest_free and terms.interest_free.loss == "unpaid":
            _scale_deferred(book, part, owed, taken)
        setattr(book, part, owed - taken)
        settled.parts[part] = settled.parts.get(part, 0) + taken
        amount -= taken
    return amount


_DEFERRED = {
    "purchase_billed": ("deferred_before", "deferred_since"),
    "purchase_new": ("deferred_new",),
}


def _scale_deferred(book: Book, lot: str, owed: int, taken: int) -> None:
    """Only the unpaid part of a purchase loses its interest-free time."""
    for column in _DEFERRED[lot]:
        kept = getattr(book, column) * (owed - taken) // owed
        setattr(book, column, kept)
        lines = getattr(book.trace, column)
        setattr(book.trace, column, scale(lines, kept, owed - taken, owed))
    book.trace.open.pop(lot, None)


def _finish(book: Book, settled: Settled, amount: int, rest: int, *, dues: int) -> None:
    book.credit += rest
    settled.credit = rest
    book.credited_since += amount
    counter = {
        "payment": book.trace.paid,
        "refund": book.trace.refunded,
        "waiver": book.trace.waived,
    }[settled.kind]
    for part, taken in settled.parts.items():
        counter[part] += taken
    if book.dues:
        # no more can be due than is owed
        beyond = book.unpaid_dues() - book.owed
        settle_dues(book, settled, max(dues, beyond))
        if book.has_plan and not book.dues:
            settled.ended_plan = book.plan_has_interest
            book.has_plan = book.plan_has_interest = False


def settle_dues(book: Book, settled: Settled, amount: int) -> None:
    """Settle dues, the oldest first. Those that are settled leave the list."""
    left: list[tuple[date, int, int]] = []
    for place, (due_on, asked, paid) in enumerate(book.dues):
        if amount <= 0:
            left += [due for due in book.dues[place:] if due[1] > due[2]]
            break
        taken = min(asked - paid, amount)
        if taken > 0:
            settled.dues.append((due_on, asked, taken))
            amount -= taken
        if asked - paid > taken:
            left.append((due_on, asked, paid + taken))
    book.dues = left


def use_credit(book: Book, terms: Terms, sheet: RateSheet, on: date) -> None:
    """Let credit settle what is owed, if there is any of both."""
    if book.credit and book.owed:
        amount, book.credit = book.credit, 0
        since = book.credited_since
        pay(book, terms, sheet, on, amount)
        # it was credited when it was paid
        book.credited_since = since


def undo(book: Book, settled: Settled, lot_of_purchases: str) -> None:
    """Put back what a payment, refund or waiver settled, from today on.

    A purchase goes back to its lot while its bill is not decided; after that it bears interest.
    What was left over as credit and is spent meanwhile is owed as a purchase of today.
    """
    trace = book.trace
    counter = {"payment": trace.paid, "refund": trace.refunded, "waiver": trace.waived}[
        settled.kind
    ]
    is_same_cycle = settled.cycle == trace.cycle
    total = settled.credit
    for part, taken in settled.parts.items():
        counter[part] -= taken
        total += taken
        home = _home(book, part, is_same_cycle=is_same_cycle)
        if home != part:
            # what was charged as one lot stands in another now
            trace.charged[part] -= taken
            trace.charged[home] += taken
        setattr(book, home, getattr(book, home) + taken)
    if is_same_cycle:
        book.credited_since -= total
    if settled.credit:
        back = min(book.credit, settled.credit)
        book.credit -= back
        spent = settled.credit - back
        if spent:
            setattr(book, lot_of_purchases, getattr(book, lot_of_purchases) + spent)
            trace.paid[lot_of_purchases] -= spent
    _undo_dues(book, settled)
    if settled.ended_plan is not None:
        book.has_plan, book.plan_has_interest = True, settled.ended_plan


def _home(book: Book, part: str, *, is_same_cycle: bool) -> str:
    if part in CHARGES:
        return part
    if book.has_plan:
        return "instalment"
    if part in {"purchase_new", "purchase_billed"} and (
        not is_same_cycle or (part == "purchase_billed" and book.is_decided)
    ):
        return "purchase_owed"
    return part


def _undo_dues(book: Book, settled: Settled) -> None:
    dues = {(due_on, asked): paid for due_on, asked, paid in book.dues}
    for due_on, asked, taken in settled.dues:
        key = (due_on, asked)
        dues[key] = dues.get(key, asked) - taken
    book.dues = sorted((due_on, asked, paid) for (due_on, asked), paid in dues.items())
