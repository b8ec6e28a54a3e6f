"""Hearing calls, and telling collectors what was heard."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from forbear.services.audit import audit_write
from forbear.services.house import house_date
from forbear.services.refusals import Refusal
from forbear.store.models import CoachingNote, CoachingStep, Listening, SpokenText

NOTE_MAX = 1_000
WORDS_MAX = 2_000


@transaction.atomic
def text_take(
    *, text_id: int, at: datetime, actor: str, free_after: timedelta
) -> Listening | Refusal:
    """Take a text to hear it. What somebody took and did not hear is free again after a while.

    ``TEXT_UNKNOWN``, ``OWN_TEXT``, ``HEARD_ALREADY``, ``TAKEN`` while somebody else has it.
    """
    text = SpokenText.objects.select_for_update(no_key=True).filter(pk=text_id).first()
    if text is None:
        return Refusal("TEXT_UNKNOWN", f"There is no text {text_id}.")
    if text.collector == actor:
        return Refusal("OWN_TEXT", "Another person must judge what you said.")
    row = Listening.objects.filter(text=text).first()
    if row is None:
        row = Listening(text=text)
    elif row.heard_at is not None:
        return Refusal("HEARD_ALREADY", f"{row.taken_by} has heard it.")
    elif row.taken_by != actor and row.taken_at + free_after > at:
        return Refusal("TAKEN", f"{row.taken_by} has it already.")
    row.taken_by, row.taken_at = actor, at
    row.save()
    _audit("listening.taken", "text", text.pk, text.collector, at=at, actor=actor)
    return row


@transaction.atomic
def text_heard(*, text_id: int, note: str, at: datetime, actor: str) -> Listening | Refusal:
    """Mark a text that one has taken as heard, with a note.

    ``TEXT_UNKNOWN``, ``NOT_TAKEN``, ``HEARD_ALREADY``, ``NOTE_MISSING``.
    """
    row = Listening.objects.select_for_update().filter(text_id=text_id).first()
    if row is None or row.taken_by != actor:
        return Refusal("NOT_TAKEN", "Take it first: somebody else may have it by now.")
    if row.heard_at is not None:
        return Refusal("HEARD_ALREADY", "It was heard already.")
    if not note.strip():
        return Refusal("NOTE_MISSING", "Say what you heard, in a few words.")
    row.heard_at, row.note = at, _clean(note)[:NOTE_MAX]
    row.save(update_fields=["heard_at", "note"])
    _audit("listening.heard", "text", text_id, row.text.collector, at=at, actor=actor)
    return row


@transaction.atomic
def coaching_write(
    *,
    username: str,
    words: str,
    follow_up_on: date | None,
    at: datetime,
    actor: str,
    text_id: int | None = None,
) -> CoachingNote | Refusal:
    """Tell a collector something; they see it with your name.

    ``USER_UNKNOWN``, ``TEXT_UNKNOWN`` (also one of somebody else), ``NOTE_MISSING``,
    ``OWN_COACHING``, ``FOLLOW_UP_PAST``.
    """
    user = User.objects.filter(username=username).first()
    if user is None:
        return Refusal("USER_UNKNOWN", f"There is no user {username!r}.")
    if username == actor:
        return Refusal("OWN_COACHING", "Somebody else tells you.")
    if not words.strip():
        return Refusal("NOTE_MISSING", "Write the note first.")
    if follow_up_on is not None and follow_up_on < house_date(at):
        return Refusal("FOLLOW_UP_PAST", "The day to look again has passed.")
    text = SpokenText.objects.filter(pk=text_id).first() if text_id else None
    if text_id and (text is None or text.collector != username):
        return Refusal("TEXT_UNKNOWN", "That is no text of theirs.")
    made = CoachingNote.objects.create(
        user=user,
        text=text,
        words=_clean(words)[:WORDS_MAX],
        follow_up_on=follow_up_on,
        at=at,
        actor=actor,
    )
    _audit("coaching.written", "coaching_note", made.pk, username, at=at, actor=actor)
    return made


@transaction.atomic
def coaching_step(
    *, note_id: int, kind: str, at: datetime, actor: str, words: str = ""
) -> CoachingStep | Refusal:
    """Mark a note as read, by whom it is for, or as looked at again, by somebody else. Once each.

    ``COACHING_UNKNOWN``, ``COACHING_STEPPED``.
    """
    note = CoachingNote.objects.select_for_update().filter(pk=note_id).first()
    if note is None or kind not in CoachingStep.KINDS:
        return Refusal("COACHING_UNKNOWN", "There is no such note.")
    if (note.user.get_username() == actor) is not (kind == "read"):
        return Refusal("COACHING_UNKNOWN", "That is for somebody else to say.")
    if note.steps.filter(kind=kind).exists():
        return Refusal("COACHING_STEPPED", "That was said already.")
    made = CoachingStep.objects.create(
        note=note, kind=kind, words=_clean(words)[:NOTE_MAX], at=at, actor=actor
    )
    name = note.user.get_username()
    _audit(f"coaching.{kind}", "coaching_note", note.pk, name, at=at, actor=actor)
    return made


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()


def _audit(action: str, subject: str, pk: int, of: str, *, at: datetime, actor: str) -> None:
    audit_write(at=at, actor=actor, action=action, subject=subject, subject_id=pk, data={"of": of})
