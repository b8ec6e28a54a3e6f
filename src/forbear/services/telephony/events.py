"""What a provider reports of calls: each event once, in whatever order they come.

The state of a call is the strongest word of its events (``CALL_EVENTS``), worked out anew from all
of them. An event of a call that is not known here yet is kept, and applied when it is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db import IntegrityError, connection, transaction

from forbear.core.tables import words as w
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.services.telephony.recordings import recording_keep
from forbear.store.models import CallEvent, ProviderCall

# a clock of another house may differ from ours by so much
_SKEW = timedelta(minutes=5)
_CALL_LOCKS = 0x4361 << 48  # the upper bits keep these locks apart from all others
_MISSED = frozenset({"failed", "busy", "no_answer"})


@dataclass(frozen=True, slots=True)
class Reported:
    """One event as the provider tells it; ``call_ref`` is its number of the call, or our reference.

    ``leg``: whose phone it is about. ``seconds`` is how long they talked. ``recording`` and
    ``consent`` are of an event of kind ``recording``.
    """

    event_id: str
    call_ref: str
    kind: str
    happened_at: datetime
    leg: str = "cardholder"
    seconds: int | None = None
    detail: str = ""
    recording: str = ""
    consent: str = "unknown"


@dataclass(frozen=True, slots=True)
class EventTaken:
    """``applied``; ``kept`` until the call is known here; ``repeated``: known already."""

    use: Literal["applied", "kept", "repeated"]


@transaction.atomic
def call_event_take(given: Reported, *, provider: str, at: datetime) -> EventTaken | Refusal:
    """Take an event once. Refusals: EVENT_TIME, EVENT_REUSED."""
    call_lock(provider, given.call_ref)
    if given.happened_at > at + _SKEW:
        return Refusal("EVENT_TIME", "The event lies in the future. Set your clock.")
    call = _call(given.call_ref, provider)
    if call is not None and (call.handed_at is None or given.happened_at < call.handed_at - _SKEW):
        return Refusal("EVENT_TIME", "The event lies before the call was asked for.")
    try:
        with transaction.atomic():
            CallEvent.objects.create(
                provider=provider,
                event_id=given.event_id,
                call_ref=given.call_ref,
                kind=given.kind,
                leg=given.leg,
                happened_at=given.happened_at,
                at=at,
                seconds=given.seconds,
                detail=given.detail[:400],
                recording={"reference": given.recording, "consent": given.consent}
                if given.kind == "recording"
                else {},
            )
    except IntegrityError:
        known = CallEvent.objects.get(provider=provider, event_id=given.event_id)
        if (known.call_ref, known.kind) != (given.call_ref, given.kind):
            return Refusal("EVENT_REUSED", "This number was another event's.")
        return EventTaken("repeated")
    if call is None:
        return EventTaken("kept")
    events_apply(call)
    audit_write(
        at=at,
        actor=f"provider:{provider}",
        action=f"call.{given.kind}",
        subject="permit",
        subject_id=call.permit_id,
        data={"leg": given.leg, "state": call.state},
    )
    return EventTaken("applied")


def call_lock(provider: str, call_ref: str) -> None:
    """Take what concerns one number of a provider one after the other, to the transaction's end.

    Or an event that comes while the number is being written down would miss its call.
    """
    digest = hashlib.sha256(f"{provider} {call_ref}".encode("utf-8", "replace")).digest()
    with connection.cursor() as cursor:
        key = _CALL_LOCKS | int.from_bytes(digest[:6], "big")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _call(call_ref: str, provider: str) -> ProviderCall | None:
    """Find a call by the provider's number or ours, and hold it."""
    locked = ProviderCall.objects.select_for_update(no_key=True).filter(provider=provider)
    found = locked.filter(provider_ref=call_ref).first()
    return found or locked.filter(reference=call_ref).first()


def events_apply(call: ProviderCall) -> None:
    """Work out how a call stands from all its events; inside a transaction that holds the call."""
    refs = [ref for ref in (call.provider_ref, call.reference) if ref]
    events = list(
        CallEvent.objects.filter(provider=call.provider, call_ref__in=refs).order_by("happened_at")
    )
    for event in events:
        if event.kind == "recording":
            recording_keep(call, event)
    theirs = [one for one in events if one.leg == "cardholder" and one.kind in w.CALL_EVENTS]
    if theirs:
        strongest = max(theirs, key=lambda one: w.CALL_EVENTS.index(one.kind))
        call.state, call.state_at = strongest.kind, strongest.happened_at
        call.note = strongest.detail
    elif missed := [one for one in events if one.leg == "agent" and one.kind in _MISSED]:
        call.state, call.state_at = "agent_missed", missed[-1].happened_at
        call.note = missed[-1].detail
    answered = [one.happened_at for one in theirs if one.kind in {"answered", "machine"}]
    call.answered_at = min(answered, default=call.answered_at)
    call.is_machine = any(one.kind == "machine" for one in theirs)
    talked = [one.seconds for one in theirs if one.kind == "ended" and one.seconds is not None]
    call.talk_seconds = max(talked, default=call.talk_seconds)
    call.save(
        update_fields=["state", "state_at", "note", "answered_at", "is_machine", "talk_seconds"]
    )
