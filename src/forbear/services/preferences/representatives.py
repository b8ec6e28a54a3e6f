"""Someone who speaks for a cardholder."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from forbear.core.preferences.plain import plain_line
from forbear.services.audit import audit_write
from forbear.services.preferences.reached import ask_again, reached_us
from forbear.services.refusals import Refusal
from forbear.store.models import Person, Representative
from forbear.store.models.preferences import REPRESENTATIVE_KINDS

NAME_MAX = 200
REACH_MAX = 400


@transaction.atomic
def representative_record(
    *,
    person_id: int,
    kind: str,
    name: str,
    reach: str,
    at: datetime,
    actor: str,
    source: str,
    inbound: str | None = None,
) -> Representative | Refusal:
    """Record who speaks for a person; from now on the gate knows the person as represented.

    ``reach`` says how to reach them, as it was told; it may be empty. Nothing is asked of the
    representative here: until someone ends it, the word of the person is enough to stop direct
    contact, wherever a law of the place says so. The same one again changes nothing. Expected
    refusals: KIND_UNKNOWN, NAME_UNREADABLE, REACH_UNREADABLE.
    """
    told = _told(kind, name, reach)
    if isinstance(told, Refusal):
        return told
    named, reached = told
    Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person_id)
    if inbound is not None:
        reached_us(person_id, inbound, at=at, actor=actor, note=f"representative, {source}")
    found = Representative.objects.filter(
        person_id=person_id, kind=kind, name=named, ended_at__isnull=True
    ).first()
    if found is not None and reached in {"", found.reach}:
        return found
    if found is None:
        found = Representative(
            person_id=person_id, kind=kind, name=named, at=at, actor=actor, source=source
        )
    found.reach = reached
    found.save()
    audit_write(
        at=at,
        actor=actor,
        action="representative.recorded",
        subject="person",
        subject_id=person_id,
        data={
            "representative": found.pk,
            "kind": kind,
            "source": source,
            "asked_again": ask_again(person_id, at=at),
        },
    )
    return found


@transaction.atomic
def representative_end(
    *, representative_id: int, at: datetime, actor: str, source: str
) -> Representative:
    """Record that someone speaks for a person no longer. A second time changes nothing."""
    found = Representative.objects.select_for_update().get(pk=representative_id)
    if found.ended_at is None:
        found.ended_at = at
        found.save(update_fields=["ended_at"])
        audit_write(
            at=at,
            actor=actor,
            action="representative.ended",
            subject="person",
            subject_id=found.person_id,
            data={"representative": found.pk, "source": source},
        )
    return found


def _told(kind: str, name: str, reach: str) -> tuple[str, str] | Refusal:
    """Return name and reach as they are kept, or why they cannot be."""
    if kind not in REPRESENTATIVE_KINDS:
        known = ", ".join(REPRESENTATIVE_KINDS)
        return Refusal("KIND_UNKNOWN", f"Choose what they are: {known}.")
    named = plain_line(name, length_max=NAME_MAX)
    if named is None:
        return Refusal(
            "NAME_UNREADABLE",
            f"Write the name in at most {NAME_MAX} visible signs, on one line.",
        )
    reached = plain_line(reach, length_max=REACH_MAX) if reach.strip() else ""
    if reached is None:
        return Refusal(
            "REACH_UNREADABLE",
            f"Write how to reach them in at most {REACH_MAX} visible signs, on one line.",
        )
    return named, reached
