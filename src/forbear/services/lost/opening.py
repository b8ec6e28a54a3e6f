"""Opening the search for a cardholder who cannot be reached."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Contact, ContactPoint, Person, SearchTask

# somebody was there, or may have been: the count of tries in vain begins anew
_REACHED = ("conversation", "answered_dropped", "replied", "refused", "delivered")
_TRIED = ("call", "voicemail", "letter", "visit")


def usable_points(person_id: int) -> QuerySet[ContactPoint]:
    """Return the contact points by which a cardholder may be reached, as far as anyone knows."""
    return ContactPoint.objects.filter(
        person_id=person_id, party="cardholder", state="open", is_connected_to_other=False
    ).exclude(kind="none")


def search_open_if_lost(person_id: int, *, at: datetime, actor: str) -> SearchTask | None:
    """Open a search if nothing is left by which a cardholder who owes can be reached."""
    if usable_points(person_id).exists():
        return None
    found = _open([person_id], why="no_point", at=at, actor=actor)
    return found[0] if found else None


@transaction.atomic
def search_open(*, person_id: int, at: datetime, actor: str) -> SearchTask | Refusal:
    """Open a search because somebody at the desk says so.

    Refusals: PERSON_UNKNOWN, DECEASED, SEARCH_OPEN, NOTHING_OVERDUE.
    """
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return Refusal("PERSON_UNKNOWN", "There is no such person.")
    if person.is_deceased:
        return Refusal("DECEASED", "The cardholder has died: nobody searches for them.")
    if SearchTask.objects.filter(person=person, state="open").exists():
        return Refusal("SEARCH_OPEN", "A search is open already.")
    found = _open([person_id], why="stated", at=at, actor=actor)
    return found[0] if found else Refusal("NOTHING_OVERDUE", "Nothing is overdue: nobody searches.")


@transaction.atomic
def searches_open(*, attempts: int, at: datetime, actor: str) -> dict[str, int]:
    """Open a search for everyone who is overdue and lost; return how many, by the reason.

    Lost: no usable contact point; the record says so; or the last ``attempts`` tries in a row
    reached nobody.
    """
    late = Person.objects.filter(
        Exists(Account.objects.filter(person=OuterRef("pk"), overdue_minor__gt=0)),
        is_deceased=False,
    ).exclude(search_tasks__state="open")
    usable = ContactPoint.objects.filter(
        person=OuterRef("pk"), party="cardholder", state="open", is_connected_to_other=False
    ).exclude(kind="none")
    groups = {
        "no_point": late.filter(~Exists(usable)),
        "stated": late.filter(is_lost_contact=True),
        "attempts": late.filter(pk__in=_in_vain(late, attempts)),
    }
    return {
        why: len(_open(list(who.values_list("pk", flat=True)), why=why, at=at, actor=actor))
        for why, who in groups.items()
    }


def _in_vain(late: QuerySet[Person], attempts: int) -> list[int]:
    """Return whose last ``attempts`` tries reached nobody, with none that did in between."""
    counts: dict[int, int] = {}
    ended: set[int] = set()
    rows = (
        Contact.objects.filter(person__in=late, party="cardholder")
        .order_by("-at", "-pk")
        .values_list("person_id", "direction", "channel", "outcome")
    )
    for person_id, direction, channel, outcome in rows.iterator():
        if person_id in ended:
            continue
        if direction == "in" or (channel in _TRIED and outcome in (*_REACHED, None)):
            ended.add(person_id)
        elif direction == "out" and channel in _TRIED:
            counts[person_id] = counts.get(person_id, 0) + 1
    return [person_id for person_id, count in counts.items() if count >= attempts]


def _open(person_ids: Iterable[int], *, why: str, at: datetime, actor: str) -> list[SearchTask]:
    """Open one search a person, if none is open, something is overdue, and they live."""
    wanted = Account.objects.filter(
        person_id__in=person_ids, overdue_minor__gt=0, person__is_deceased=False
    ).exclude(person__search_tasks__state="open")
    made = []
    for person_id in sorted(set(wanted.values_list("person_id", flat=True))):
        task, is_new = SearchTask.objects.get_or_create(
            person_id=person_id,
            state="open",
            defaults={"why": why, "opened_at": at, "opened_by": actor},
        )
        if is_new:
            made.append(task)
            audit_write(
                at=at,
                actor=actor,
                action="search.opened",
                subject="search_task",
                subject_id=task.pk,
                data={"person": person_id, "why": why},
            )
    return made
