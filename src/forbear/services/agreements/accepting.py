"""The cardholder says yes: from then on the offer binds us, and its condition runs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from forbear.services.agreements.fulfilling import waiver_judge
from forbear.services.agreements.offers import agreed_already, offer_locked
from forbear.services.agreements.plans import plan_begin
from forbear.services.agreements.relief import ReliefWish, relief_give
from forbear.services.agreements.steps import Moment, moment_of, offer_step
from forbear.services.agreements.writing import offer_write
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Offer


@transaction.atomic
def offer_accept(
    *, offer_id: int, at: datetime, actor: str, accepted_by: str = ""
) -> Offer | Refusal:
    """Accept an offer for the cardholder (``accepted_by``: who said so); again, it is the same one.

    Refusals: ``OFFER_MISSING``, ``OFFER_NOT_OPEN``, ``OFFER_EXPIRED``, ``OFFER_CONFLICT`` where a
    plan or settlement runs already, and those of what it begins.
    """
    held = offer_locked(offer_id)
    if isinstance(held, Refusal):
        return held
    offer, account = held
    moment = moment_of(account, at, actor)
    if offer.accepted_on is not None:
        return offer
    refusal = accept_refusal(offer, moment)
    if refusal is not None:
        return refusal
    offer.accepted_on, offer.accepted_by = moment.on, accepted_by[:150]
    offer_step(offer, "accepted", moment, note=accepted_by)
    refusal = _begin(offer, account, moment)
    if refusal is not None:
        transaction.set_rollback(True)
        return refusal
    offer_write(offer, account, "accepted", at=at)
    return offer


def accept_refusal(offer: Offer, moment: Moment) -> Refusal | None:
    """Return why an offer cannot be accepted at a moment; ``None`` if it can."""
    if offer.state != "offered":
        return Refusal("OFFER_NOT_OPEN", f"The offer is {offer.state}.")
    if moment.on > offer.expires_on:
        return Refusal("OFFER_EXPIRED", f"The offer's last day was {offer.expires_on}.")
    if offer.type in {"settlement", "installment"} and agreed_already(offer.account_id):
        return Refusal("OFFER_CONFLICT", "A plan or a settlement is agreed already.")
    return None


def _begin(offer: Offer, account: Account, moment: Moment) -> Refusal | None:
    """Begin what was agreed, in the transaction of the yes."""
    if offer.type == "installment":
        begun = plan_begin(offer, account, moment)
        return begun if isinstance(begun, Refusal) else None
    if offer.type == "payment_pause":
        wish = ReliefWish("pause", "other", until_on=offer.until_on)
        given = relief_give(
            account_id=account.pk, wish=wish, at=moment.at, actor=moment.actor, offer=offer
        )
        return given if isinstance(given, Refusal) else None
    if offer.type in {"settlement", "fee_waiver"}:
        waiver_judge(offer, account, moment)
    return None
