"""What an account owes on a day: by component, with the lines that explain it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from forbear.core.ledger.book import Book, Refused, StatementMade
from forbear.core.ledger.day import run
from forbear.core.ledger.interest import KIND_OF, posted_amount
from forbear.core.ledger.lines import FeeLine, InterestLine
from forbear.core.ledger.reading.account import Account
from forbear.core.ledger.reading.faults import LedgerFault
from forbear.core.ledger.state import CHARGES, LOTS, State
from forbear.core.ledger.terms import KINDS, Terms, terms_on

COMPONENTS = ("principal", *CHARGES)


@dataclass(frozen=True, slots=True)
class Component:
    """One component, in minor units: opening + charged - paid - waived - refunded = owed."""

    name: str
    opening: int
    charged: int
    paid: int
    waived: int
    refunded: int
    owed: int


@dataclass(frozen=True, slots=True)
class Asked:
    """The minimum of the last statement: asked in all, and what is still missing of it."""

    statement_on: date
    due_on: date
    asked: int
    unpaid: int


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account owes as of ``on``: after that day's events and statement.

    ``accrued`` and ``accrued_on_interest`` are not billed yet, in grains; ``deferred`` is interest
    that is owed only if the interest-free period is lost.
    """

    on: date
    terms: Terms
    state: State
    components: tuple[Component, ...]
    balances: tuple[Component, ...]  # of principal, by kind
    interest_lines: tuple[InterestLine, ...]
    conditional_lines: tuple[InterestLine, ...]
    fee_lines: tuple[FeeLine, ...]
    billed: tuple[tuple[date, str, int], ...]
    minimum: Asked | None
    statements: tuple[StatementMade, ...]  # those made in this run
    days_past_due: int
    overdue: int
    pay_off: int
    refused: tuple[Refused, ...]
    not_yet: tuple[str, ...]  # ids of events after the day
    principal_days: int  # principal times the days that it stood, in this run

    @property
    def statement(self) -> StatementMade | None:
        """The last statement made in this run."""
        return self.statements[-1] if self.statements else None

    @property
    def deferred(self) -> int:
        """Interest in grains that is not owed yet and perhaps never will be."""
        state = self.state
        return state.deferred_new + state.deferred_before + state.deferred_since


def balance_of(account: Account, on: date) -> Balance:
    """Return what an account owes as of a day, by the events known then.

    Raises ``LedgerFault`` for a day before the account's opening.
    """
    if account.opening is not None and on < account.opening.on:
        raise LedgerFault(
            "opening.on",
            f"is {account.opening.on}, after {on}; ask for a later day",
            "BEFORE_OPENING",
        )
    book = run(
        account.terms,
        account.events,
        on,
        opening=account.opening,
        limit=account.credit_limit_minor,
    )
    state = book.state()
    terms = terms_on(account.terms, on)
    opening = account.opening.state if account.opening else State()
    trace = book.trace
    days, overdue = _overdue(book, terms, on)
    return Balance(
        on=on,
        terms=terms,
        state=state,
        components=tuple(_component(book, opening, name) for name in COMPONENTS),
        balances=tuple(_kind(book, opening, kind) for kind in KINDS),
        interest_lines=tuple(joined([*trace.posted, *trace.accrued])),
        conditional_lines=tuple(
            joined([*trace.deferred_before, *trace.deferred_since, *trace.deferred_new])
        ),
        fee_lines=tuple(trace.fees),
        billed=tuple(trace.billed),
        minimum=_minimum(book),
        statements=tuple(trace.statements),
        days_past_due=days,
        overdue=overdue,
        pay_off=pay_off(state, terms),
        refused=tuple(trace.refused),
        not_yet=tuple(event.event_id for event in account.events if event.on > on),
        principal_days=trace.principal_days,
    )


def pay_off(state: State, terms: Terms) -> int:
    """Return what settles everything on the day: what is owed and what has accrued, less credit."""
    accrued = posted_amount(state.accrued, terms.rounding)
    accrued += posted_amount(state.accrued_on_interest, terms.rounding)
    return max(0, state.owed + accrued - state.credit)


def _overdue(book: Book, terms: Terms, on: date) -> tuple[int, int]:
    """Return days past due, and what is past due beyond the days of grace."""
    grace = terms.grace
    days = book.days_past_due(on, grace.days, grace.amount_minor)
    if not days:
        return 0, 0
    last = on - timedelta(days=grace.days)
    return days, book.unpaid_dues(by=last)


def _minimum(book: Book) -> Asked | None:
    if book.statement_on is None or book.due_on is None:
        return None
    unpaid = book.unpaid_dues(by=book.due_on + timedelta(days=1))
    return Asked(book.statement_on, book.due_on, book.minimum, unpaid)


def _sum_over(names: Iterable[str], of: Callable[[str], int]) -> int:
    return sum(of(name) for name in names)


def _part(book: Book, opening: State, name: str, parts: tuple[str, ...]) -> Component:
    trace = book.trace
    return Component(
        name=name,
        opening=_sum_over(parts, lambda part: int(getattr(opening, part))),
        charged=_sum_over(parts, lambda part: trace.charged[part]),
        paid=_sum_over(parts, lambda part: trace.paid[part]),
        waived=_sum_over(parts, lambda part: trace.waived[part]),
        refunded=_sum_over(parts, lambda part: trace.refunded[part]),
        owed=_sum_over(parts, lambda part: int(getattr(book, part))),
    )


def _component(book: Book, opening: State, name: str) -> Component:
    return _part(book, opening, name, LOTS if name == "principal" else (name,))


def _kind(book: Book, opening: State, kind: str) -> Component:
    return _part(book, opening, kind, tuple(lot for lot in LOTS if KIND_OF[lot] == kind))


def joined(lines: Iterable[InterestLine]) -> list[InterestLine]:
    """Return lines by day, with equal consecutive days of one kind of balance as one line.

    A purchase that passes from new to billed to owed keeps one line while nothing else changes.
    """
    result: list[InterestLine] = []
    last: dict[tuple[object, ...], InterestLine] = {}
    for line in sorted(lines, key=attrgetter("from_on")):
        kind = KIND_OF.get(line.balance, line.balance)
        key = (kind, line.sum_minor, line.rate_e10, line.per, line.basis, line.posted_on)
        before = last.get(key)
        if (
            before is not None
            and before.grains * line.days == line.grains * before.days
            and before.from_on + timedelta(days=before.days) == line.from_on
        ):
            before.days += line.days
            before.grains += line.grains
            continue
        own = line.copied(kind)
        result.append(own)
        last[key] = own
    return result
