"""Payments that went back: reversed in the ledger, and everything they had settled owed again."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
from django.db import transaction
from django.db.models import F

from forbear.core.ledger.books import Part, legs_of
from forbear.services.agreements.following import agreements_follow
from forbear.services.ledger import transaction_post, transaction_reverse
from forbear.services.payments.taking import audit_payment, payments_take
from forbear.services.promises import promises_follow
from forbear.services.refusals import Refusal
from forbear.store.models import (
    Account,
    BankEntry,
    Due,
    LedgerTransaction,
    PayerPayment,
    Payment,
    PaymentDue,
)
from forbear.store.payments.copying import execute
from forbear.store.selectors.ledger import first_open_day


@transaction.atomic
def payment_return(
    *,
    payment_id: int,
    on: date,
    at: datetime,
    actor: str,
    reason: str,
    entry_id: int | None = None,
    is_in_suspense: bool = False,
    amount_minor: int | None = None,
) -> Payment | Refusal:
    """Take a payment back: what it settled is owed again, from the day it went back.

    ``entry_id`` is the bank entry that took the money; ``is_in_suspense`` says that its booking
    stands there. ``amount_minor`` is less than the payment where only a part went back: the payment
    is reversed, and the rest of it taken anew as of that day. Refusals: ``PAYMENT_UNKNOWN``,
    ``PAYMENT_NOT_POSTED``, ``AMOUNT_DIFFERS``, and the ledger's own.
    """
    payment = Payment.objects.select_for_update(no_key=True, of=("self",)).filter(pk=payment_id)
    found = payment.first()
    if found is None:
        return Refusal("PAYMENT_UNKNOWN", f"There is no payment {payment_id}.")
    if found.state != "posted" or found.transaction_id is None or found.account_id is None:
        return Refusal("PAYMENT_NOT_POSTED", "Only a payment that is posted can go back.")
    rest = 0 if amount_minor is None else found.amount_minor - amount_minor
    if not 0 <= rest < found.amount_minor:
        return Refusal("AMOUNT_DIFFERS", "A payment goes back by no more than was paid.")
    entry = None if entry_id is None else BankEntry.objects.get(pk=entry_id)
    value_on = entry.value_on if entry else on
    day = first_open_day(on)
    done = transaction_reverse(
        transaction_id=found.transaction_id,
        key=f"return:{found.pk}",
        on=day,
        at=at,
        actor=actor,
        reason=reason[:200],
        value_on=value_on,
    )
    if isinstance(done, Refusal):
        return done
    refusal = _move_suspense(
        found, entry_id, value_on, on=day, at=at, actor=actor, is_in_suspense=is_in_suspense
    )
    if refusal is not None:
        transaction.set_rollback(True)
        return refusal
    _undo(found)
    found.state = "returned"
    found.returned_by = entry
    found.note = reason[:200]
    found.save()
    promises_follow(account_ids=[found.account_id], on=on, at=at, actor=actor, may_fall=True)
    agreements_follow(account_ids=[found.account_id], on=on, at=at, actor=actor, may_fall=True)
    audit_payment(found, at=at, actor=actor, action="payment.returned", reason=reason, rest=rest)
    if rest:
        is_loose = found.suspense_id is not None and is_in_suspense
        _take_rest(found, rest, value_on, on=on, at=at, actor=actor, is_loose=is_loose)
    return found


def _take_rest(
    payment: Payment,
    rest: int,
    value_on: date,
    *,
    on: date,
    at: datetime,
    actor: str,
    is_loose: bool,
) -> None:
    """Take what stays of a payment as one of its own; ``is_loose``: it lies in suspense now."""
    value_on = max(value_on, payment.value_on)
    if is_loose:
        done = transaction_post(
            key=f"rest-out:{payment.pk}",
            kind="suspense_out",
            on=first_open_day(on),
            value_on=value_on,
            currency=payment.currency,
            legs=legs_of("suspense_out", [Part("payment", rest)]),
            at=at,
            actor=actor,
        )
        assert isinstance(done, LedgerTransaction), done
    row = {
        "key": f"rest:{payment.pk}",
        "source": payment.source,
        "state": "posted",
        "account_id": payment.account_id,
        "amount_minor": rest,
        "currency": payment.currency,
        # it was paid then, and a promise that it kept in part stays so; it counts anew from now
        "booked_on": payment.booked_on,
        "value_on": value_on,
        "paid_by": payment.paid_by,
        "is_by_other": payment.is_by_other,
        "note": f"what stays of payment {payment.pk}",
    }
    payments_take(pl.DataFrame([row]), on=on, at=at, actor=actor)
    payer = PayerPayment.objects.filter(payment=payment).first()
    if payer is not None:
        PayerPayment.objects.create(
            payment=Payment.objects.get(key=row["key"]),
            reference_id=payer.reference_id,
            entry=payer.came_by,
            at=at,
        )


def _move_suspense(
    payment: Payment,
    entry_id: int | None,
    value_on: date,
    *,
    on: date,
    at: datetime,
    actor: str,
    is_in_suspense: bool,
) -> Refusal | None:
    """Keep the book ``suspense`` true to the bank once a payment has been reversed."""
    if payment.suspense_id is not None and not is_in_suspense:
        # the reversal put the money back into suspense, and from there the bank took it
        gone = transaction_post(
            key=f"return-out:{payment.pk}",
            kind="suspense_out",
            on=on,
            value_on=value_on,
            currency=payment.currency,
            legs=legs_of("suspense_out", [Part("payment", payment.amount_minor)]),
            at=at,
            actor=actor,
        )
        return gone if isinstance(gone, Refusal) else None
    if payment.suspense_id is None and is_in_suspense:
        return _suspense_undo(entry_id, on=on, at=at, actor=actor)
    return None


def _suspense_undo(entry_id: int | None, *, on: date, at: datetime, actor: str) -> Refusal | None:
    """Reverse the booking by which a bank entry waited in suspense."""
    waiting = Payment.objects.get(entry_id=entry_id)
    assert waiting.suspense_id is not None
    done = transaction_reverse(
        transaction_id=waiting.suspense_id,
        key=f"suspense-undo:{waiting.pk}",
        on=on,
        at=at,
        actor=actor,
        reason="matched",
    )
    return None if isinstance(done, LedgerTransaction) else done


def _undo(payment: Payment) -> None:
    """Put back what the payment took off dues and account."""
    rows = list(PaymentDue.objects.filter(payment=payment))
    PaymentDue.objects.bulk_create(
        PaymentDue(payment=payment, due_id=row.due_id, amount_minor=-row.amount_minor)
        for row in rows
    )
    for row in rows:
        Due.objects.filter(pk=row.due_id).update(paid_minor=F("paid_minor") - row.amount_minor)
    assert payment.account_id is not None
    Account.objects.filter(pk=payment.account_id).update(
        balance_minor=F("balance_minor") + payment.amount_minor,
        overdue_minor=F("overdue_minor") + payment.overdue_minor,
        next_due_minor=F("next_due_minor") + payment.next_due_minor,
    )
    # least() passes over what is null: the oldest due that is unpaid again
    execute(
        "UPDATE store_account a SET oldest_unpaid_due_on = least(a.oldest_unpaid_due_on, %s::date,"
        " (SELECT min(due_on) FROM store_due d WHERE d.account_id = a.id"
        "  AND d.paid_minor < d.amount_minor)) WHERE a.id = %s",
        [payment.oldest_before, payment.account_id],
    )
    execute(
        "UPDATE store_account a SET missed_statements = greatest(a.missed_statements,"
        " (SELECT count(*) FROM store_due d WHERE d.account_id = a.id"
        "  AND d.paid_minor < d.amount_minor AND d.due_on < %s)) WHERE a.id = %s",
        [payment.booked_on, payment.account_id],
    )
