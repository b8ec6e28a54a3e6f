"""What a provider tells of a message later: delivered, bounced, complained about.

A receipt may come twice, out of order, or before the answer to the message itself is written down.
Each is kept once; of several the strongest word holds; one that nobody can place yet is kept and
applied as soon as its message has its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from django.db import connection, transaction

from forbear.core.tables import words as w
from forbear.services.audit import audit_write
from forbear.services.lost.closing import points_close
from forbear.services.lost.values import own_points
from forbear.services.outbox.notices import notice_returned
from forbear.services.preferences.opt_outs import opt_out_record
from forbear.services.refusals import Refusal
from forbear.store.models import MessageEvent, Permit, Person, PlannedContact

ReceiptWord = Literal[
    "delivered",
    "undelivered",
    "expired",
    "rejected",
    "bounced_hard",
    "bounced_soft",
    "complaint",
    "unknown",
]
ReceiptUse = Literal["applied", "kept", "repeated"]

_REF_LOCKS = 0x4672  # the first of two keys: apart from the locks of persons, which have one key
_DETAIL_MAX, _REF_MAX = 400, 120
# Our own reference, as it is or inside of a Message-ID; some providers give it back.
_OURS = re.compile(r"<?fb-([0-9]{1,18})(?:@[^>]*)?>?")
# What settles a message whose hand-over was never answered for, and how.
_SETTLES = {
    "delivered": "sent",
    "complaint": "sent",
    "bounced_soft": "sent",
    "bounced_hard": "failed",
    "undelivered": "failed",
    "expired": "failed",
    "rejected": "failed",
}


@dataclass(frozen=True, slots=True)
class ReceiptTaken:
    """What was done with a receipt.

    ``applied``: the message knows it now. ``kept``: no message has this number yet. ``repeated``:
    it was known already, and nothing was changed. ``planned_id`` is null for one that was kept.
    """

    use: ReceiptUse
    planned_id: int | None


@transaction.atomic
def receipt_take(
    *,
    channel: str,
    provider_ref: str,
    status: ReceiptWord,
    at: datetime,
    detail: str = "",
    actor: str = "provider",
) -> ReceiptTaken | Refusal:
    """Take what a provider says of the message that it calls ``provider_ref``. Idempotent.

    ``provider_ref`` is the provider's number, or our own reference where the provider gives that
    back. A hard bounce closes the address for every account of the person; a complaint is an
    opt-out of the channel. Codes of refusal: RECEIPT_INVALID.
    """
    if channel not in w.CHANNELS or status not in get_args(ReceiptWord):
        return Refusal("RECEIPT_INVALID", f"A receipt {status!r} of {channel!r} means nothing.")
    if not provider_ref.strip() or len(provider_ref) > _REF_MAX or "\0" in provider_ref:
        return Refusal(
            "RECEIPT_INVALID", f"A receipt needs a provider's number of 1 to {_REF_MAX} characters."
        )
    refs_lock(channel, [provider_ref])
    detail = detail.replace("\0", "")[:_DETAIL_MAX]
    found = _message_of(channel, provider_ref)
    planned = None if found is None else _locked(found)
    event = MessageEvent(
        planned=planned,
        channel=channel,
        provider_ref=provider_ref,
        kind=status,
        at=at,
        detail=detail,
        actor=actor,
    )
    if planned is None:
        waiting = MessageEvent.objects.filter(
            planned=None, channel=channel, provider_ref=provider_ref, kind=status, told=None
        )
        if waiting.exists():
            return ReceiptTaken("repeated", None)
        event.save(force_insert=True)
        return ReceiptTaken("kept", None)
    return ReceiptTaken("applied" if _apply(planned, event) else "repeated", planned.pk)


def receipts_apply_early(planned: Sequence[PlannedContact]) -> None:
    """Apply what came before these messages had their numbers; called where they get them.

    The caller has locked the messages and their numbers (``refs_lock``).
    """
    by_ref = {(one.channel, one.provider_ref): one for one in planned if one.provider_ref}
    early = MessageEvent.objects.filter(
        planned=None,
        told=None,
        channel__in={channel for channel, _ in by_ref},
        provider_ref__in={ref for _, ref in by_ref},
    )
    for kept in early.order_by("pk"):
        message = by_ref.get((kept.channel, kept.provider_ref))
        if message is not None:
            event = MessageEvent(
                planned=message,
                channel=kept.channel,
                provider_ref=kept.provider_ref,
                kind=kept.kind,
                at=kept.at,
                detail=kept.detail,
                actor=kept.actor,
                early=kept,
            )
            _apply(message, event)


def refs_lock(channel: str, refs: Iterable[str]) -> None:
    """Let nobody else place a receipt of these numbers before this transaction ends.

    In one order for all, so that two who lock several wait in no ring.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, key) FROM (SELECT DISTINCT hashtext(name) AS key "
            "FROM unnest(%s::text[]) AS name ORDER BY key) AS keys",
            [_REF_LOCKS, [f"{channel} {ref}" for ref in refs]],
        )


