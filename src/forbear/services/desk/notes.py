"""Notes on a case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import CaseNote


@transaction.atomic
def note_add(
    *, account_id: int, text: str, at: datetime, actor: str, explained: str = ""
) -> CaseNote | Refusal:
    """Append a note; the same words by the same person in the same minute are one note."""
    words = text.replace("\x00", "").strip()
    if not words:
        return Refusal("NOTE_EMPTY", "Write a few words first.")
    latest = CaseNote.objects.filter(account_id=account_id, actor=actor).order_by("-pk").first()
    if latest is not None and latest.text == words and (at - latest.at).total_seconds() < 60:  # noqa: PLR2004 - a second press
        return latest
    note = CaseNote.objects.create(
        account_id=account_id, at=at, actor=actor, text=words, explained=explained
    )
    audit_write(
        at=at,
        actor=actor,
        action="note.added",
        subject="account",
        subject_id=account_id,
        data={"note": note.pk, "explained": explained},
    )
    return note
