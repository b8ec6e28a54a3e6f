"""Card accounts in the database, what is booked on them, and what they should come to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count

from forbear.core.ledger.books import Part, legs_of
from forbear.core.ledger.day import Opening, run
from forbear.core.ledger.events import Event
from forbear.core.ledger.state import CHARGES, State
from forbear.core.ledger.terms import Terms
from forbear.services.cards import card_open
from forbear.services.ledger import transaction_post
from forbear.store.models import Account, CardState, LedgerTransaction
from forbear.store.selectors.ledger import balance_list
from tests.core.ledger.make import terms
from tests.store.make import account

AT = datetime(2026, 3, 1, 2, tzinfo=UTC)
OPENED = date(2026, 2, 28)
# the second makes no statements: those of the host count
PRODUCTS: dict[str, list[Terms]] = {"classic": [terms()], "host": [terms(cycle=None)]}
_KEYS = count(1)


def opened(product: str = "classic", *, on: date = OPENED, **given: object) -> Account:
    """An account that Forbear works out from a day on, with nothing owed."""
    facts = {"currency": "CNY", "nation": "CN", "region": None, "balance_minor": 0}
    made = account(**{**facts, "overdue_minor": 0, **given})
    card = card_open(
        account_id=made.pk, product=product, on=on, at=AT, actor="test", products=PRODUCTS
    )
    assert isinstance(card, CardState), card
    return made


def booked(
    of: Account,
    kind: str,
    on: date,
    amount: int,
    *,
    component: str = "",
    value_on: date | None = None,
) -> LedgerTransaction:
    """Book something, as any part of the platform would: a payment simply as credit."""
    parts = {
        "purchase": Part("principal", amount, "purchase"),
        "cash_advance": Part("principal", amount, "cash_advance"),
    }
    part = parts.get(kind, Part(component or "credit", amount))
    made = transaction_post(
        key=f"test-{next(_KEYS)}",
        kind=kind,
        on=on,
        value_on=value_on,
        currency="CNY",
        legs=legs_of(kind, [part]),
        at=AT,
        actor="test",
        account_id=of.pk,
    )
    assert isinstance(made, LedgerTransaction), made
    return made


def event(made: LedgerTransaction, kind: str, amount: int = 0, **more: object) -> Event:
    return Event(str(made.pk), kind, made.value_on, amount, **more)  # type: ignore[arg-type]


def differences(of: Account, events: Sequence[Event], on: date) -> list[str]:
    """Say where state, ledger and snapshot are not what the plain day comes to."""
    card = CardState.objects.get(pk=of.pk)
    as_of = card.accrued_through.toordinal() + 1
    book = run(
        PRODUCTS[card.product],
        sorted(events, key=lambda each: each.on),
        date.fromordinal(as_of),
        opening=Opening(card.opened_on, State()),
        limit=of.credit_limit_minor or None,
    )
    found = [
        f"{name}: {getattr(card, name)} for {getattr(book, name)}"
        for name in State.__dataclass_fields__
        if name != "dues" and getattr(card, name) != getattr(book, name)
    ]
    if card.dues != [[due_on.isoformat(), *amounts] for due_on, *amounts in book.dues]:
        found.append(f"dues: {card.dues} for {book.dues}")
    ledger: dict[str, int] = {}
    for balance in balance_list(as_of=on, account_ids=[of.pk]):
        part = balance.lot or balance.component
        ledger[part] = ledger.get(part, 0) + balance.owed_minor
    expected = {
        "purchase": book.purchase_new + book.purchase_billed + book.purchase_owed,
        "cash_advance": book.cash_advance,
        "instalment": book.instalment,
        "credit": -book.credit,
        **{name: getattr(book, name) for name in CHARGES},
    }
    if ledger != {name: amount for name, amount in expected.items() if amount}:
        found.append(f"ledger: {ledger} for {expected}")
    of.refresh_from_db()
    if of.balance_minor != book.owed - book.credit:
        found.append(f"balance: {of.balance_minor} for {book.owed - book.credit}")
    return found