def _message_of(channel: str, provider_ref: str) -> PlannedContact | None:
    """Return the message: the last one with this number, or that of our reference."""
    # a provider may begin its numbers anew: the receipt is about the last message that has it
    rows = PlannedContact.objects.filter(channel=channel, provider_ref=provider_ref)
    if found := rows.order_by("pk").last():
        return found
    if ours := _OURS.fullmatch(provider_ref):
        permit = Permit.objects.filter(
            pk=int(ours[1]), channel=channel, consumed_at__isnull=False
        ).first()
        return None if permit is None else permit.planned
    return None


def _locked(found: PlannedContact) -> PlannedContact:
    """Lock the person, then the message: whoever opts out takes them in this order too."""
    Person.objects.select_for_update(no_key=True).get(pk=found.person_id)
    return PlannedContact.objects.select_for_update(no_key=True).get(pk=found.pk)


def _apply(planned: PlannedContact, event: MessageEvent) -> bool:
    """Append the event and draw what follows; say whether it was new."""
    if MessageEvent.objects.filter(planned=planned, kind=event.kind).exists():
        return False
    event.save(force_insert=True)
    rank = w.RECEIPTS.index(event.kind)
    if planned.delivery is None or rank > w.RECEIPTS.index(planned.delivery):
        planned.delivery, planned.delivery_at = event.kind, event.at
        if planned.state == "unknown" and event.kind in _SETTLES:
            planned.state, planned.state_at = _SETTLES[event.kind], event.at
        planned.save(update_fields=["delivery", "delivery_at", "state", "state_at"])
    notice_returned(planned, event.kind)
    done: dict[str, object] = {"kind": event.kind}
    if event.kind == "bounced_hard":
        done["closed"] = address_close(planned, at=event.at, actor=event.actor, detail=event.detail)
    elif event.kind == "complaint":
        done["opt_out"] = _opt_out(planned, at=event.at)
    audit_write(
        at=event.at,
        actor=event.actor,
        action="message.receipt",
        subject="planned_contact",
        subject_id=planned.pk,
        data=done,
    )
    return True


def address_close(
    planned: PlannedContact, *, at: datetime, actor: str, detail: str = ""
) -> list[int]:
    """Close the address that does not exist, wherever this person has it; return which."""
    point = planned.contact_point
    value = planned.sent_to or point.value
    points = own_points(planned.person_id, point.kind, value)
    is_post = planned.channel == "letter"
    why = _POST_WHY.get(detail, "no_such_address") if is_post else "no_such_address"
    door = "post" if is_post else "bounce"
    return points_close(points, why=why, door=door, at=at, actor=actor)


# what the post writes on a letter that came back; all else says that there is no such address
_POST_WHY = {"moved": "moved", "deceased": "deceased"}


def _opt_out(planned: PlannedContact, *, at: datetime) -> int:
    """Take a complaint as the wish not to be reached by this channel; return its opt-out.

    What waits for the channel is stopped with it.
    """
    wish = opt_out_record(
        person_id=planned.person_id,
        channel=planned.channel,
        contact_point_id=None,
        at=at,
        actor="provider",
        source="complaint",
    )
    return wish.pk
