"""Dead letters: messages that failed, or that nobody can say of whether they left."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from forbear.services.audit import audit_write
from forbear.services.outbox.switches import MESSAGE_CHANNELS
from forbear.services.refusals import Refusal
from forbear.store.models import MessageEvent, PlannedContact
from forbear.store.selectors.messages import DEAD

# How long a redriven message may wait for a moment that the gate permits.
_WINDOW = timedelta(days=1)


@transaction.atomic
def message_redrive(
    *, planned_id: int, at: datetime, actor: str, even_if_it_left: bool = False
) -> PlannedContact | Refusal:
    """Let a dead letter wait for its moment once more. The gate is asked again, and may refuse.

    One that is ``unknown`` may have left; sending it again needs ``even_if_it_left``. Codes of
    refusal: MESSAGE_MISSING, MESSAGE_NOT_DEAD, MAY_HAVE_LEFT.
    """
    planned = PlannedContact.objects.select_for_update(no_key=True).filter(pk=planned_id).first()
    if planned is None or planned.channel not in MESSAGE_CHANNELS:
        return Refusal("MESSAGE_MISSING", f"There is no message {planned_id}.")
    if planned.state not in DEAD:
        return Refusal(
            "MESSAGE_NOT_DEAD", f"Message {planned_id} is {planned.state}: it is no dead letter."
        )
    if planned.state == "unknown" and not even_if_it_left:
        return Refusal(
            "MAY_HAVE_LEFT",
            f"Message {planned_id} may have left. Ask the provider first; a second one may arrive.",
        )
    before = planned.state
    planned.state, planned.state_at, planned.note, planned.tries = "planned", at, "", 0
    planned.window_from, planned.window_to = at, max(planned.window_to, at + _WINDOW)
    planned.delivery, planned.delivery_at = None, None
    planned.save()
    MessageEvent.objects.create(
        planned=planned, channel=planned.channel, kind="redriven", at=at, actor=actor
    )
    audit_write(
        at=at,
        actor=actor,
        action="message.redriven",
        subject="planned_contact",
        subject_id=planned.pk,
        data={"was": before, "even_if_it_left": even_if_it_left},
    )
    return planned
