"""Promises to pay."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from forbear.core.agreements.rules import AgreementRules
from forbear.core.agreements.windows import PromiseWindow, window_for
from forbear.core.calendar.zones import local_date
from forbear.core.payments.promises import promise_state
from forbear.packs.agreements import load_agreement_rules
from forbear.services.audit import audit_write
from forbear.services.house import house_date
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Promise
from forbear.store.payments.promises import Standing, promises_standing
from forbear.store.prepared import Prepared, Slot

_BROKEN = Prepared(
    lambda: Promise.objects.filter(
        account_id=Slot("account"), state="broken", pay_on__gte=Slot("since")
    ).values_list("pk")
)


def promise_window(
    account_id: int, *, on: date, rules: AgreementRules | None = None
) -> PromiseWindow:
    """Return how far ahead a promise on an account may lie, by those that were broken of late."""
    given = rules or load_agreement_rules()
    since = on - timedelta(days=given.look_back_days)
    return window_for(given.windows, len(_BROKEN.rows(account=account_id, since=since)))


def window_unbroken(rules: AgreementRules | None = None) -> PromiseWindow:
    """Return how far ahead a promise may lie where none was ever made."""
    return window_for((rules or load_agreement_rules()).windows, 0)


@transaction.atomic
def promise_record(
    *,
    account_id: int,
    amount_minor: int,
    pay_on: date,
    made_at: datetime,
    actor: str,
    rules: AgreementRules | None = None,
) -> Promise | Refusal:
    """Record a promise to pay ``amount_minor`` by ``pay_on``, within the account's window.

    The window shrinks with each broken promise. The days are counted where the cardholder most
    likely is. One account has one open promise.
    """
    account = (
        Account.objects.select_for_update(no_key=True, of=("self",))
        .select_related("person")
        .get(pk=account_id)
    )
    made_on = local_date(made_at, account.person.time_zones)
    window = promise_window(account_id, on=made_on, rules=rules)
    refusal = _refusal(account, amount_minor, pay_on, made_on=made_on, window=window)
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


@transaction.atomic
def promises_settle(*, on: date | None, at: datetime, actor: str) -> dict[str, int]:
    """Judge the open promises whose day has passed: kept, part kept, or broken. Count them.

    Meant for the morning after, when the bank's file of the day before is in. What comes later and
    was paid in time makes a judgement better again. Without ``on`` it is the morning of the house,
    and a promise whose day is not over where the cardholder is waits.
    """
    counts: dict[str, int] = {}
    morning, over_at = (house_date(at), at) if on is None else (on, None)
    for one in promises_standing(states=("open",), before=morning, over_at=over_at):
        state = _state(one, morning)
        counts[state] = counts.get(state, 0) + 1
        _judge(one, state, at=at, actor=actor)
    return counts


def promises_follow(
    *,
    account_ids: list[int] | None,
    on: date,
    at: datetime,
    actor: str,
    may_fall: bool = False,
) -> None:
    """Let promises follow what was just paid; or, with ``may_fall``, what went back.

    Without ``account_ids``: the accounts of the payments that this transaction booked. A payment
    only makes a promise better; whether one is broken is said by :func:`promises_settle`.
    """
    states = ("open", "part_kept", "broken", *(("kept",) if may_fall else ()))
    for one in promises_standing(states=states, account_ids=account_ids):
        state = _state(one, on)
        is_better = _RANK[state] > _RANK[one.state]
        is_undone = may_fall and one.state == "kept" and state != "kept"
        is_judged = one.state != "open" or state == "kept"
        if is_undone or (is_better and is_judged):
            _judge(one, state, at=at, actor=actor)


_RANK = {"broken": 0, "part_kept": 1, "open": 2, "kept": 3}


def _state(one: Standing, on: date) -> str:
    if one.state in {"part_kept", "broken"}:
        # what was judged is not opened again
        on = max(on, one.pay_on + timedelta(days=1))
    return promise_state(
        amount_minor=one.amount_minor, pay_on=one.pay_on, paid_minor=one.paid_minor, on=on
    )


def _judge(one: Standing, state: str, *, at: datetime, actor: str) -> None:
    Promise.objects.filter(pk=one.promise_id).update(state=state)
    audit_write(
        at=at,
        actor=actor,
        action=f"promise.{state}",
        subject="promise",
        subject_id=one.promise_id,
        data={"before": one.state, "paid_minor": one.paid_minor},
    )


def _refusal(
    account: Account, amount_minor: int, pay_on: date, *, made_on: date, window: PromiseWindow
) -> Refusal | None:
    if amount_minor <= 0:
        return Refusal("PROMISE_WITHOUT_AMOUNT", "A promise needs an amount above zero.")
    if amount_minor > account.balance_minor:
        return Refusal("PROMISE_ABOVE_BALANCE", "The amount is more than all that is owed.")
    if Promise.objects.filter(account=account, state="open").exists():
        return Refusal("PROMISE_OPEN", "There is an open promise on this account already.")
    return _refused_day(pay_on, made_on, window)


def _refused_day(pay_on: date, made_on: date, window: PromiseWindow) -> Refusal | None:
    if pay_on < made_on:
        return Refusal("PROMISE_IN_THE_PAST", "The day of the promise has passed.")
    last = window.last_day(made_on)
    if last is None:
        return Refusal("PROMISES_EXHAUSTED", f"No promise is taken. {window.because}")
    if pay_on > last:
        return Refusal(
            "PROMISE_TOO_FAR",
            f"A promise may lie at most {window.days} days ahead. {window.because} "
            "Offer a plan for anything longer.",
        )
    return None
