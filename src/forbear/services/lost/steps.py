"""The steps of a search: each source asked is written down with its basis, whoever asked it.

REQUIREMENTS F1: the case's own data first, then lawful sources, each recorded; what the law forbids
is refused, and the refusal is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from forbear.core.search.sources import RefusedSource, SearchRules, Source, next_sources
from forbear.core.tables import words as w
from forbear.services.audit import audit_write
from forbear.services.lost.opening import usable_points
from forbear.services.lost.values import own_points
from forbear.services.refusals import Refusal
from forbear.store.models import Account, ContactPoint, Person, SearchStep, SearchTask

RESULTS = ("found", "nothing", "not_possible")
FOUND_KINDS = tuple(w.CHANNELS_OF)
_VALUE_MAX, _NOTE_MAX = 400, 400


@dataclass(frozen=True, slots=True)
class Found:
    """A number or address that a source gave of the cardholder."""

    kind: str
    value: str


def nation_of(person_id: int) -> str:
    """Return whose law a search follows: that of the person's first account."""
    found = Account.objects.filter(person_id=person_id).order_by("pk")
    return str(found.values_list("nation", flat=True).first() or "")


def sources_left(task: SearchTask, rules: SearchRules) -> tuple[Source, ...]:
    """Return the sources that may be asked now."""
    asked = Counter(task.steps.exclude(result="refused").values_list("source", flat=True))
    there = rules.sources_of(nation_of(task.person_id))
    return next_sources(there, asked, is_found=task.state != "open")


@transaction.atomic
def step_record(
    *,
    task_id: int,
    source: str,
    result: str,
    rules: SearchRules,
    roles: Collection[str],
    at: datetime,
    actor: str,
    found: Found | None = None,
    note: str = "",
) -> SearchStep | Refusal:
    """Write down that a source was asked, and what came of it.

    What was found becomes a contact point with its source and basis, unverified: the gate lets it
    be used to find out whether it is theirs, and for nothing else. A source that the law forbids is
    refused, and a step says so. Refusals: TASK_UNKNOWN, TASK_ENDED, SOURCE_FORBIDDEN,
    SOURCE_UNKNOWN, SOURCE_NOT_NOW, SOURCE_ROLE, RESULT_UNKNOWN, FOUND_MISSING, FOUND_CLOSED.
    """
    task = SearchTask.objects.select_for_update(no_key=True).filter(pk=task_id).first()
    if task is None:
        return Refusal("TASK_UNKNOWN", "There is no such search.")
    nation = nation_of(task.person_id)
    if forbidden := rules.refusal_of(source, nation):
        return _refuse(task, forbidden, at=at, actor=actor)
    asks = _asked(task, source, result, rules, roles)
    if isinstance(asks, Refusal):
        return asks
    point: ContactPoint | None = None
    if result == "found":
        made = _found(task.person, asks, found)
        if isinstance(made, Refusal):
            return made
        point = made
    step = _step(task, asks, result, point, note, at=at, actor=actor)
    _state_lost(task, rules, at=at, actor=actor)
    return step


@transaction.atomic
def search_end(*, task_id: int, why: str, at: datetime, actor: str) -> SearchTask | Refusal:
    """End a search without a find. Refusals: TASK_UNKNOWN, TASK_ENDED, WHY_MISSING."""
    task = SearchTask.objects.select_for_update(no_key=True).filter(pk=task_id).first()
    if task is None:
        return Refusal("TASK_UNKNOWN", "There is no such search.")
    if task.state != "open":
        return Refusal("TASK_ENDED", "This search has ended.")
    if not why.strip():
        return Refusal("WHY_MISSING", "Say why the search ends.")
    return _end(task, "ended", why, at=at, actor=actor)


@transaction.atomic
def point_verified(
    *, contact_point_id: int, how: str, at: datetime, actor: str
) -> ContactPoint | Refusal:
    """Write down that a contact point was found to reach the cardholder; the search is over.

    Called when they were verified in a call there, or by whoever saw another proof, named in
    ``how``. Idempotent. Refusals: POINT_UNKNOWN, POINT_CLOSED, WHY_MISSING.
    """
    point = ContactPoint.objects.select_for_update(no_key=True).filter(pk=contact_point_id).first()
    if point is None or point.party != "cardholder":
        return Refusal("POINT_UNKNOWN", "There is no such contact point of the cardholder.")
    if point.state != "open":
        return Refusal("POINT_CLOSED", "This contact point is closed.")
    if not how.strip():
        return Refusal("WHY_MISSING", "Say how you know that it reaches them.")
    if not point.is_verified:
        point.is_verified = True
        point.save(update_fields=["is_verified"])
        audit_write(
            at=at,
            actor=actor,
            action="contact_point.verified",
            subject="contact_point",
            subject_id=point.pk,
            data={"how": how[:_NOTE_MAX]},
        )
    for task in SearchTask.objects.select_for_update(no_key=True).filter(
        person_id=point.person_id, state="open"
    ):
        _end(task, "found", how, at=at, actor=actor)
        person = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=point.person_id)
        person.is_lost_contact, person.is_location_known = False, True
        person.save(update_fields=["is_lost_contact", "is_location_known"])
    return point


