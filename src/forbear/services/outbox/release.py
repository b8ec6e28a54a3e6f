"""Releasing planned messages: asked again, permitted and enqueued in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from forbear.core.gate.answers import Answer
from forbear.ports.gate import Gate
from forbear.services.audit import audit_write
from forbear.services.outbox.settle import settle_unknown
from forbear.services.outbox.switches import MESSAGE_CHANNELS, channels_halted, release_rooms
from forbear.services.permits import PermitRequest, permits_issue
from forbear.store.models import Permit, PlannedContact
from forbear.store.outbox import planned_write, standings

_SENDING_MAX = timedelta(hours=1)
# Of a channel with a limit, what can leave in half a permit's life is released and no more.
_AHEAD_SECONDS = 300

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
    waiting = _waiting(at, limit)
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
    planned_write(
        [
            {
                "id": planned.pk,
                "state": planned.state,
                "state_at": at,
                "note": planned.note,
                "window_from": planned.window_from,
            }
            for planned in waiting
        ]
    )
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


def _waiting(at: datetime, limit: int) -> list[PlannedContact]:
    """Take the messages whose moment it is, of channels that are not halted, up to their limits."""
    halted = channels_halted(MESSAGE_CHANNELS, at=at)
    rooms = release_rooms(
        [channel for channel in MESSAGE_CHANNELS if channel not in halted],
        seconds=_AHEAD_SECONDS,
        limit=limit,
    )
    found: list[PlannedContact] = []
    for channel, room in rooms.items():
        waiting = _free().filter(
            state="planned", channel=channel, window_from__lte=at, window_to__gt=at
        )
        found += waiting.order_by("window_to", "pk")[: min(room, limit)]
    found.sort(key=lambda planned: (planned.window_to, planned.pk))
    return found[:limit]


def _free() -> QuerySet[PlannedContact]:
    """Messages that nobody else works on, to be locked."""
    return PlannedContact.objects.select_for_update(skip_locked=True, no_key=True)


def _lapse(at: datetime) -> int:
    """Close what waited past its window, calls and visits too."""
    past = _free().filter(state="planned", window_to__lte=at).order_by("pk")
    ids = [planned.pk for planned in past.only("pk")]
    return PlannedContact.objects.filter(pk__in=ids).update(state="lapsed", state_at=at)


def _recover(at: datetime, *, actor: str) -> int:
    """Take back messages whose job was given up. Returns how many have lapsed by it."""
    live = Permit.objects.filter(planned=OuterRef("pk"), expires_at__gt=at)
    # locked in the order of their ids, as everywhere: two at once must not wait in a ring
    stranded = list(_free().filter(~Exists(live), state="queued").order_by("pk"))
    rows = [
        {
            "id": planned.pk,
            "state": "planned" if at < planned.window_to else "lapsed",
            "state_at": at,
        }
        for planned in stranded
    ]
    planned_write(rows)
    silent = _free().filter(state="sending", state_at__lte=at - _SENDING_MAX).order_by("pk")
    jobs = [(planned.pk, planned.permits.latest("pk").pk) for planned in silent]
    settle_unknown(standings(jobs, is_locked=True), at=at, actor=actor)
    return sum(row["state"] == "lapsed" for row in rows)
