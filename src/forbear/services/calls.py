"""A call made by a person at the desk: its beginning, and what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from forbear.core.gate.answers import Answer
from forbear.ports.gate import Gate
from forbear.services.contacts import contact_log
from forbear.services.desk.call_steps import note_explained, said_record, talk_refusal
from forbear.services.desk.holds import CALL_LEASE, HELD, hold_end, hold_take
from forbear.services.lost.told import call_told
from forbear.services.permits import PermitRequest, permit_consume, permits_issue
from forbear.services.promises import promise_record
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Contact, Permit, PlannedContact
from forbear.store.selectors.desk import hold_of


@dataclass(frozen=True, slots=True)
class Promised:
    """What the cardholder promised during a call."""

    amount_minor: int
    pay_on: date


@transaction.atomic
def call_begin(
    *,
    account_id: int,
    contact_point_id: int,
    at: datetime,
    actor: str,
    ask: Gate,
    purpose: str = "collect",
) -> Permit | Answer | Refusal:
    """Ask for a permit and use it at once: the call begins. Or return the answer that denies it.

    A call of the same actor on the same account whose outcome is still to be logged is returned
    again: a second press of the button begins nothing new. While someone else holds the case the
    call is refused; a call that begins holds it. Raises ``ValueError`` if the contact point is not
    that cardholder's.
    """
    # two presses at the same moment wait for each other here
    Account.objects.select_for_update(no_key=True, of=("self",)).get(pk=account_id)
    begun = Permit.objects.filter(
        account_id=account_id,
        channel="call",
        actor=actor,
        consumed_at__isnull=False,
        contact__isnull=True,
    ).first()
    if begun is not None:
        return begun
    held = hold_of(account_id, at=at)
    if held is not None and held.actor != actor:
        return HELD
    planned_id = (
        PlannedContact.objects.filter(account_id=account_id, channel="call", state="planned")
        .filter(window_from__lte=at, window_to__gt=at)
        .values_list("pk", flat=True)
        .first()
    )
    request = PermitRequest(
        account_id=account_id,
        contact_point_id=contact_point_id,
        channel="call",
        purpose=purpose,
        planned_id=planned_id if purpose == "collect" else None,
    )
    [given] = permits_issue(requests=[request], at=at, actor=actor, ask=ask)
    if isinstance(given, Permit):
        mine = hold_take(account_id=account_id, at=at, actor=actor, lease=CALL_LEASE)
        if isinstance(mine, Refusal):
            # someone took the case in this very moment: nothing was asked
            transaction.set_rollback(True)
            return mine
        return permit_consume(permit_id=given.pk, at=at, actor=actor)
    return given


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a note stands although the auditor found something in it: its categories."""

    why: str
    findings: tuple[str, ...]


@transaction.atomic
def call_end(
    *,
    permit_id: int,
    outcome: str,
    party: str,
    note: str,
    promised: Promised | None,
    at: datetime,
    actor: str,
    said: Collection[str] = (),
    explained: Explained | None = None,
    told: str = "",
) -> Contact | Refusal:
    """Log what came of a call and the promise made in it: both, or neither.

    ``told`` is what was learnt of the number or the person, one of ``CLOSE_REASONS`` or nothing:
    then the number is closed everywhere, or the death written down.

    A talk with the cardholder is refused unless they were verified in the call, and all that its
    permit demands to be said is among ``said``.
    """
    promise = None
    permit = Permit.objects.get(pk=permit_id)
    is_talk = outcome == "conversation" and party == "cardholder"
    if (is_talk or promised) and (refusal := talk_refusal(permit, said=said)):
        return refusal
    if promised is not None:
        promise = promise_record(
            account_id=permit.account_id,
            amount_minor=promised.amount_minor,
            pay_on=promised.pay_on,
            made_at=at,
            actor=actor,
        )
        if isinstance(promise, Refusal):
            return promise
    contact = contact_log(
        permit_id=permit_id, outcome=outcome, party=party, note=note, at=at, actor=actor
    )
    if isinstance(contact, Refusal):
        if promise is not None:
            transaction.set_rollback(True)
        return contact
    said_record(permit, said, at=at, actor=actor)
    call_told(permit, outcome, told, at=at, actor=actor)
    if explained is not None:
        note_explained(permit, explained.why, explained.findings, at=at, actor=actor)
    if contact.account_id is not None:
        hold_end(account_id=contact.account_id, at=at, actor=actor)
    return contact
