"""Offers and plans follow the money: with each payment, and every morning."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from django.db import transaction

from forbear.core.agreements.offers import LIVE
from forbear.services.agreements import relief
from forbear.services.agreements.fulfilling import rate_judge, tail_waive, waiver_judge
from forbear.services.agreements.offers import account_locked
from forbear.services.agreements.plans import flags_restore, plan_judge
from forbear.services.agreements.steps import Moment, offer_step
from forbear.services.agreements.writing import offer_write
from forbear.services.cases.flags import flags_restore as case_flags_restore
from forbear.services.house import house_date, morning_date
from forbear.store.models import Account, Offer, Plan
from forbear.store.selectors.offers import accounts_agreed, offers_live

_FOLLOWS = ("accepted", "kept")
_PAID = (*_FOLLOWS, "broken")


def agreements_follow(
    *,
    account_ids: list[int] | None,
    on: date,
    at: datetime,
    actor: str,
    may_fall: bool = False,
) -> None:
    """Let what is agreed follow what was just paid; or, with ``may_fall``, what went back.

    Without ``account_ids``: the accounts of the payments that this transaction booked. Nothing is
    broken by a payment; whether something is broken is said by :func:`agreements_settle`.
    """
    moment = Moment(on, at, actor)
    states = (*_FOLLOWS, "fulfilled") if may_fall else _PAID
    for account_id in accounts_agreed(account_ids):
        account = account_locked(account_id)
        assert account is not None
        for offer in Offer.objects.filter(account=account, state__in=states).order_by("pk"):
            _follow(offer, account, moment)


@transaction.atomic
def _morning(
    account_id: int, on: date | None, counts: Counter[str], *, at: datetime, actor: str
) -> None:
    account = account_locked(account_id)
    assert account is not None
    moment = Moment(on or morning_date(at, account.person.time_zones), at, actor)
    for offer in Offer.objects.filter(account=account, state__in=LIVE).order_by("pk"):
        before = offer.state
        if before in {"asked", "offered"}:
            if offer.expires_on < moment.on:
                offer_step(offer, "expired", moment)
        else:
            _follow(offer, account, moment)
        if offer.state != before:
            counts[offer.state] += 1


def agreements_settle(*, on: date | None, at: datetime, actor: str) -> dict[str, int]:
    """Judge all that is offered and agreed, on the morning of a day; count what changed.

    Offers expire, settlements and plans are broken or kept, and what is ours to do is done. Run it
    when the bank's files of the day before are in; twice is once. Without ``on`` it is the morning
    of the house, and what is not over where the cardholder is waits.
    """
    counts: Counter[str] = Counter()
    for account_id in offers_live().values_list("account_id", flat=True).distinct():
        _morning(account_id, on, counts, at=at, actor=actor)
    # what is ours to book and to put back goes by the house's day
    on = on or house_date(at)
    moment = Moment(on, at, actor)
    for offer in offers_live(("fulfilled",)).filter(type="settlement", account__status="settled"):
        _tail(offer, moment)
    restored = flags_restore() + relief.flags_restore(on=on) + case_flags_restore()
    return {**counts, **({"flags_restored": restored} if restored else {})}


@transaction.atomic
def _tail(offer: Offer, moment: Moment) -> None:
    account = account_locked(offer.account_id)
    assert account is not None
    tail_waive(offer, account, moment)


def _follow(offer: Offer, account: Account, moment: Moment) -> None:
    before = offer.state
    match offer.type:
        case "settlement" | "fee_waiver":
            waiver_judge(offer, account, moment)
        case "installment":
            _plan(offer, account, moment)
        case "rate_reduction" if before in _FOLLOWS:
            rate_judge(offer, account, moment)
        case "payment_pause" if (
            before in _FOLLOWS and offer.until_on and moment.on > offer.until_on
        ):
            offer_step(offer, "fulfilled", moment)
    if offer.state != before:
        offer_write(offer, account, offer.state, at=moment.at)


def _plan(offer: Offer, account: Account, moment: Moment) -> None:
    plan = Plan.objects.select_for_update().filter(offer=offer).first()
    if plan is None or plan.state not in {"kept", "missed"}:
        return
    before = plan.state
    if plan_judge(plan, offer, account, moment) == "missed" != before:
        offer_write(offer, account, "missed", at=moment.at)
