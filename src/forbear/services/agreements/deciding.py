"""Four eyes over an offer: whoever answers has the authority, and is not who asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from forbear.core.agreements.authority import above_authority
from forbear.core.agreements.offers import OfferTerms, wish_of
from forbear.services.agreements.authority import authority_limits
from forbear.services.agreements.offers import offer_locked
from forbear.services.agreements.steps import Moment, moment_of, offer_step
from forbear.services.agreements.writing import offer_write
from forbear.services.approvals import approval_give, approval_refuse
from forbear.services.refusals import Refusal
from forbear.store.models import Approval, Offer


@transaction.atomic
def offer_decide(
    *,
    approval_id: int,
    is_given: bool,
    roles: Iterable[str],
    at: datetime,
    actor: str,
    why: str = "",
) -> Offer | Refusal:
    """Approve or refuse what somebody asked to offer; once, and within one's own authority.

    Refusals: those of approvals, ``OFFER_NOT_OPEN``, ``NO_AUTHORITY`` where the approver's own
    limits do not cover it, ``NOTE_MISSING`` where it costs more than the household can spare and
    no reason is given.
    """
    asked = Approval.objects.filter(pk=approval_id, subject="offer").first()
    if asked is None:
        return Refusal("APPROVAL_UNKNOWN", f"Nobody asked for approval {approval_id}.")
    held = offer_locked(asked.subject_id)
    if isinstance(held, Refusal):
        return held
    offer, account = held
    moment = moment_of(account, at, actor)
    refusal = _refused(offer, asked, moment, roles, why) if is_given else None
    if refusal is not None:
        return refusal
    answer = (
        approval_give(approval_id=approval_id, by=actor, at=at, why=why)
        if is_given
        else approval_refuse(approval_id=approval_id, by=actor, at=at, why=why)
    )
    if isinstance(answer, Refusal):
        return answer
    if offer.state == "asked":
        offer_step(offer, "offered" if is_given else "refused", moment, note=why)
        offer_write(offer, account, offer.state, at=at)
    return offer


def _refused(
    offer: Offer, asked: Approval, moment: Moment, roles: Iterable[str], why: str
) -> Refusal | None:
    if hasattr(asked, "answer") or asked.asked_by == moment.actor:
        return None  # the approval itself refuses that
    if offer.state != "asked":
        return Refusal("OFFER_NOT_OPEN", f"The offer is {offer.state}.")
    if moment.on > offer.expires_on:
        return Refusal("OFFER_NOT_OPEN", "The offer's last day has passed; make it anew.")
    terms = terms_of(offer)
    wish = wish_of(terms, currency=offer.currency, owed_minor=offer.owed_minor, on=moment.on)
    above = above_authority(authority_limits(moment.on), roles, wish)
    if above:
        text = f"It lies above your own authority too: {', '.join(above)}. Ask somebody above you."
        return Refusal("NO_AUTHORITY", text)
    if "ABOVE_AFFORDABLE" in asked.needs and not why.strip():
        return Refusal("NOTE_MISSING", "It costs more than they can spare: say why it is right.")
    return None


def terms_of(offer: Offer) -> OfferTerms:
    """Return an offer's terms as values."""
    return OfferTerms(
        type=offer.type,
        amount_minor=0 if offer.type == "installment" else offer.amount_minor,
        pay_by=offer.pay_by,
        condition_minor=offer.condition_minor,
        component=offer.component,
        months=offer.months,
        first_due_on=offer.first_due_on,
        yearly_rate_e10=offer.yearly_rate_e10,
        until_on=offer.until_on,
        rate_share_bp=offer.rate_share_bp,
        expires_on=offer.expires_on,
    )
