"""Promises to pay."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Promise

DAYS_MAX = 3


@transaction.atomic
def promise_record(
    *,
    account_id: int,
    amount_minor: int,
    pay_on: date,
    made_at: datetime,
    actor: str,
    days_max: int = DAYS_MAX,
) -> Promise | Refusal:
    """Record a promise to pay ``amount_minor`` by ``pay_on``, at most ``days_max`` days ahead.

    The days are counted where the cardholder most likely is. One account has one open promise.
    """
    account = (
        Account.objects.select_for_update(no_key=True, of=("self",))
        .select_related("person")
        .get(pk=account_id)
    )
    made_on = _local_date(made_at, account.person.time_zones)
    refusal = _refusal(account, amount_minor, pay_on, made_on=made_on, days_max=days_max)
    if refusal:
        return refusal
    promise = Promise.objects.create(
        account=account, amount_minor=amount_minor, pay_on=pay_on, made_at=made_at, actor=actor
    )
    audit_write(
        at=made_at,
        actor=actor,
        action="promise.recorded",
        subject="promise",
        subject_id=promise.pk,
        data={"account": account.pk, "amount_minor": amount_minor, "pay_on": pay_on.isoformat()},
    )
    return promise


def _refusal(
    account: Account, amount_minor: int, pay_on: date, *, made_on: date, days_max: int
) -> Refusal | None:
    if amount_minor <= 0:
        return Refusal("PROMISE_WITHOUT_AMOUNT", "A promise needs an amount above zero.")
    if amount_minor > account.balance_minor:
        return Refusal("PROMISE_ABOVE_BALANCE", "The amount is more than all that is owed.")
    if pay_on < made_on:
        return Refusal("PROMISE_IN_THE_PAST", "The day of the promise has passed.")
    if pay_on > made_on + timedelta(days=days_max):
        return Refusal(
            "PROMISE_TOO_FAR",
            f"A promise may be at most {days_max} days ahead. Offer a plan for anything longer.",
        )
    if Promise.objects.filter(account=account, state="open").exists():
        return Refusal("PROMISE_OPEN", "There is an open promise on this account already.")
    return None


def _local_date(at: datetime, time_zones: str | None) -> date:
    """Return the day it is in the likeliest zone; in UTC if none is known."""
    first = (time_zones or "").split(",")[0].strip()
    return at.astimezone(ZoneInfo(first) if first else UTC).date()
