"""The one door for money in: whatever brings a payment, it is booked here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import polars as pl
from django.db import transaction

from forbear.core.ledger.terms import Terms
from forbear.core.payments.keys import name_key
from forbear.services.agreements.following import agreements_follow
from forbear.services.audit import audit_write
from forbear.services.cards import products_known
from forbear.services.ledger import request_hash_of
from forbear.services.promises import promises_follow
from forbear.services.refusals import Refusal
from forbear.store.books import books_shared
from forbear.store.models import Account, Payment
from forbear.store.payments.copying import execute
from forbear.store.payments.posting import TAKEN, dues_settle, payments_book
from forbear.store.payments.writing import payments_insert
from forbear.store.selectors.ledger import first_open_day

Products = Mapping[str, Sequence[Terms]]
# it is a part of the ledger's key
KEY_MAX = 90
# an account that takes no payment, and what to do instead
_CLOSED = {
    "sold": ("ACCOUNT_SOLD", "The account was sold: the money belongs to its buyer."),
    "settled": ("ACCOUNT_SETTLED", "The account is settled: nothing more is owed."),
    "paid": ("ACCOUNT_PAID", "The account is paid: nothing more is owed."),
}


@transaction.atomic
def payment_take(
    *,
    account_id: int,
    amount_minor: int,
    currency: str,
    value_on: date,
    key: str,
    source: str,
    on: date,
    at: datetime,
    actor: str,
    paid_by: str = "",
    note: str = "",
    products: Products | None = None,
) -> Payment | Refusal:
    """Take a payment to an account; the same request under the same key gives the same one again.

    It settles what is owed, by the terms of the account's product or else in the order of
    ``forbear.core.payments.allocation``, the oldest dues first, and promises. ``on`` is the day of
    the books (the first open day if it is closed), ``value_on`` the day from which it counts.
    ``paid_by`` names the payer where that is known: it is kept, and nobody is told of the debt by
    it. ``products`` are terms of one's own, by name. Refusals: ``IDEMPOTENCY_CONFLICT``,
    ``KEY_UNUSABLE``, ``AMOUNT_NOT_ABOVE_ZERO``, ``ACCOUNT_UNKNOWN``, ``WRONG_CURRENCY``,
    ``ACCOUNT_SOLD``, ``ACCOUNT_SETTLED``, ``ACCOUNT_PAID``.
    """
    content = {"account": account_id, "amount_minor": amount_minor, "currency": currency}
    asked = request_hash_of({**content, "value_on": value_on, "paid_by": paid_by, "note": note})
    execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"payment {key}"])
    held = Payment.objects.filter(key=key).first()
    if held is not None:
        conflict = f"The key {key!r} was used for another payment. Take a new key."
        return held if held.request_hash == asked else Refusal("IDEMPOTENCY_CONFLICT", conflict)
    account = Account.objects.select_related("person").filter(pk=account_id).first()
    refusal = account_refusal(account, account_id, currency, closed=tuple(_CLOSED))
    if not 0 < len(key) <= KEY_MAX:
        refusal = Refusal("KEY_UNUSABLE", f"A key has 1 to {KEY_MAX} characters.")
    if amount_minor <= 0:
        refusal = Refusal("AMOUNT_NOT_ABOVE_ZERO", "A payment is an amount above zero.")
    if refusal is not None:
        return refusal
    assert account is not None
    row = {
        "key": key,
        "request_hash": asked,
        "source": source,
        "state": "posted",
        "account_id": account_id,
        "amount_minor": amount_minor,
        "currency": currency,
        "booked_on": value_on,
        "value_on": value_on,
        "paid_by": paid_by[:280],
        "is_by_other": is_other(paid_by, account.person.name),
        "note": note[:200],
    }
    payments_take(pl.DataFrame([row]), on=on, at=at, actor=actor, products=products)
    payment = Payment.objects.get(key=key)
    audit_payment(payment, at=at, actor=actor, action="payment.taken")
    return payment


def payments_take(
    rows: pl.DataFrame,
    *,
    on: date,
    at: datetime,
    actor: str,
    products: Products | None = None,
) -> None:
    """Book payments and write them, inside the caller's transaction; their accounts are known.

    ``rows`` has the columns of a payment that are not worked out here, in the order in which they
    settle.
    """
    if rows.is_empty():
        return
    books_shared()
    day = first_open_day(on)
    taken = (
        rows.with_row_index("n")
        .with_columns(pl.lit(None, pl.Int64()).alias("payment_id"))
        .select(TAKEN.names())
        .cast(TAKEN)
    )
    booked = payments_book(taken, on=day, at=at, actor=actor, products=products or products_known())
    written = rows.with_columns(
        booked["payment_id"].alias("id"),
        booked["transaction_id"],
        booked["overdue_minor"],
        booked["next_due_minor"],
        booked["oldest_before"],
    )
    payments_insert(written, at=at, actor=actor)
    dues_settle(taken, booked, on=on)
    promises_follow(account_ids=None, on=on, at=at, actor=actor)
    agreements_follow(account_ids=None, on=on, at=at, actor=actor)


def payment_book_waiting(payment: Payment, *, on: date, at: datetime, actor: str) -> None:
    """Book a payment that waits in suspense to the account it now names, and post it."""
    books_shared()
    taken = pl.DataFrame(
        {
            "n": [0],
            "payment_id": [payment.pk],
            "key": [payment.key],
            "account_id": [payment.account_id],
            "amount_minor": [payment.amount_minor],
            "currency": [payment.currency],
            "booked_on": [payment.booked_on],
            "value_on": [payment.value_on],
        },
        schema=TAKEN,
    )
    booked = payments_book(
        taken, on=first_open_day(on), at=at, actor=actor, products=products_known()
    )
    row = booked.row(0, named=True)
    payment.transaction_id = row["transaction_id"]
    payment.overdue_minor = row["overdue_minor"]
    payment.next_due_minor = row["next_due_minor"]
    payment.oldest_before = row["oldest_before"]
    payment.state = "posted"
    payment.save()
    dues_settle(taken, booked, on=on)
    promises_follow(account_ids=[payment.account_id or 0], on=on, at=at, actor=actor)
    agreements_follow(account_ids=[payment.account_id or 0], on=on, at=at, actor=actor)


def account_refusal(
    account: Account | None, account_id: int, currency: str, *, closed: tuple[str, ...]
) -> Refusal | None:
    """Return why an account takes no payment in that currency, if it takes none."""
    if account is None:
        return Refusal("ACCOUNT_UNKNOWN", f"There is no account {account_id}.")
    if account.currency != currency:
        text = f"The account is kept in {account.currency}, the payment is in {currency}."
        return Refusal("WRONG_CURRENCY", text)
    return Refusal(*_CLOSED[account.status]) if account.status in closed else None


def is_other(paid_by: str, holder: str) -> bool | None:
    """Return whether someone else than the cardholder paid; ``None`` where no payer is named."""
    keys = pl.DataFrame({"name": [paid_by, holder]}).select(name_key(pl.col("name")))["name"]
    return keys[0] != keys[1] if keys[0] else None


def audit_payment(
    payment: Payment, *, at: datetime, actor: str, action: str, **more: object
) -> None:
    """Leave the entry of a use case that touched one payment."""
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="payment",
        subject_id=payment.pk,
        data={
            "account": payment.account_id,
            "amount_minor": payment.amount_minor,
            "currency": payment.currency,
            "state": payment.state,
            **more,
        },
    )
