"""Writing down what became of messages, many in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction

from forbear.ports.channels import Answered, ChannelError, Receipt
from forbear.ports.writing import MessageRefused
from forbear.services.outbox.notices import notices_sent
from forbear.services.outbox.pace import is_not_begun
from forbear.services.outbox.receipts import address_close, receipts_apply_early, refs_lock
from forbear.store.models import (
    Account,
    AuditEntry,
    Contact,
    MessageEvent,
    Permit,
    PlannedContact,
)
from forbear.store.outbox import Standing, planned_write, standings
from forbear.store.selectors.guarantees import party_at

if TYPE_CHECKING:
    from forbear.services.outbox.marking import Marked

Row = dict[str, Any]
# Takes (planned_id, permit_id) pairs and how long they wait; enqueues in the caller's transaction.
Again = Callable[[Sequence[tuple[int, int]], timedelta], None]

TRIES_MAX = 12
_UNKNOWN = "UNKNOWN The worker stopped while sending. It may have left; it is not repeated."
_REF_MAX, _NOTE_MAX = 120, 400
_KINDS = {
    "delivered": "delivered",
    "accepted": "accepted",
    "bounced": "bounced_hard",
    "failed": "refused",
}
_WAIT_FIRST, _WAIT_MAX = timedelta(seconds=2), timedelta(minutes=5)


@transaction.atomic
def settle(
    answered: Sequence[tuple[Marked, Answered]], *, at: datetime, actor: str, again: Again
) -> None:
    """Write down the answers: states, contacts, events, what is to be tried again.

    Numbers are locked first, then messages: a receipt that comes at this moment waits for them.
    """
    channel_of = _channels(one.standing.permit_id for one, _ in answered)
    refs: dict[str, list[str]] = {}
    for one, answer in answered:
        if isinstance(answer, Receipt) and answer.provider_ref:
            refs.setdefault(channel_of[one.standing.permit_id], []).append(
                plain(answer.provider_ref, _REF_MAX)
            )
    for channel, names in sorted(refs.items()):
        refs_lock(channel, names)
    by_id = {one.standing.planned_id: answer for one, answer in answered}
    jobs = [(one.standing.planned_id, one.standing.permit_id) for one, _ in answered]
    # what was redriven or taken for dead meanwhile is no longer this run's to write
    locked = [
        one
        for one in standings(jobs, is_locked=True)
        if one.state in {"sending", "unknown"} and one.is_latest
    ]
    receipts: list[tuple[Standing, Receipt]] = []
    errors: list[tuple[Standing, ChannelError]] = []
    lost: list[tuple[Standing, ChannelError]] = []
    for found in locked:
        answer = by_id[found.planned_id]
        if isinstance(answer, Receipt):
            receipts.append((found, answer))
        elif answer.code == "ANSWER_UNKNOWN":
            lost.append((found, answer))
        elif found.state == "sending":
            errors.append((found, answer))
    _receipts(receipts, channel_of, at=at, actor=actor)
    _errors(errors, channel_of, at=at, actor=actor, again=again)
    for each, error in lost:
        settle_unknown([each], at=at, actor=actor, note=f"{error.code} {error}")


def _receipts(
    found: Sequence[tuple[Standing, Receipt]],
    channel_of: dict[int, str],
    *,
    at: datetime,
    actor: str,
) -> None:
    rows: list[Row] = []
    events: list[MessageEvent] = []
    for one, receipt in found:
        rows.append(
            {
                "id": one.planned_id,
                "state": "sent" if _has_left(receipt) else "failed",
                "state_at": at,
                "note": plain(receipt.detail),
                "provider_ref": plain(receipt.provider_ref, _REF_MAX),
            }
        )
        events.append(
            MessageEvent(
                planned_id=one.planned_id,
                channel=channel_of[one.permit_id],
                provider_ref=plain(receipt.provider_ref, _REF_MAX),
                kind=_KINDS[receipt.status],
                at=at,
                detail=plain(receipt.detail),
                actor=actor,
            )
        )
    if not rows:
        return
    planned_write(rows)
    MessageEvent.objects.bulk_create(events)
    contacts_append(
        {one.permit_id: "delivered" if _has_left(receipt) else "bounced" for one, receipt in found},
        actor=actor,
    )
    notices_sent((row["id"] for row in rows if row["state"] == "sent"), at=at)
    named = {row["id"] for row in rows if row["provider_ref"]}
    for status, word in (("delivered", "delivered"), ("bounced", "bounced_hard")):
        told = [one.planned_id for one, receipt in found if receipt.status == status]
        PlannedContact.objects.filter(pk__in=told).update(delivery=word, delivery_at=at)
        if word == "bounced_hard":
            for bounced in PlannedContact.objects.filter(pk__in=told).order_by("pk"):
                address_close(bounced, at=at, actor=actor)
    receipts_apply_early(list(PlannedContact.objects.filter(pk__in=named).order_by("pk")))
    _audit(rows, [one for one, _ in found], at=at, actor=actor)


def _errors(
    found: Sequence[tuple[Standing, ChannelError]],
    channel_of: dict[int, str],
    *,
    at: datetime,
    actor: str,
    again: Again,
) -> None:
    """Write down what did not leave: it is tried again, asked for again, or has failed."""
    rows: list[Row] = []
    events: list[MessageEvent] = []
    failed: list[Standing] = []
    later: dict[timedelta, list[tuple[int, int]]] = {}
    for one, error in found:
        tries = one.tries + (not is_not_begun(error))
        wait = back_off(tries, one.permit_id) if tries > one.tries else timedelta()
        state, kind = "queued", "waiting"
        if error.code == "PERMIT_EXPIRED" or (error.is_retryable and at + wait >= one.expires_at):
            state, kind = "planned" if at < one.window_to else "lapsed", "held"
        elif not error.is_retryable or tries >= TRIES_MAX:
            state, kind = "failed", "failed"
            failed.append(one)
        else:
            later.setdefault(wait, []).append((one.planned_id, one.permit_id))
        note = "" if is_not_begun(error) else plain(f"{error.code} {error}")
        rows.append(
            {"id": one.planned_id, "state": state, "state_at": at, "note": note, "tries": tries}
        )
        if not is_not_begun(error):
            events.append(
                MessageEvent(
                    planned_id=one.planned_id,
                    channel=channel_of[one.permit_id],
                    kind=kind,
                    at=at,
                    detail=note,
                    actor=actor,
                )
            )
    planned_write(rows)
    MessageEvent.objects.bulk_create(events)
    ended = {one.planned_id for one in failed}
    _audit([row for row in rows if row["id"] in ended], failed, at=at, actor=actor)
    for wait, jobs in sorted(later.items()):
        again(jobs, wait)


@transaction.atomic
def refuse(refused: Sequence[tuple[Standing, MessageRefused]], *, at: datetime, actor: str) -> None:
    """Close messages for which there is no true text. Their permits are given back unused."""
    why = {one.planned_id: plain(f"{error.code} {error}") for one, error in refused}
    jobs = [(one.planned_id, one.permit_id) for one, _ in refused]
    locked = [
        one for one in standings(jobs, is_locked=True) if one.state == "queued" and one.is_latest
    ]
    rows = [
        {"id": one.planned_id, "state": "failed", "state_at": at, "note": why[one.planned_id]}
        for one in locked
    ]
    planned_write(rows)
    Permit.objects.filter(
        pk__in=[one.permit_id for one in locked], consumed_at=None, expires_at__gt=at
    ).update(expires_at=at)
    _events(rows, locked, kind="failed", at=at, actor=actor)
    _audit(rows, locked, at=at, actor=actor)


def settle_unknown(
    found: Sequence[Standing], *, at: datetime, actor: str, note: str = _UNKNOWN
) -> None:
    """Close messages that were handed over and never answered for; inside a transaction."""
    if not found:
        return
    rows = [
        {"id": one.planned_id, "state": "unknown", "state_at": at, "note": plain(note)}
        for one in found
    ]
    planned_write(rows)
    contacts_append(
        {one.permit_id: None for one in found if one.consumed_at is not None}, actor=actor
    )
    _events(rows, found, kind="unanswered", at=at, actor=actor)
    _audit(rows, found, at=at, actor=actor)


def contacts_append(outcomes: dict[int, str | None], *, actor: str) -> None:
    """Append the contacts of permits that were used; one that has its contact keeps it."""
    permits = list(
        Permit.objects.filter(pk__in=outcomes, contact=None, consumed_at__isnull=False)
        .select_related("account", "contact_point")
        .order_by("pk")
    )
    Contact.objects.bulk_create(
        Contact(
            person_id=permit.person_id,
            account_id=permit.account_id,
            contact_point_id=permit.contact_point_id,
            at=cast("datetime", permit.consumed_at),
            channel=permit.channel,
            party=party_at(
                permit.contact_point,
                account_id=permit.account_id,
                at=cast("datetime", permit.consumed_at),
            ),
            outcome=outcomes[permit.pk],
            collector=permit.account.collector_kind,
            permit=permit,
            actor=actor,
        )
        for permit in permits
    )
    first = Account.objects.filter(
        pk__in={permit.account_id for permit in permits}, is_first_contact=True
    )
    # locked in one order first: an update takes its rows in any
    ids = [one.pk for one in first.select_for_update(no_key=True).order_by("pk")]
    if ids:
        Account.objects.filter(pk__in=ids).update(is_first_contact=False)


def back_off(tries: int, seed: int) -> timedelta:
    """Return how long to wait after so many tries: doubling, and scattered by up to a half.

    The scatter hangs on the permit alone, so that the messages of one batch do not come back at
    the same moment; it is counted in whole seconds, so that they come in few jobs.
    """
    wait = min(_WAIT_FIRST * 2 ** (tries - 1), _WAIT_MAX)
    share = (seed * 2_654_435_761 % 1000) / 2000
    return timedelta(seconds=max(round(wait.total_seconds() * (1 - share)), 1))


def plain(text: str, most: int = _NOTE_MAX) -> str:
    """Return what a provider said as text that can be kept, whatever it was."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:most]


def _has_left(receipt: Receipt) -> bool:
    return receipt.status in {"delivered", "accepted"}


def _channels(permit_ids: Iterable[int]) -> dict[int, str]:
    return dict(Permit.objects.filter(pk__in=list(permit_ids)).values_list("pk", "channel"))


def _events(
    rows: Sequence[Row],
    found: Sequence[Standing],
    *,
    kind: str,
    at: datetime,
    actor: str,
) -> None:
    channel_of = _channels(one.permit_id for one in found)
    MessageEvent.objects.bulk_create(
        MessageEvent(
            planned_id=one.planned_id,
            channel=channel_of[one.permit_id],
            kind=kind,
            at=at,
            detail=row["note"],
            actor=actor,
        )
        for row, one in zip(rows, found, strict=True)
    )


def _audit(rows: Sequence[Row], found: Sequence[Standing], *, at: datetime, actor: str) -> None:
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=at,
            actor=actor,
            action=f"message.{row['state']}",
            subject="planned_contact",
            subject_id=one.planned_id,
            data={"permit": one.permit_id, "note": row["note"]},
        )
        for row, one in zip(rows, found, strict=True)
    )
