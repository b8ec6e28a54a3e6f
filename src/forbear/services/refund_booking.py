"""Refunds that the bank shows: booked when the money has gone, taken back when it returns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from forbear.core.ledger.books import Part, legs_of
from forbear.services.audit import audit_write
from forbear.services.ledger import transaction_post, transaction_reverse
from forbear.store.models import Account, LedgerTransaction, Refund
from forbear.store.selectors.ledger import first_open_day

# what goes to the cardholder is no longer owed to them; then it is paid
_KINDS = ("credit_refund", "credit_paid_out")
# end-to-end id, amount above zero in minor units, currency, the bank's value day
Shown = tuple[str, int, str, date]


@transaction.atomic
def refunds_booked(shown: Iterable[Shown], *, on: date, at: datetime, actor: str) -> int:
    """Book refunds that went out by a bank statement; return how many.

    A refund is known by its end-to-end id, and only by the amount and currency that were sent. What
    is no refund of ours, or was booked before, is left as it is.
    """
    named = {one[0]: one for one in shown if one[0]}
    found = Refund.objects.select_for_update(no_key=True).filter(
        end_to_end_id__in=named, state="sent"
    )
    booked = 0
    for refund in found.order_by("pk"):
        _, amount, currency, value_on = named[refund.end_to_end_id]
        if (amount, currency) != (refund.amount_minor, refund.currency):
            continue
        _book(refund, value_on, on=on, at=at, actor=actor)
        booked += 1
    return booked


def refund_taken_back(refund: Refund, *, on: date, at: datetime, actor: str) -> None:
    """Owe the credit again that a refund had paid out, if it was booked; it came back."""
    done = LedgerTransaction.objects.filter(idempotency_key__in=_keys(refund)).order_by("-pk")
    for made in done:
        undone = transaction_reverse(
            transaction_id=made.pk,
            key=f"refund-back:{made.kind}:{refund.pk}",
            on=max(first_open_day(on), made.on),
            at=at,
            actor=actor,
            reason="the refund came back",
        )
        assert isinstance(undone, LedgerTransaction), undone
    if done:
        _move(refund, -refund.amount_minor)


def _book(refund: Refund, value_on: date, *, on: date, at: datetime, actor: str) -> None:
    parts = [Part("credit", refund.amount_minor)]
    for kind, key in zip(_KINDS, _keys(refund), strict=True):
        made = transaction_post(
            key=key,
            kind=kind,
            on=first_open_day(on),
            value_on=value_on,
            currency=refund.currency,
            legs=legs_of(kind, parts),
            at=at,
            actor=actor,
            account_id=refund.account_id,
        )
        assert isinstance(made, LedgerTransaction), made
    _move(refund, refund.amount_minor)
    refund.state, refund.state_at = "booked", at
    refund.save(update_fields=["state", "state_at"])
    audit_write(
        at=at,
        actor=actor,
        action="refund.booked",
        subject="refund",
        subject_id=refund.pk,
        data={"account": refund.account_id, "amount_minor": refund.amount_minor},
    )


def _keys(refund: Refund) -> tuple[str, ...]:
    return tuple(f"refund:{kind}:{refund.pk}" for kind in _KINDS)


def _move(refund: Refund, minor: int) -> None:
    Account.objects.filter(pk=refund.account_id).update(balance_minor=F("balance_minor") + minor)
