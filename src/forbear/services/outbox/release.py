"""Releasing planned messages: asked again, permitted and enqueued in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from forbear.core.gate.answers import Answer
from forbear.ports.gate import Gate
from forbear.services.audit import audit_write
from forbear.services.outbox.settle import settle_unknown
from forbear.services.permits import PermitRequest, permits_issue
from forbear.store.models import Permit, PlannedContact

MESSAGE_CHANNELS = ("email", "sms", "letter")
_SENDING_MAX = timedelta(hours=1)

# Takes (planned_id, permit_id) pairs and adds one job for each, in the caller's transaction.
Enqueue = Callable[[Sequence[tuple[int, int]]], None]


@dataclass(frozen=True, slots=True)
class Released:
    """What one release did: ``waiting`` are asked again later within their window."""

    picked: int
    queued: int
    refused: int
    waiting: int
    lapsed: int


@transaction.atomic
def outbox_release(
    *, at: datetime, ask: Gate, enqueue: Enqueue, actor: str = "system", limit: int = 500
) -> Released:
    """Ask the gate for planned messages whose window is open, and enqueue those it permits.

    The permit, the new state and the job are written in one transaction, so none exists without the
    others. Several may run at once: each takes messages that no other has taken.
    """
    lapsed = _lapse(at) + _recover(at, actor=actor)
    waiting = list(
        PlannedContact.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(
            state="planned", channel__in=MESSAGE_CHANNELS, window_from__lte=at, window_to__gt=at
        )
        .order_by("window_to", "pk")[:limit]
    )
    answers = permits_issue(
        requests=[
            PermitRequest(
                planned.account_id,
                planned.contact_point_id,
                planned.channel,
                planned.purpose,
                planned.pk,
            )
            for planned in waiting
        ],
        at=at,
        actor=actor,
        ask=ask,
    )
    jobs = [
        (planned.pk, answer.pk)
        for planned, answer in zip(waiting, answers, strict=True)
        if isinstance(answer, Permit)
    ]
    for planned, answer in zip(waiting, answers, strict=True):
        _decide(planned, answer, at=at)
    PlannedContact.objects.bulk_update(waiting, ["state", "state_at", "note", "window_from"])
    if jobs:
        enqueue(jobs)
    states = [planned.state for planned in waiting]
    released = Released(
        len(waiting), len(jobs), states.count("refused"), states.count("planned"), lapsed
    )
    audit_write(
        at=at,
        actor=actor,
        action="outbox.released",
        subject="outbox",
        data={name: getattr(released, name) for name in released.__slots__},
    )
    return released


def _decide(planned: PlannedContact, answer: Permit | Answer, *, at: datetime) -> None:
    planned.state_at = at
    if isinstance(answer, Permit):
        planned.state, planned.note = "queued", ""
        return
    planned.note = " ".join(reason.rule_id for reason in answer.reasons)[:400]
    ends = [reason.until for reason in answer.reasons]
    last = max((end for end in ends if end is not None), default=None)
    if last is not None and None not in ends and at < last < planned.window_to:
        planned.window_from = last  # every objection ends within the window: ask again then
    else:
        planned.state = "refused"


def _lapse(at: datetime) -> int:
    """Close what waited past its window, calls and visits too."""
    return PlannedContact.objects.filter(state="planned", window_to__lte=at).update(
        state="lapsed", state_at=at
    )


def _recover(at: datetime, *, actor: str) -> int:
    """Take back messages whose job was given up. Returns how many have lapsed by it."""
    live = Permit.objects.filter(planned=OuterRef("pk"), expires_at__gt=at)
    stranded = PlannedContact.objects.filter(~Exists(live), state="queued")
    lapsed = stranded.filter(window_to__lte=at).update(state="lapsed", state_at=at)
    stranded.update(state="planned", state_at=at)
    unknown = PlannedContact.objects.select_for_update(skip_locked=True, no_key=True).filter(
        state="sending", state_at__lte=at - _SENDING_MAX
    )
    for planned in unknown:
        settle_unknown(planned, at=at, actor=actor)
    return lapsed
