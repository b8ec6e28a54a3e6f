"""Marking messages as being sent: the last look before they leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from forbear.ports.writing import Draft
from forbear.services.outbox.settle import settle_unknown
from forbear.services.outbox.switches import channels_halted, permits_return
from forbear.store.models import MessageEvent, Permit
from forbear.store.outbox import Standing, planned_write, standings

CHANGED = "CHANGED Something changed since the gate was asked; it is asked again."
EXPIRED = "EXPIRED The permit ended while the message waited; the gate is asked again."


@dataclass(frozen=True, slots=True)
class Marked:
    """A message that is to be handed over, with how far it was before."""

    standing: Standing
    draft: Draft


@transaction.atomic
def mark(
    channel: str,
    wanted: Sequence[Standing],
    drafts: Mapping[int, Draft],
    *,
    at: datetime,
    actor: str,
) -> list[Marked]:
    """Consume the permits and mark the messages ``sending``; return those that may leave.

    ``wanted`` are ``queued``; or ``sending`` since a run that died, if the channel knows repeats.

    Nothing is marked if the channel is stopped or rests. A message whose permit has ended, or about
    which anything changed that the gate had answered from - an opt-out, a closed address, a payment
    - is not: it gives its permit back and is asked for again.
    """
    if not wanted:
        return []
    halted = channels_halted([channel], at=at)
    locked = standings([(one.planned_id, one.permit_id) for one in wanted], is_locked=True)
    back: list[tuple[Standing, str]] = []
    marked: list[Marked] = []
    doubtful: list[Standing] = []
    before = {one.planned_id: one.state for one in wanted}
    for one in locked:
        # what another worker has marked meanwhile is that worker's
        if one.state != before[one.planned_id] or not one.is_latest:
            continue
        draft = drafts.get(one.planned_id)
        why = halted.get(channel, "")
        if not why and one.expires_at <= at:
            why = EXPIRED
        if not why and not one.is_unchanged:
            why = CHANGED
        if one.state == "sending":
            # handed over by a run that died: again only the same words to the same address
            if why or draft is None or not _is_same(one, draft):
                doubtful.append(one)
            else:
                marked.append(Marked(one, draft))
        elif why:
            back.append((one, why))
        elif draft is not None:
            marked.append(Marked(one, draft))
    give_back(back, channel=channel, at=at, actor=actor)
    settle_unknown(doubtful, at=at, actor=actor)
    _write(marked, at=at)
    return marked


@transaction.atomic
def in_doubt(standing: Sequence[Standing], *, at: datetime) -> None:
    """Close what a run that died had handed over to a channel that knows no repeats."""
    if standing:
        locked = standings([(one.planned_id, one.permit_id) for one in standing], is_locked=True)
        settle_unknown([one for one in locked if one.state == "sending"], at=at, actor="system")


def give_back(
    back: Sequence[tuple[Standing, str]], *, channel: str, at: datetime, actor: str
) -> None:
    """Return messages to where the gate is asked for them; inside the caller's transaction."""
    if not back:
        return
    planned_write(
        [
            {
                "id": one.planned_id,
                "state": "planned" if at < one.window_to else "lapsed",
                "state_at": at,
                "note": why[:400],
            }
            for one, why in back
        ]
    )
    permits_return([one.permit_id for one, _ in back], at=at)
    MessageEvent.objects.bulk_create(
        MessageEvent(
            planned_id=one.planned_id,
            channel=channel,
            kind="held",
            at=at,
            detail=why[:400],
            actor=actor,
        )
        for one, why in back
    )


def _write(marked: Sequence[Marked], *, at: datetime) -> None:
    new = [one.standing.permit_id for one in marked if one.standing.consumed_at is None]
    Permit.objects.filter(pk__in=new, consumed_at__isnull=True).update(consumed_at=at)
    planned_write(
        [
            {
                "id": one.standing.planned_id,
                "state": "sending",
                "state_at": at,
                "subject": one.draft.message.subject[:200],
                "body": one.draft.message.text,
                "artefact": one.draft.artefact,
                "code": one.draft.code or None,
                "template_version": one.draft.template_version,
                "template_sha256": one.draft.template_sha256 or None,
                "sent_to": one.draft.message.to[:400],
            }
            for one in marked
            if one.standing.state == "queued"
        ]
    )


def _is_same(one: Standing, draft: Draft) -> bool:
    return (one.body, one.sent_to) == (draft.message.text, draft.message.to[:400])
