"""Booking: one balanced transaction at a time, once for each key, never in a closed period."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple
from datetime import date, datetime

from django.db import transaction

from forbear.core.ledger.books import Leg, reversed_legs
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.books import books_shared, transaction_write
from forbear.store.models import Account, LedgerTransaction, PeriodLock
from forbear.store.selectors.ledger import first_open_day, leg_list, locked_through


def request_hash_of(content: dict[str, object]) -> str:
    """Return what tells two requests apart: the SHA-256 of their content as canonical JSON."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def transaction_post(
    *,
    key: str,
    kind: str,
    on: date,
    currency: str,
    legs: Sequence[Leg],
    at: datetime,
    actor: str,
    account_id: int | None = None,
    value_on: date | None = None,
    note: str = "",
    request_hash: str | None = None,
) -> LedgerTransaction | Refusal:
    """Book one transaction; the same request under the same key gives the same one again.

    ``value_on`` is the day from which it counts, if that is not ``on``. ``request_hash`` stands for
    what was asked; without one it is made of everything that is booked. Refusals:
    ``IDEMPOTENCY_CONFLICT``, ``PERIOD_LOCKED``, ``UNBALANCED``, ``WRONG_CURRENCY``,
    ``ACCOUNT_UNKNOWN``, ``ACCOUNT_MISSING``.
    """
    asked = request_hash or request_hash_of(
        {
            "account": account_id,
            "kind": kind,
            "on": on,
            "value_on": value_on or on,
            "currency": currency,
            "legs": sorted(astuple(leg) for leg in legs),
            "note": note,
        }
    )
    held = _held(key, asked)
    if held is not None:
        return held
    books_shared()
    refusal = (
        _refused_account(account_id, currency, legs) or _refused_legs(legs) or _refused_day(on)
    )
    if refusal is not None:
        return refusal
    written = transaction_write(
        account_id=account_id,
        kind=kind,
        on=on,
        value_on=value_on or on,
        currency=currency,
        key=key,
        request_hash=asked,
        posted_at=at,
        actor=actor,
        note=note,
        legs=legs,
    )
    if written is not None:
        _audit(written, legs, at=at, actor=actor, action="ledger.posted")
    # another one may have come first with this key
    return written or _held(key, asked) or _conflict(key)


@transaction.atomic
def transaction_reverse(
    *,
    transaction_id: int,
    key: str,
    on: date,
    at: datetime,
    actor: str,
    reason: str,
    value_on: date | None = None,
) -> LedgerTransaction | Refusal:
    """Book the equal and opposite of a transaction, with the reason. Once, and never before it.

    Refusals, besides those of :func:`transaction_post`: ``TRANSACTION_UNKNOWN``,
    ``ALREADY_REVERSED``, ``REVERSAL_BEFORE``, ``REASON_MISSING``.
    """
    original = LedgerTransaction.objects.filter(pk=transaction_id).first()
    if original is None:
        return Refusal("TRANSACTION_UNKNOWN", f"The ledger has no transaction {transaction_id}.")
    asked = request_hash_of(
        {"reverses": original.pk, "on": on, "value_on": value_on or on, "reason": reason}
    )
    held = _held(key, asked)
    if held is not None:
        return held
    books_shared()
    refusal = _refused_reversal(original, on, reason) or _refused_day(on)
    if refusal is not None:
        return refusal
    legs = reversed_legs(leg_list(original.pk))
    written = transaction_write(
        account_id=original.account_id,
        kind="reversal",
        on=on,
        value_on=value_on or on,
        currency=original.currency,
        key=key,
        request_hash=asked,
        posted_at=at,
        actor=actor,
        note=reason,
        legs=legs,
        reverses_id=original.pk,
    )
    if written is None:  # another one came first, with this key or with this reversal
        return _held(key, asked) or _already(original.pk)
    _audit(written, legs, at=at, actor=actor, action="ledger.reversed")
    return written


@transaction.atomic
def period_lock(
    *, locked_through: date, at: datetime, actor: str, note: str = ""
) -> PeriodLock | Refusal:
    """Close the books through a day; an earlier day opens them again. The latest lock holds.

    Waits for whoever is booking. ``LOCK_AS_BEFORE`` if they are closed through that day already.
    """
    before = PeriodLock.objects.order_by("-pk").first()
    if before is not None and before.locked_through == locked_through:
        return Refusal("LOCK_AS_BEFORE", f"The books are closed through {locked_through} already.")
    made = PeriodLock.objects.create(
        locked_through=locked_through, at=at, actor=actor, note=note[:200]
    )
    audit_write(
        at=at,
        actor=actor,
        action="ledger.locked",
        subject="period_lock",
        subject_id=made.pk,
        data={
            "locked_through": locked_through.isoformat(),
            "before": before.locked_through.isoformat() if before else None,
        },
    )
    return made


def _held(key: str, asked: str) -> LedgerTransaction | Refusal | None:
    """Return what the ledger holds under a key, or a refusal if that was another request."""
    held = LedgerTransaction.objects.filter(idempotency_key=key).first()
    if held is None:
        return None
    return held if held.request_hash == asked else _conflict(key)


def _conflict(key: str) -> Refusal:
    return Refusal(
        "IDEMPOTENCY_CONFLICT", f"The key {key!r} was used for something else. Take a new key."
    )


def _already(transaction_id: int) -> Refusal:
    return Refusal("ALREADY_REVERSED", f"Transaction {transaction_id} has been reversed already.")


def _refused_account(account_id: int | None, currency: str, legs: Sequence[Leg]) -> Refusal | None:
    if account_id is None:
        if any(leg.is_of_account for leg in legs):
            return Refusal("ACCOUNT_MISSING", "A leg belongs to an account, and none is named.")
        return None
    of_account = Account.objects.filter(pk=account_id).values_list("currency", flat=True).first()
    if of_account is None:
        return Refusal("ACCOUNT_UNKNOWN", f"There is no account {account_id}.")
    if of_account != currency:
        return Refusal(
            "WRONG_CURRENCY", f"The account is kept in {of_account}, the amount is in {currency}."
        )
    return None


def _refused_legs(legs: Sequence[Leg]) -> Refusal | None:
    rest = sum(leg.amount_minor for leg in legs)
    if not legs:
        return Refusal("UNBALANCED", "A transaction needs legs.")
    if rest:
        return Refusal("UNBALANCED", f"The legs sum to {rest} minor units; they must sum to zero.")
    return None


def _refused_day(on: date) -> Refusal | None:
    through = locked_through()
    if through is None or on > through:
        return None
    return Refusal(
        "PERIOD_LOCKED",
        f"The books are closed through {through}. Book it on {first_open_day(on)} or later, "
        "with its true day as value day.",
    )


def _refused_reversal(original: LedgerTransaction, on: date, reason: str) -> Refusal | None:
    if not reason.strip():
        return Refusal("REASON_MISSING", "A reversal needs a reason.")
    if on < original.on:
        return Refusal("REVERSAL_BEFORE", "A reversal cannot come before what it reverses.")
    if LedgerTransaction.objects.filter(reverses=original).exists():
        return _already(original.pk)
    return None


def _audit(
    written: LedgerTransaction, legs: Sequence[Leg], *, at: datetime, actor: str, action: str
) -> None:
    owed = sum(leg.amount_minor for leg in legs if leg.side == "cardholder")
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="ledger_transaction",
        subject_id=written.pk,
        data={
            "account": written.account_id,
            "kind": written.kind,
            "on": written.on.isoformat(),
            "value_on": written.value_on.isoformat(),
            "currency": written.currency,
            "owed_minor": owed,
            "reverses": written.reverses_id,
        },
    )
