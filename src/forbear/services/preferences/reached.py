"""That someone reached us, and what waits and must be thought over because of it."""

from __future__ import annotations

from datetime import datetime

from forbear.services.contacts import contact_log_inbound
from forbear.store.models import PlannedContact


def reached_us(person_id: int, channel: str, *, at: datetime, actor: str, note: str) -> None:
    """Write down that a person wrote to us by ``channel``; called inside a transaction."""
    contact_log_inbound(
        person_id=person_id, channel=channel, at=at, actor=actor, outcome="replied", note=note
    )


def ask_again(person_id: int, *, at: datetime) -> int:
    """Take back the messages whose permit was given before what is now known; return how many.

    The release puts them before the gate again.
    """
    return PlannedContact.objects.filter(person_id=person_id, state="queued").update(
        state="planned", state_at=at
    )
