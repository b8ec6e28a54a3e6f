"""What a person reads in a message that waited for one, and what follows from it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from forbear.core.calendar.zones import local_date
from forbear.core.cases.lifecycle import DISPUTE_OPEN
from forbear.core.cases.words import CASE_CHANNELS
from forbear.core.speech.replies import INTENTS, Intent, plain
from forbear.services.audit import audit_write
from forbear.services.cases.complaints import ComplaintWish, complaint_log
from forbear.services.cases.disputes import DisputeWish, dispute_note, dispute_open
from forbear.services.cases.steps import NOTE_MAX
from forbear.services.inbound.acting import close_points, confirm, opt_out
from forbear.services.inbound.matching import address_points, matches
from forbear.services.refusals import Refusal
from forbear.store.models import (
    Account,
    Consent,
    ContactPoint,
    Dispute,
    InboundMessage,
    InboundVerdict,
    Person,
)
from forbear.store.models.cases import SAID_MAX


@transaction.atomic
def inbound_decide(
    *, message_id: int, intent: Intent, at: datetime, actor: str, note: str = ""
) -> InboundVerdict | Refusal:
    """Write down what a person read, and act on it; the rest of the sender’s flood goes along.

    stop: an opt-out from the moment the message came. wrong_person: the address is closed.
    start: a consent to this channel at this address. dispute: a dispute is opened. complaint: a
    complaint is logged, in their words. represented: someone acts for the person. What the others
    ask for is done elsewhere; they are noted.
    """
    if intent not in INTENTS:
        return Refusal("INTENT_UNKNOWN", f"{intent!r} is not one of {', '.join(INTENTS)}.")
    message = InboundMessage.objects.select_for_update(no_key=True).filter(pk=message_id).first()
    if message is None:
        return Refusal("MESSAGE_UNKNOWN", "There is no such message.")
    if InboundVerdict.objects.filter(message=message).exists():
        return Refusal("ALREADY_READ", "Someone has read this message already. Nothing was done.")
    points = address_points(message.channel, message.sender)
    persons = {point.person_id for point in points}
    action = _act(message, intent, points, at=at, actor=actor)
    dispute, complaint = _cases(message, intent, points, at=at, actor=actor)
    verdict = InboundVerdict.objects.create(
        message=message,
        intent=intent,
        person_id=min(persons) if len(persons) == 1 else None,
        action=action,
        at=at,
        actor=actor,
        note=note[:400],
        dispute_id=dispute,
        complaint_id=complaint,
    )
    flood = InboundMessage.objects.filter(
        channel=message.channel,
        sender=message.sender,
        is_flood=True,
        needs_person=True,
        verdict__isnull=True,
        at__lte=at,
    ).exclude(pk=message.pk)
    InboundVerdict.objects.bulk_create(
        InboundVerdict(message=one, intent=intent, action="noted", at=at, actor=actor)
        for one in flood
    )
    audit_write(
        at=at,
        actor=actor,
        action="inbound.read",
        subject="inbound_message",
        subject_id=message.pk,
        data={
            "intent": intent,
            "action": action,
            "suggested": message.intent,
            "dispute": dispute,
            "complaint": complaint,
        },
    )
    return verdict


def _act(
    message: InboundMessage,
    intent: Intent,
    points: list[ContactPoint],
    *,
    at: datetime,
    actor: str,
) -> str:
    if not points:
        return "noted"
    if intent == "stop":
        if opt_out(points, channel=message.channel, at=message.at, actor=actor):
            found = matches(message.channel, points)
            best = next((match for match in found if match.account_id), found[0])
            confirm(best.point, best.account_id, channel=message.channel, at=at)
        return "opted_out"
    if intent == "wrong_person":
        close_points(points, at=at, actor=actor)
        return "closed"
    if intent == "start":
        Consent.objects.bulk_create(
            Consent(
                person_id=point.person_id,
                channel=message.channel,
                contact_point=point,
                kind="contact",
                at=message.at,
            )
            for point in points
        )
        return "consented"
    if intent == "represented":
        for person in Person.objects.filter(pk__in={point.person_id for point in points}):
            person.attorney_known = True
            person.save(update_fields=["attorney_known"])
    return "noted"


def _cases(
    message: InboundMessage,
    intent: Intent,
    points: list[ContactPoint],
    *,
    at: datetime,
    actor: str,
) -> tuple[int | None, int | None]:
    """Open the dispute or the complaint that a message is; return the number of the first."""
    moment = max(at, message.at)
    if intent == "dispute":
        return next(iter(_disputes(message, points, at=moment, actor=actor)), None), None
    if intent == "complaint":
        return None, next(iter(_complaints(message, points, at=moment, actor=actor)), None)
    return None, None


def _complaints(
    message: InboundMessage, points: list[ContactPoint], *, at: datetime, actor: str
) -> list[int]:
    """Log a complaint of each person who may have written, in the words of the message, once.

    It is filed under the account that was written about; where nobody knows which, under the
    oldest.
    """
    made: list[int] = []
    for match in matches(message.channel, points):
        owned = Account.objects.filter(person_id=match.point.person_id).order_by("pk")
        account_id = match.account_id or owned.values_list("pk", flat=True).first()
        if account_id is None:
            continue
        done = complaint_log(
            account_id=account_id,
            wish=ComplaintWish(
                channel=_case_channel(message),
                said=_said(message)[:SAID_MAX],
                received_on=local_date(message.at, match.point.person.time_zones),
                inbound_id=message.pk,
            ),
            key=f"inbound:{message.pk}:{match.point.person_id}",
            at=at,
            actor=actor,
        )
        if not isinstance(done, Refusal):
            made.append(done.pk)
    return made


def _said(message: InboundMessage) -> str:
    """Return the words of a message as a case keeps them; its channel where it has none."""
    return plain(message.text).strip() or message.channel


def _case_channel(message: InboundMessage) -> str:
    return message.channel if message.channel in CASE_CHANNELS else "call"


def _disputes(
    message: InboundMessage, points: list[ContactPoint], *, at: datetime, actor: str
) -> list[int]:
    """Open a dispute of the account; where nobody knows which is meant, of every account.

    What cannot be opened, because nothing is owed there, is left: the verdict says what was read.
    """
    made: list[int] = []
    for match in matches(message.channel, points):
        meant = Account.objects.filter(person_id=match.point.person_id)
        if match.account_id is not None:
            meant = meant.filter(pk=match.account_id)
        for account_id in meant.order_by("pk").values_list("pk", flat=True):
            done = _dispute_of(account_id, message, match.point.person, at=at, actor=actor)
            if not isinstance(done, Refusal):
                made.append(done.pk)
    return made


def _dispute_of(
    account_id: int, message: InboundMessage, person: Person, *, at: datetime, actor: str
) -> Dispute | Refusal:
    said = _said(message)
    running = Dispute.objects.filter(account_id=account_id, state__in=DISPUTE_OPEN).first()
    if running is not None:
        note = said[:NOTE_MAX]
        return dispute_note(dispute_id=running.pk, step="noted", at=at, actor=actor, note=note)
    return dispute_open(
        account_id=account_id,
        wish=DisputeWish(
            ground="other",
            channel=_case_channel(message),
            said=said[:SAID_MAX],
            received_on=local_date(message.at, person.time_zones),
            inbound_id=message.pk,
        ),
        key=f"inbound:{message.pk}:{account_id}",
        at=at,
        actor=actor,
    )
