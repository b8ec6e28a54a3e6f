"""Taking a message that someone sent to us."""

from __future__ import annotations

import hashlib
import logging
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction

from forbear.core.speech.replies import Intent, Reading, reply_read
from forbear.ports.gate import Gate
from forbear.services.audit import audit_write
from forbear.services.contacts import contact_log_inbound
from forbear.services.inbound.acting import (
    close_points,
    confirm,
    help_answer,
    opt_out,
    start_again,
)
from forbear.services.inbound.calls import call_wish_take
from forbear.services.inbound.matching import Match, address_even, address_points, matches
from forbear.store.models import (
    AuditEntry,
    ContactPoint,
    InboundMatch,
    InboundMessage,
    PlannedContact,
)

_LOG = logging.getLogger(__name__)
TEXT_MAX = 10_000
_ADDRESS_MAX, _REF_MAX, _PROVIDER_MAX = 320, 120, 32
# From one sender within an hour: so many are shown each for itself, so many are kept at all.
SHOWN_MAX, KEPT_MAX = 10, 100
_HOUR = timedelta(hours=1)
# A provider that names no reference repeats a message within this time, or it is a new one.
_REPEATED_WITHIN = timedelta(minutes=10)
# What was asked for plainly and done: nobody needs to read it.
_ANSWERED = frozenset({"answered", "consented", "call_planned", "call_refused"})
_SENDER_LOCKS = 0x496E << 48  # the upper bits keep these locks apart from all others


@dataclass(frozen=True, slots=True)
class InboundTaken:
    """What became of an inbound message.

    ``is_new``: it was not known. ``message_id`` is None where a flood was not kept.
    """

    message_id: int | None
    intent: Intent
    is_exact: bool
    action: str
    is_new: bool
    person_ids: tuple[int, ...] = ()
    confirmation_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Given:
    channel: str
    provider: str
    sender: str
    even: str
    recipient: str
    text: str
    at: datetime


def inbound_take(
    *,
    channel: str,
    provider: str,
    provider_ref: str,
    sender: str,
    recipient: str,
    text: str,
    at: datetime,
    ask: Gate | None = None,
) -> InboundTaken:
    """Keep a message once, and do at once what it plainly asks for, in one transaction.

    A plain wish to stop is an opt-out of every person who has that address, there; messages that
    wait are stopped and one confirmation is planned. A plain wrong number closes the address. A
    plain HELP is answered, once an hour; a plain START takes back a plain STOP. Who asks to be
    called at a plain time is called then, or told the nearest lawful time; without the gate
    (``ask``) that waits for a person, as everything else does. An unknown sender's message is
    kept; nothing is invented.
    """
    sender = _printed(sender)[:_ADDRESS_MAX]
    given = _Given(
        channel=channel,
        provider=_printed(provider)[:_PROVIDER_MAX],
        sender=sender,
        even=address_even(channel, sender),
        recipient=_printed(recipient)[:_ADDRESS_MAX],
        text=_kept(text),
        at=at,
    )
    ref = _printed(provider_ref)
    if len(ref) > _REF_MAX:
        ref = hashlib.sha256(ref.encode()).hexdigest()
    try:
        with transaction.atomic():
            _lock(given)
            if known := _known(given, ref):
                return _as_before(known)
            ref = ref or _own_reference(given)
            return _take(given, ref, reply_read(given.text), ask)
    except IntegrityError:
        # the same reference came by another connection at the same moment, from another sender
        known = InboundMessage.objects.filter(provider=given.provider, provider_ref=ref).first()
        if known is None:
            raise
        return _as_before(known)


def _take(given: _Given, ref: str, reading: Reading, ask: Gate | None) -> InboundTaken:
    channel, even, at = given.channel, given.even, given.at
    before = InboundMessage.objects.filter(channel=channel, sender=even, at__gt=at - _HOUR).count()
    acts = reading.is_exact and reading.intent in {"stop", "wrong_person"}
    answers = reading.is_plain and reading.intent in {"help", "start"}
    if before >= KEPT_MAX and not acts:
        _flooded(even, channel, at=at)
        return InboundTaken(None, reading.intent, reading.is_exact, "none", is_new=True)
    points = address_points(channel, given.sender)
    found = matches(channel, points)
    action, planned = "none", None
    if acts and points:
        action, planned = _act(reading.intent, channel, points, found, at=at)
    elif answers and points and before < SHOWN_MAX:
        action, planned = _respond(reading.intent, channel, points, found, at=at)
    call = None
    if ask is not None and before < SHOWN_MAX:
        call = call_wish_take(reading, given.text, channel, found, ask=ask, at=at)
    if call is not None:
        action, planned = call.action, call.told
    message = InboundMessage.objects.create(
        provider=given.provider,
        provider_ref=ref,
        channel=channel,
        sender=even,
        recipient=given.recipient,
        text=given.text,
        at=at,
        intent=reading.intent,
        is_exact=reading.is_exact or call is not None,
        also=list(reading.also),
        # an unknown sender's wish could not be carried out: a person looks
        needs_person=(reading.needs_person and action not in _ANSWERED) or not points,
        is_flood=before >= SHOWN_MAX,
        action=action,
        confirmation=planned,
        call_back=call.back if call else None,
        call_nearest_at=call.nearest if call else None,
    )
    _match(message, found, at=at)
    audit_write(
        at=at,
        actor=f"provider:{given.provider}",
        action="inbound.taken",
        subject="inbound_message",
        subject_id=message.pk,
        data={"channel": channel, "intent": reading.intent, "action": action},
    )
    return InboundTaken(
        message.pk,
        reading.intent,
        reading.is_exact,
        action,
        is_new=True,
        person_ids=tuple(match.point.person_id for match in found),
        confirmation_id=planned.pk if planned else None,
    )


