"""Showing in full what is masked: with a reason, within a limit, and never without an audit entry.

The entry names whose contact point it was and why, never the number or address itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import Account, AuditEntry, ContactPoint, Representative

REASONS = ("dial_by_hand", "correct", "verify", "papers", "other")
NOTE_MAX = 200
ACTION = "contact.revealed"
_HOUR = timedelta(hours=1)


@transaction.atomic
def point_reveal(
    *,
    point: ContactPoint | Representative,
    account: Account,
    reason: str,
    note: str,
    limit: int,
    at: datetime,
    user: User,
) -> str | Refusal:
    """Return a contact point in full, or how a representative is reached; ``limit`` an hour.

    Refusals: ``REASON_MISSING`` (also "other" without a note), ``REVEAL_LIMIT``.
    """
    note = " ".join(note.replace("\x00", "").split())[:NOTE_MAX]
    if reason not in REASONS or (reason == "other" and not note):
        return Refusal("REASON_MISSING", "Say why it must be seen in full.")
    # two windows of one person count one after the other
    User.objects.select_for_update().get(pk=user.pk)
    actor = user.get_username()
    lately = AuditEntry.objects.filter(actor=actor, at__gt=at - _HOUR, action=ACTION).count()
    if lately >= limit:
        return Refusal("REVEAL_LIMIT", f"{limit} were shown in full within an hour. Ask your lead.")
    is_speaker = isinstance(point, Representative)
    audit_write(
        at=at,
        actor=actor,
        action=ACTION,
        subject="representative" if is_speaker else "contact_point",
        subject_id=point.pk,
        data={
            "account": account.reference,
            "person": point.person.reference,
            "kind": point.kind,
            "reason": reason,
            "note": note,
        },
    )
    return point.reach if isinstance(point, Representative) else point.value
