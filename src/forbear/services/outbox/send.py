"""Sending one message: the work of one job.

The order is: write the text, consume the permit and mark the message ``sending`` in one committed
transaction, hand it over, write down the answer. A job that is run again finds how far the first
run came. If it was killed between handing over and writing down, nobody can know whether the
message left: it is closed as failed and the attempt counted, never sent again. So a message leaves
**at most once** for a crash of ours. Only when a channel says that a message did not leave, or that
it knows repeats by their reference, is the same permit used again while it lives.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from forbear.ports.channels import Channel, ChannelError, PermitKey
from forbear.ports.writing import Draft, MessageRefused, MessageWriter
from forbear.services.outbox.receipts import refs_lock
from forbear.services.outbox.settle import settle_failed, settle_receipt, settle_unknown
from forbear.store.models import Permit, PlannedContact

_ACTOR = "system"


def message_send(
    *,
    planned_id: int,
    permit_id: int,
    at: datetime,
    write: MessageWriter,
    channels: Mapping[str, Channel],
) -> str:
    """Send a queued message under its permit; return the state it is in then.

    ``queued`` means that the channel asked to be tried again. Safe to call any number of times.
    """
    permit = Permit.objects.get(pk=permit_id)
    state = _look(planned_id, permit, at=at)
    if state != "queued":
        return state
    try:
        draft = write(
            planned_id=planned_id,
            reference=f"fb-{permit_id}",
            must_disclose=permit.must_disclose,
            at=at,
        )
    except MessageRefused as refused:
        return _fail(planned_id, permit, note=f"{refused.code} {refused}", at=at)
    if not _begin(planned_id, permit_id, draft, at=at):
        return PlannedContact.objects.values_list("state", flat=True).get(pk=planned_id)
    key = PermitKey(
        permit_id=permit.pk,
        channel=permit.channel,
        contact_point_id=str(permit.contact_point_id),
        expires_at=permit.expires_at,
    )
    try:
        receipt = channels[permit.channel].send(draft.message, key, at=at)
    except ChannelError as error:
        if error.is_retryable:
            return _wait(planned_id, error, at=at)
        return _fail(planned_id, permit, note=f"{error.code} {error}", at=at)
    with transaction.atomic():
        refs_lock(permit.channel, [receipt.provider_ref[:120]])
        planned = _locked(planned_id)
        permit.refresh_from_db()
        settle_receipt(planned, permit, receipt, at=at, actor=_ACTOR)
    return planned.state


@transaction.atomic
def _look(planned_id: int, permit: Permit, *, at: datetime) -> str:
    """Find out how far the message is; ``queued`` means that it may be sent now."""
    planned = _locked(planned_id)
    if planned.permits.latest("pk").pk != permit.pk:
        return planned.state  # a newer permit has a job of its own
    if planned.state == "sending":
        settle_unknown(planned, at=at, actor=_ACTOR)
    elif planned.state == "queued" and permit.expires_at <= at:
        # The permit ended while the job waited: what was allowed then may not be allowed now.
        planned.state = "planned" if at < planned.window_to else "lapsed"
        planned.state_at = at
        planned.save(update_fields=["state", "state_at"])
    return planned.state


@transaction.atomic
def _begin(planned_id: int, permit_id: int, draft: Draft, *, at: datetime) -> bool:
    """Consume the permit and mark the message as being sent; say whether it may go."""
    planned = _locked(planned_id)
    permit = Permit.objects.select_for_update(no_key=True).get(pk=permit_id)
    if planned.state != "queued" or permit.expires_at <= at:
        return False
    if permit.consumed_at is None:
        permit.consumed_at = at
        permit.save(update_fields=["consumed_at"])
    planned.state = "sending"
    planned.state_at = at
    planned.subject = draft.message.subject[:200]
    planned.body = draft.message.text
    planned.artefact = draft.artefact
    planned.sent_to = draft.message.to[:400]
    planned.template_version = draft.template_version
    planned.template_sha256 = draft.template_sha256
    fields = ["state", "state_at", "subject", "body", "artefact", "sent_to"]
    planned.save(update_fields=[*fields, "template_version", "template_sha256"])
    return True


@transaction.atomic
def _wait(planned_id: int, error: ChannelError, *, at: datetime) -> str:
    planned = _locked(planned_id)
    if planned.state == "sending":
        planned.state = "queued"
        planned.state_at = at
        planned.note = f"{error.code} {error}"[:400]
        planned.save(update_fields=["state", "state_at", "note"])
    return planned.state


@transaction.atomic
def _fail(planned_id: int, permit: Permit, *, note: str, at: datetime) -> str:
    planned = _locked(planned_id)
    settle_failed(planned, permit, note=note, at=at)
    return planned.state


def _locked(planned_id: int) -> PlannedContact:
    return PlannedContact.objects.select_for_update(no_key=True).get(pk=planned_id)
