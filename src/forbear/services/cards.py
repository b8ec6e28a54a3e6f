"""Taking over card accounts: from then on Forbear works out itself what they owe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from functools import cache

from django.db import connection, transaction

from forbear.core.law.charges import LawCharge
from forbear.core.ledger.allocation import pay
from forbear.core.ledger.book import Book
from forbear.core.ledger.bulk import Holder, coming, frames_of
from forbear.core.ledger.interest import RateSheet
from forbear.core.ledger.lawful import need_lawful
from forbear.core.ledger.reading import LedgerFault
from forbear.core.ledger.reading.account import Account as TermsOf
from forbear.core.ledger.state import CHARGES, LOTS, Due, State
from forbear.core.ledger.terms import Terms, terms_on
from forbear.packs.products import load_products
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import Account, CardState
from forbear.store.models import Due as DueRow
from forbear.store.nights import parts_of

_ONE_DAY = timedelta(days=1)


@cache
def products_known() -> Mapping[str, tuple[Terms, ...]]:
    """Return the terms of the products that come with Forbear, by name."""
    return load_products()


@transaction.atomic
def card_open(
    *,
    account_id: int,
    product: str,
    on: date,
    at: datetime,
    actor: str,
    products: Mapping[str, Sequence[Terms]],
    charges: Sequence[LawCharge] = (),
    state: State | None = None,
) -> CardState | Refusal:
    """Take an account over as of ``on``, with ``state``; without one as its ledger and dues stand.

    What is booked from then on is taken in by the night. The ledger does not know which purchases
    bear interest: they do if a due is past and unpaid, else they have their free time before them.
    ``charges`` is what the law says of terms. Refusals: ``ACCOUNT_UNKNOWN``, ``PRODUCT_UNKNOWN``,
    ``WRONG_CURRENCY``, ``AGAINST_LAW``, ``CARD_IS_OPEN``.
    """
    # waits for whoever is booking on the account, and lets nobody book until it is taken over
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        return Refusal("ACCOUNT_UNKNOWN", f"There is no account {account_id}.")
    refusal = _refused_product(account, product, products, charges, on)
    if refusal is not None:
        return refusal
    if CardState.objects.filter(pk=account_id).exists():
        return Refusal("CARD_IS_OPEN", "The account is worked out by Forbear already.")
    begin = state or _from_ledger(account, products[product], on)
    made = _made(account, product, on, begin, products)
    audit_write(
        at=at,
        actor=actor,
        action="card.opened",
        subject="account",
        subject_id=account.pk,
        data={"product": product, "on": on.isoformat(), "owed_minor": begin.owed - begin.credit},
    )
    return made


def _refused_product(
    account: Account,
    product: str,
    products: Mapping[str, Sequence[Terms]],
    charges: Sequence[LawCharge],
    on: date,
) -> Refusal | None:
    if product not in products:
        known = ", ".join(sorted(products)) or "none"
        return Refusal("PRODUCT_UNKNOWN", f"There is no product {product!r}; known: {known}.")
    currency = products[product][0].currency
    if account.currency != currency:
        words = f"The account is kept in {account.currency}, {product} in {currency}."
        return Refusal("WRONG_CURRENCY", words)
    problem = against_law(products[product], account.nation, charges, on)
    return None if problem is None else Refusal("AGAINST_LAW", f"{product}: {problem}")


def against_law(
    terms: Sequence[Terms], nation: str, charges: Sequence[LawCharge], on: date
) -> str | None:
    """Return what a nation's law forbids of terms up to a day, with the rule; else ``None``."""
    tried = TermsOf("", terms[0].currency, (nation,), tuple(terms), ())
    try:
        need_lawful(tried, charges, on)
    except LedgerFault as fault:
        return str(fault)
    return None


def _from_ledger(account: Account, terms: Sequence[Terms], on: date) -> State:
    """Return what the ledger holds, money that was not allotted yet by the order of the terms."""
    dues = tuple(
        Due(due.due_on, due.amount_minor, due.paid_minor)
        for due in DueRow.objects.filter(account=account).order_by("due_on")
        if due.paid_minor < due.amount_minor
    )
    is_late = any(due.due_on < on for due in dues)
    book = Book(State(has_interest_free=not is_late))
    paid = 0
    for component, lot, amount in parts_of(account.pk):
        part = component
        if component == "principal":
            part = lot if lot in LOTS else ("purchase_owed" if is_late else "purchase_new")
        if part in (*LOTS, *CHARGES) and amount > 0:
            setattr(book, part, getattr(book, part) + amount)
        else:
            paid -= amount
    in_force = terms_on(terms, on)
    if paid > 0:
        pay(book, in_force, RateSheet.of(in_force, on), on, paid)
    elif paid < 0:  # a waiver or payment that was taken back: owed, without interest
        book.cost -= paid
    return replace(book.state(), dues=dues, credited_since=0)


def _made(
    account: Account,
    product: str,
    on: date,
    state: State,
    products: Mapping[str, Sequence[Terms]],
) -> CardState:
    limit = account.credit_limit_minor or None
    frame, _ = frames_of([(Holder(account.pk, product, on - _ONE_DAY, limit), state)])
    columns = asdict(state)
    columns["dues"] = [[due.due_on.isoformat(), due.amount, due.paid] for due in state.dues]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(id), 0) FROM store_ledgertransaction WHERE account_id = %s",
            [account.pk],
        )
        row = cursor.fetchone()
    return CardState.objects.create(
        account=account,
        product=product,
        accrued_through=on - _ONE_DAY,
        next_on=coming(frame, on=on, products=products)["next_on"].item(),
        opened_on=on,
        opened_with={
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in columns.items()
        },
        opened_after_id=row[0] if row else 0,
        **columns,
    )
