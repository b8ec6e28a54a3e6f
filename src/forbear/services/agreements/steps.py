"""One step of an offer: its state, the line of its history, and the audit's entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from forbear.core.agreements.offers import may_become
from forbear.core.calendar.zones import local_date
from forbear.services.audit import audit_write
from forbear.store.models import Account, LedgerTransaction, Offer, OfferStep

NOTE_MAX = 500


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is done and by whom; ``on`` is the day where the cardholder is."""

    on: date
    at: datetime
    actor: str


def moment_of(account: Account, at: datetime, actor: str) -> Moment:
    """Return when something is done to an account, on the day where its cardholder is."""
    return Moment(local_date(at, account.person.time_zones), at, actor)


def offer_step(
    offer: Offer,
    step: str,
    moment: Moment,
    *,
    note: str = "",
    amount_minor: int = 0,
    posted: LedgerTransaction | None = None,
    before: dict[str, object] | None = None,
) -> OfferStep:
    """Append a step; if it is a state the offer goes there, which it must be able to."""
    if step != offer.state and may_become(offer.state, step):
        offer.state, offer.state_at = step, moment.at
        offer.save()
    made = OfferStep.objects.create(
        offer=offer,
        step=step,
        at=moment.at,
        on=moment.on,
        actor=moment.actor[:150],
        note=note[:NOTE_MAX],
        amount_minor=amount_minor,
        transaction=posted,
        before=before or {},
    )
    audit_write(
        at=moment.at,
        actor=moment.actor,
        action=f"offer.{step}",
        subject="offer",
        subject_id=offer.pk,
        data={
            "account": offer.account_id,
            "type": offer.type,
            "state": offer.state,
            "amount_minor": amount_minor,
            "note": note,
        },
    )
    return made
