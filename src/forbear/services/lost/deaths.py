"""A cardholder has died: collection from them stops at once, everywhere."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery

from forbear.core.tables import words as w
from forbear.services.audit import audit_write
from forbear.services.lost.closing import points_close
from forbear.services.refusals import Refusal
from forbear.store.models import (
    ContactPoint,
    DeathReport,
    Person,
    PlannedContact,
    PointClosing,
    SearchTask,
)

# with these the estate, or a debt of their own, is still spoken of; the gate says when and how
_REMAIN = ("representative", "attorney", "joint_debtor", "guarantor")
_STOPPED = "DECEASED The cardholder has died; stopped before it left."


@transaction.atomic
def person_died(
    *, person_id: int, door: str, at: datetime, actor: str, note: str = ""
) -> DeathReport | Refusal:
    """Write down that we were told of a death, and stop what follows from the debt.

    The person's own contact points are closed, what waits for them and for relatives is stopped,
    and a search ends. Those who care for the estate, and those who owe the debt themselves, stay
    reachable as far as the gate permits. Idempotent. Refusal: PERSON_UNKNOWN.
    """
    if door not in w.CLOSE_DOORS:
        raise ValueError(f"{door!r} is no door")
    person = (
        Person.objects.select_for_update(no_key=True, of=("self",)).filter(pk=person_id).first()
    )
    if person is None:
        return Refusal("PERSON_UNKNOWN", "There is no such person.")
    latest = person.death_reports.order_by("pk").last()
    if person.is_deceased and latest is not None and latest.kind == "died":
        return latest
    person.is_deceased = True
    person.save(update_fields=["is_deceased"])
    report = DeathReport.objects.create(
        person=person, kind="died", door=door, at=at, actor=actor, note=note[:400]
    )
    own = ContactPoint.objects.filter(person=person, party="cardholder")
    closed = points_close(own, why="deceased", door=door, at=at, actor=actor, note=note)
    waiting = PlannedContact.objects.filter(person=person, state__in=("planned", "queued"))
    waiting = waiting.exclude(contact_point__party__in=_REMAIN).exclude(purpose="estate")
    held = waiting.order_by("pk").select_for_update(no_key=True, skip_locked=True, of=("self",))
    stopped = PlannedContact.objects.filter(pk__in=[row.pk for row in held]).update(
        state="refused", state_at=at, note=_STOPPED
    )
    SearchTask.objects.filter(person=person, state="open").update(
        state="ended", ended_at=at, ended_by=actor, note=_STOPPED
    )
    audit_write(
        at=at,
        actor=actor,
        action="person.died",
        subject="person",
        subject_id=person_id,
        data={"door": door, "closed": closed, "stopped": stopped},
    )
    return report


@transaction.atomic
def death_mistaken(
    *, person_id: int, why: str, at: datetime, actor: str, door: str = "desk"
) -> DeathReport | Refusal:
    """Write down that the report of a death was wrong.

    What the report closed is open again, and unverified: it may be used once it was verified anew.
    Refusals: NOT_DECEASED, WHY_MISSING.
    """
    if not why.strip():
        return Refusal("WHY_MISSING", "Say how you know that the report was wrong.")
    person = (
        Person.objects.select_for_update(no_key=True, of=("self",)).filter(pk=person_id).first()
    )
    if person is None or not person.is_deceased:
        return Refusal("NOT_DECEASED", "No death is on record.")
    person.is_deceased = False
    person.save(update_fields=["is_deceased"])
    report = DeathReport.objects.create(
        person=person, kind="mistaken", door=door, at=at, actor=actor, note=why.strip()[:400]
    )
    latest = PointClosing.objects.filter(contact_point=OuterRef("pk")).order_by("-pk")
    closed = ContactPoint.objects.annotate(why_closed=Subquery(latest.values("why")[:1])).filter(
        person=person, state="closed", why_closed="deceased"
    )
    ContactPoint.objects.filter(pk__in=[point.pk for point in closed]).update(
        state="open", is_verified=False
    )
    audit_write(at=at, actor=actor, action="person.lives", subject="person", subject_id=person_id)
    return report