def _act(
    intent: Intent,
    channel: str,
    points: Sequence[ContactPoint],
    found: Sequence[Match],
    *,
    at: datetime,
) -> tuple[str, PlannedContact | None]:
    if intent == "wrong_person":
        close_points(points, at=at, actor="inbound")
        return "closed", None
    is_new = opt_out(points, channel=channel, at=at, actor="inbound")
    planned = None
    if is_new:
        # one for the address, however many persons have it
        best = next((match for match in found if match.account_id), found[0])
        planned = confirm(best.point, best.account_id, channel=channel, at=at)
    return "opted_out", planned


def _respond(
    intent: Intent,
    channel: str,
    points: Sequence[ContactPoint],
    found: Sequence[Match],
    *,
    at: datetime,
) -> tuple[str, PlannedContact | None]:
    if intent == "start":
        is_again = start_again(points, channel=channel, at=at, actor="inbound")
        return ("consented" if is_again else "none"), None
    best = next((match for match in found if match.account_id), found[0])
    planned = help_answer(best.point, best.account_id, channel=channel, at=at)
    return ("answered" if planned else "none"), planned


def _match(message: InboundMessage, found: Sequence[Match], *, at: datetime) -> None:
    InboundMatch.objects.bulk_create(
        InboundMatch(
            message=message,
            person_id=match.point.person_id,
            contact_point=match.point,
            account_id=match.account_id,
        )
        for match in found
    )
    if message.is_flood:
        return
    for match in found:
        contact_log_inbound(
            person_id=match.point.person_id,
            account_id=match.account_id,
            contact_point_id=match.point.pk,
            channel=message.channel,
            at=at,
            actor=f"provider:{message.provider}",
            # of several who have the address, nobody knows who wrote
            party=match.point.party if len(found) == 1 else "unknown",
            outcome="replied",
        )


def _known(given: _Given, ref: str) -> InboundMessage | None:
    if ref:
        return InboundMessage.objects.filter(provider=given.provider, provider_ref=ref).first()
    return InboundMessage.objects.filter(
        provider=given.provider,
        channel=given.channel,
        sender=given.even,
        text=given.text,
        at__gt=given.at - _REPEATED_WITHIN,
    ).first()


def _own_reference(given: _Given) -> str:
    parts = (given.channel, given.even, given.recipient, given.text, given.at.isoformat())
    return "own-" + hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _as_before(known: InboundMessage) -> InboundTaken:
    return InboundTaken(
        known.pk,
        known.intent,  # type: ignore[arg-type] # the column holds only these words
        known.is_exact,
        known.action,
        is_new=False,
        person_ids=tuple(known.matches.values_list("person_id", flat=True)),
        confirmation_id=known.confirmation_id,
    )


def _flooded(sender: str, channel: str, *, at: datetime) -> None:
    """Tell once an hour that a sender's messages are no longer kept."""
    of_sender = hashlib.sha256(sender.encode()).hexdigest()[:16]
    told = AuditEntry.objects.filter(
        subject="inbound", action="inbound.flood", at__gt=at - _HOUR, data__sender=of_sender
    )
    if not told.exists():
        _LOG.warning("more than %d messages an hour from one %s sender", KEPT_MAX, channel)
        audit_write(
            at=at,
            actor="inbound",
            action="inbound.flood",
            subject="inbound",
            data={"sender": of_sender, "channel": channel, "kept": KEPT_MAX},
        )


def _lock(given: _Given) -> None:
    """Take the messages of one sender one after the other."""
    digest = hashlib.sha256(f"{given.channel} {given.even}".encode()).digest()
    with connection.cursor() as cursor:
        key = _SENDER_LOCKS | int.from_bytes(digest[:6], "big")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


_HALF = re.compile("[\ud800-\udfff]")


def _kept(text: str) -> str:
    """Return what can be kept of a text: no NUL, no half characters, and not without end."""
    return _HALF.sub("\ufffd", text.replace("\0", "\ufffd"))[:TEXT_MAX]


def _printed(value: str) -> str:
    """Return a value of one line without control characters and marks that turn the writing."""
    return "".join(
        sign for sign in _kept(value) if not unicodedata.category(sign).startswith("C")
    ).strip()
