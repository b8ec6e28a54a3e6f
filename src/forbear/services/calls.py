"""A call made by a person at the desk: its beginning, and what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from forbear.core.gate.answers import Answer
from forbear.ports.gate import Gate
from forbear.services.call_backs import BackWish, call_back_ask, call_back_keep
from forbear.services.contacts import contact_log
from forbear.services.desk.call_steps import (
    Left,
    left_record,
    note_explained,
    said_record,
    talk_refusal,
)
from forbear.services.desk.holds import CALL_LEASE, HELD, hold_end, hold_take
from forbear.services.lost.told import call_told
from forbear.services.permits import PermitRequest, permit_consume, permits_issue, purpose_at
from forbear.services.promises import promise_record
from forbear.services.refusals import Refusal
from forbear.services.telephony.lines import ONE_CALL, Dial, dial_refusal, line_close, line_open
from forbear.store.models import Account, Contact, ContactPoint, Permit, PlannedContact
from forbear.store.selectors.call_backs import call_back_due
from forbear.store.selectors.desk import call_unlogged_any, hold_of


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
    dial: Dial | None = None,
    purpose: str | None = None,
) -> Permit | Answer | Refusal:
    """Ask for a permit and use it at once: the call begins. Or return the answer that denies it.

    A call of the same actor on the same account whose outcome is still to be logged is returned
    again: a second press of the button begins nothing new. While someone else holds the case the
    call is refused; a call that begins holds it. Someone other than the cardholder is called only
    to ask how the cardholder can be reached. With ``dial`` the one dial of the permit is noted in
    the same transaction, for ``call_dial``. Raises ``ValueError`` if the contact point is not that
    cardholder's.
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
    point = ContactPoint.objects.select_related("person").filter(pk=contact_point_id).first()
    if refusal := _refused(account_id, point, dial, at=at, actor=actor):
        return refusal
    back = call_back_due(account_id, at=at)
    meant = purpose or (purpose_at(point, account_id=account_id, at=at) if point else "collect")
    planned_id = back.planned_id if back else _planned(account_id, at=at)
    request = PermitRequest(
        account_id=account_id,
        contact_point_id=contact_point_id,
        channel="call",
        purpose=meant,
        planned_id=planned_id if meant == "collect" else None,
    )
    [given] = permits_issue(requests=[request], at=at, actor=actor, ask=ask)
    if not isinstance(given, Permit):
        return given
    used = _use(given, dial, at=at, actor=actor)
    if isinstance(used, Refusal):
        # someone took the case in this very moment: nothing was asked
        transaction.set_rollback(True)
    elif back is not None:
        call_back_keep(back, used, at=at, actor=actor)
    return used


def _refused(
    account_id: int, point: ContactPoint | None, dial: Dial | None, *, at: datetime, actor: str
) -> Refusal | None:
    """Say why no call can begin, whatever the gate says of it."""
    held = hold_of(account_id, at=at)
    if held is not None and held.actor != actor:
        return HELD
    if call_unlogged_any(actor=actor) is not None:
        return ONE_CALL
    if dial is None or point is None:
        return None
    return dial_refusal(number=point.value, dial=dial, actor=actor)


def _planned(account_id: int, *, at: datetime) -> int | None:
    planned = PlannedContact.objects.filter(account_id=account_id, channel="call", state="planned")
    open_now = planned.filter(window_from__lte=at, window_to__gt=at)
    return open_now.values_list("pk", flat=True).first()


def _use(given: Permit, dial: Dial | None, *, at: datetime, actor: str) -> Permit | Refusal:
    """Hold the case, use the permit, and note its dial."""
    mine = hold_take(account_id=given.account_id, at=at, actor=actor, lease=CALL_LEASE)
    if isinstance(mine, Refusal):
        return mine
    used = permit_consume(permit_id=given.pk, at=at, actor=actor)
    if isinstance(used, Permit) and dial is not None:
        line = line_open(used, dial, at=at, actor=actor)
        return line if isinstance(line, Refusal) else used
    return used


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
    left: Left | None = None,
    back: BackWish | None = None,
    told: str = "",
) -> Contact | Refusal:
    """Log what came of a call and the promise made in it: both, or neither.

    ``told`` is what was learnt of the number or the person, one of ``CLOSE_REASONS`` or nothing:
    then the number is closed everywhere, or the death written down.

    A talk with the cardholder is refused unless they were verified in the call, and all that its
    permit demands to be said is among ``said``. ``left`` are the limited words that were spoken to
    someone else or to a machine. ``back`` is the call-back that the cardholder asked for: where no
    call is lawful then, nothing is logged and the refusal names the nearest lawful time.
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
    _words(permit, explained, left, at=at, actor=actor)
    if back is not None and (no := _call_again(permit, back, at=at, actor=actor)):
        transaction.set_rollback(True)
        return no
    call_told(permit, outcome, told, at=at, actor=actor)
    line_close(permit.pk, at=at)
    if contact.account_id is not None:
        hold_end(account_id=contact.account_id, at=at, actor=actor)
    return contact


def _words(
    permit: Permit, explained: Explained | None, left: Left | None, *, at: datetime, actor: str
) -> None:
    if explained is not None:
        note_explained(permit, explained.why, explained.findings, at=at, actor=actor)
    if left is not None:
        left_record(permit, left, at=at, actor=actor)


def _call_again(permit: Permit, back: BackWish, *, at: datetime, actor: str) -> Refusal | None:
    asked = call_back_ask(
        account_id=permit.account_id,
        contact_point_id=permit.contact_point_id,
        wish=back,
        at=at,
        actor=actor,
    )
    return asked if isinstance(asked, Refusal) else None