def _asked(
    task: SearchTask, source: str, result: str, rules: SearchRules, roles: Collection[str]
) -> Source | Refusal:
    """Return the source that is asked, or why it is not."""
    known = {each.code: each for each in rules.sources_of(nation_of(task.person_id))}
    asks = known.get(source)
    if task.state != "open":
        return Refusal("TASK_ENDED", "This search has ended.")
    if asks is None:
        return Refusal("SOURCE_UNKNOWN", "It is on no list of lawful sources: it is not asked.")
    if asks not in sources_left(task, rules):
        return Refusal("SOURCE_NOT_NOW", "It was asked already, or something else comes first.")
    if asks.roles and not set(asks.roles) & set(roles):
        return Refusal("SOURCE_ROLE", "Only others may ask this source: " + ", ".join(asks.roles))
    if result not in RESULTS:
        return Refusal("RESULT_UNKNOWN", f"What came of it? One of {', '.join(RESULTS)}.")
    return asks


def _refuse(task: SearchTask, source: RefusedSource, *, at: datetime, actor: str) -> Refusal:
    step = _step(task, source, "refused", None, "", at=at, actor=actor)
    audit_write(
        at=at,
        actor=actor,
        action="search.refused",
        subject="search_step",
        subject_id=step.pk,
        data={"source": source.code, "cite": source.cite},
    )
    return Refusal("SOURCE_FORBIDDEN", f"{source.because} ({source.cite})")


def _found(person: Person, source: Source, found: Found | None) -> ContactPoint | Refusal:
    """Keep what a source gave, unverified; what is known already is kept once."""
    value = " ".join(found.value.split()) if found else ""
    if found is None or found.kind not in FOUND_KINDS or not 0 < len(value) <= _VALUE_MAX:
        return Refusal("FOUND_MISSING", "Write down what was found: its kind, and the number.")
    for known in own_points(person.pk, found.kind, value):
        if known.state == "open":
            return known
        if known.is_connected_to_other:
            return Refusal(
                "FOUND_CLOSED", "This number or address was closed: it reaches someone else."
            )
    return ContactPoint.objects.create(
        reference=f"found-{uuid4().hex}",
        person=person,
        kind=found.kind,
        party="cardholder",
        value=value,
        is_verified=False,
        data_source=source.data_source,
        basis=source.basis,
    )


def _step(
    task: SearchTask,
    source: Source | RefusedSource,
    result: str,
    point: ContactPoint | None,
    note: str,
    *,
    at: datetime,
    actor: str,
) -> SearchStep:
    step = SearchStep.objects.create(
        task=task,
        source=source.code,
        result=result,
        basis=source.basis if isinstance(source, Source) else "none",
        cite=source.cite[:300],
        contact_point=point,
        note=note.strip()[:_NOTE_MAX],
        at=at,
        actor=actor,
    )
    if result != "refused":
        audit_write(
            at=at,
            actor=actor,
            action="search.step",
            subject="search_step",
            subject_id=step.pk,
            data={"source": source.code, "result": result, "point": point.pk if point else None},
        )
    return step


def _state_lost(task: SearchTask, rules: SearchRules, *, at: datetime, actor: str) -> None:
    """State that the cardholder is lost, once the case's own data gave nothing to reach them by.

    Only then may the gate let others be asked where they are.
    """
    own = {e.code for e in rules.sources_of(nation_of(task.person_id)) if e.kind == "own"}
    asked = set(task.steps.values_list("source", flat=True))
    if not own <= asked or usable_points(task.person_id).exists():
        return
    person = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=task.person_id)
    if person.is_lost_contact and not person.is_location_known:
        return
    person.is_lost_contact, person.is_location_known = True, False
    person.save(update_fields=["is_lost_contact", "is_location_known"])
    audit_write(at=at, actor=actor, action="person.lost", subject="person", subject_id=person.pk)


def _end(task: SearchTask, state: str, why: str, *, at: datetime, actor: str) -> SearchTask:
    task.state, task.ended_at, task.ended_by = state, at, actor
    task.note = why.strip()[:_NOTE_MAX]
    task.save(update_fields=["state", "ended_at", "ended_by", "note"])
    audit_write(
        at=at,
        actor=actor,
        action=f"search.{state}",
        subject="search_task",
        subject_id=task.pk,
    )
    return task
