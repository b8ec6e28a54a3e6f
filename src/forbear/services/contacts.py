"""Contacts: what was tried, and what came of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from forbear.services.audit import audit_write
from forbear.services.permits import permit_refusal
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Contact, Permit, PlannedContact
from forbear.store.selectors.guarantees import party_at


@transaction.atomic
def contact_log(
    *,
    permit_id: int,
    outcome: str | None,
    at: datetime,
    actor: str,
    party: str | None = None,
    note: str = "",
) -> Contact | Refusal:
    """Append the contact that a permit allowed; without ``party``, the contact point's is meant.

    A permit that was consumed when the contact began is accepted once, however long it took. One
    that was never consumed must still live, and is consumed now.
    """
    permit = Permit.objects.select_for_update(no_key=True).get(pk=permit_id)
    if Contact.objects.filter(permit=permit).exists():
        return Refusal("PERMIT_CONSUMED", "This permit has been used. Ask the gate for a new one.")
    if permit.consumed_at is None:
        if refusal := permit_refusal(permit, at=at):
            return refusal
        permit.consumed_at = at
        permit.save(update_fields=["consumed_at"])
    contact = contact_append(permit, outcome=outcome, actor=actor, party=party, note=note)
    if permit.planned_id is not None:
        PlannedContact.objects.filter(pk=permit.planned_id).update(state="done", state_at=at)
    audit_write(
        at=at,
        actor=actor,
        action="contact.logged",
        subject="contact",
        subject_id=contact.pk,
        data={"permit": permit.pk, "outcome": outcome},
    )
    return contact


@transaction.atomic
def contact_log_inbound(
    *,
    person_id: int,
    channel: str,
    at: datetime,
    actor: str,
    account_id: int | None = None,
    contact_point_id: int | None = None,
    party: str = "cardholder",
    outcome: str | None = "conversation",
    note: str = "",
) -> Contact:
    """Append a contact that someone else began. It needs no permit."""
    collector = "creditor"
    if account_id is not None:
        collector = Account.objects.values_list("collector_kind", flat=True).get(
            pk=account_id, person_id=person_id
        )
    contact = Contact.objects.create(
        person_id=person_id,
        account_id=account_id,
        contact_point_id=contact_point_id,
        at=at,
        channel=channel,
        direction="in",
        party=party,
        outcome=outcome,
        collector=collector,
        actor=actor,
        note=note,
    )
    audit_write(
        at=at,
        actor=actor,
        action="contact.received",
        subject="contact",
        subject_id=contact.pk,
        data={"channel": channel, "outcome": outcome},
    )
    return contact


def contact_append(
    permit: Permit, *, outcome: str | None, actor: str, party: str | None = None, note: str = ""
) -> Contact:
    """Append the one contact of a consumed permit; called inside a use case's transaction."""
    assert permit.consumed_at is not None, "a contact is made under a permit that was used"
    account = permit.account
    contact = Contact.objects.create(
        person_id=permit.person_id,
        account=account,
        contact_point_id=permit.contact_point_id,
        at=permit.consumed_at,
        channel=permit.channel,
        party=party or party_at(permit.contact_point, account_id=account.pk, at=permit.consumed_at),
        outcome=outcome,
        collector=account.collector_kind,
        permit=permit,
        actor=actor,
        note=note,
    )
    if account.is_first_contact:
        Account.objects.filter(pk=account.pk).update(is_first_contact=False)
    return contact
