"""What a person does with money that waits: match it, put it aside, send it back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from forbear.core.ledger.books import Part, legs_of
from forbear.core.tables import words as w
from forbear.services.ledger import transaction_post
from forbear.services.payments.payers import payers_note
from forbear.services.payments.returning import payment_return
from forbear.services.payments.taking import (
    account_refusal,
    audit_payment,
    is_other,
    payment_book_waiting,
)
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Payment
from forbear.store.selectors.ledger import first_open_day


@transaction.atomic
def payment_match(
    *, payment_id: int, account_id: int, on: date, at: datetime, actor: str, note: str = ""
) -> Payment | Refusal:
    """Post money that waits to the account that a person named.

    An account that is settled or paid may take it: it becomes credit. Refusals:
    ``PAYMENT_UNKNOWN``, ``PAYMENT_NOT_WAITING``, ``PAYMENT_WENT_OUT``, ``ACCOUNT_UNKNOWN``,
    ``WRONG_CURRENCY``, ``ACCOUNT_SOLD``.
    """
    payment = _waiting(payment_id)
    if isinstance(payment, Refusal):
        return payment
    if payment.amount_minor < 0:
        text = "This money was taken back. Name the payment that it takes back."
        return Refusal("PAYMENT_WENT_OUT", text)
    account = Account.objects.select_related("person").filter(pk=account_id).first()
    refusal = account_refusal(account, account_id, payment.currency, closed=("sold",))
    if refusal is not None:
        return refusal
    assert account is not None
    payment.account = account
    payment.confidence = "by_hand"
    payment.is_by_other = is_other(payment.paid_by, account.person.name)
    payment.note = note[:200]
    payment_book_waiting(payment, on=on, at=at, actor=actor)
    if (entry := payment.entry) is not None:
        text = f"{entry.reference}\n{entry.remittance}\n{entry.end_to_end_id}"
        payers_note({payment.key: (account.pk, text)}, at=at)
    audit_payment(payment, at=at, actor=actor, action="payment.matched")
    return payment


@transaction.atomic
def payment_match_return(
    *, payment_id: int, returned_id: int, on: date, at: datetime, actor: str
) -> Payment | Refusal:
    """Say which payment money taken back belongs to. Refusals as there, and ``AMOUNT_DIFFERS``."""
    waiting = _waiting(payment_id)
    if isinstance(waiting, Refusal):
        return waiting
    if not Payment.objects.filter(pk=returned_id, currency=waiting.currency).exists():
        return Refusal("AMOUNT_DIFFERS", "There is no such payment in this currency.")
    found = payment_return(
        payment_id=returned_id,
        on=on,
        at=at,
        actor=actor,
        reason=waiting.note or "returned by the bank",
        entry_id=waiting.entry_id,
        is_in_suspense=True,
        amount_minor=-waiting.amount_minor,
    )
    if isinstance(found, Refusal):
        return found
    waiting.state = "returned"
    waiting.account_id = found.account_id
    waiting.save()
    audit_payment(waiting, at=at, actor=actor, action="payment.matched", returned=returned_id)
    return waiting


@transaction.atomic
def payment_put_aside(*, payment_id: int, at: datetime, actor: str, note: str) -> Payment | Refusal:
    """Put money that waits aside, with the reason; refused without one (``NOTE_MISSING``)."""
    return _moved(payment_id, "aside", at=at, actor=actor, note=note, action="payment.put_aside")


@transaction.atomic
def payment_take_up(*, payment_id: int, at: datetime, actor: str) -> Payment | Refusal:
    """Take money that was put aside back into the queue."""
    note = "taken up again"
    return _moved(payment_id, "unmatched", at=at, actor=actor, note=note, action="payment.taken_up")


@transaction.atomic
def payment_refund_ask(
    *, payment_id: int, at: datetime, actor: str, note: str
) -> Payment | Refusal:
    """Ask for money that waits to be sent back to who paid it; refused without a reason."""
    payment = _waiting(payment_id)
    if isinstance(payment, Payment) and payment.amount_minor < 0:
        return Refusal("PAYMENT_WENT_OUT", "This money was taken back already.")
    action = "payment.refund_asked"
    return _moved(payment_id, "refund_asked", at=at, actor=actor, note=note, action=action)


@transaction.atomic
def payment_refunded(*, payment_id: int, on: date, at: datetime, actor: str) -> Payment | Refusal:
    """Note that money was sent back: it leaves the book ``suspense``."""
    payment = Payment.objects.select_for_update(no_key=True, of=("self",)).filter(pk=payment_id)
    found = payment.first()
    if found is None or found.state != "refund_asked":
        return Refusal("REFUND_NOT_ASKED", "Nobody asked for this payment to be sent back.")
    done = transaction_post(
        key=f"refund:{found.pk}",
        kind="suspense_out",
        on=first_open_day(on),
        currency=found.currency,
        legs=legs_of("suspense_out", [Part("payment", found.amount_minor)]),
        at=at,
        actor=actor,
    )
    if isinstance(done, Refusal):
        return done
    found.state = "refunded"
    found.save()
    audit_payment(found, at=at, actor=actor, action="payment.refunded")
    return found


def _waiting(payment_id: int) -> Payment | Refusal:
    """Return a payment that waits, locked; or why there is none."""
    found = Payment.objects.select_for_update(no_key=True, of=("self",)).filter(pk=payment_id)
    payment = found.first()
    if payment is None:
        return Refusal("PAYMENT_UNKNOWN", f"There is no payment {payment_id}.")
    if payment.state not in w.PAYMENT_WAITS:
        return Refusal("PAYMENT_NOT_WAITING", "This payment does not wait any more.")
    return payment


def _moved(
    payment_id: int, state: str, *, at: datetime, actor: str, note: str, action: str
) -> Payment | Refusal:
    payment = _waiting(payment_id)
    if isinstance(payment, Refusal):
        return payment
    if not note.strip():
        return Refusal("NOTE_MISSING", "Say why, in a few words.")
    payment.state = state
    payment.note = note.strip()[:200]
    payment.save()
    audit_payment(payment, at=at, actor=actor, action=action, note=payment.note)
    return payment
