"""Closing a contact point everywhere at once, by whichever door the word came.

A number or address that is wrong is wrong for every account and channel of the person. So there is
one way to close it: the same value is closed wherever else this person has it, what waits for it is
stopped, and where somebody else has the same value, a question is asked about theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction

from forbear.core.tables import words as w
from forbear.services.audit import audit_write
from forbear.services.lost.opening import search_open_if_lost
from forbear.services.lost.values import own_points, same_points, value_even
from forbear.services.refusals import Refusal
from forbear.store.models import ContactPoint, PlannedContact, PointCheck, PointClosing

_WAITING = ("planned", "queued")
_NOTE_MAX = 400
# whoever answers there is not the person: the gate is told that too
_OF_OTHERS = ("wrong_person", "reassigned")


@transaction.atomic
def points_close(
    points: Iterable[ContactPoint],
    *,
    why: str,
    door: str,
    at: datetime,
    actor: str,
    note: str = "",
) -> list[int]:
    """Close ``points`` and the same value wherever else their persons have it; return which.

    Those that were closed already are left as they are, but what waits for them is stopped too. The
    same value held for other persons is flagged, never closed: it may be right for them. Raises
    ``ValueError`` for a reason or a door that does not exist.
    """
    if why not in w.CLOSE_REASONS or door not in w.CLOSE_DOORS:
        raise ValueError(f"{why!r} by {door!r} closes nothing")
    given = list(points)
    wanted = {
        own.pk for point in given for own in own_points(point.person_id, point.kind, point.value)
    }
    # locked by their numbers: two who close the same points wait in no ring
    held = ContactPoint.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    found = list(held)
    closed = [point for point in found if point.state == "open"]
    for point in closed:
        point.state = "closed"
        if why in _OF_OTHERS:
            point.is_connected_to_other = True
        point.save(update_fields=["state", "is_connected_to_other"])
    for point in found:
        stopped = _stop(point, why=why, at=at)
        if point in closed:
            _closing(point, stopped, why=why, door=door, at=at, actor=actor, note=note)
    for person_id in sorted({point.person_id for point in closed}):
        search_open_if_lost(person_id, at=at, actor=actor)
    return [point.pk for point in closed]


@transaction.atomic
def point_close(
    *, contact_point_id: int, why: str, door: str, at: datetime, actor: str, note: str = ""
) -> list[int] | Refusal:
    """Close one contact point as ``points_close`` does.

    Refusals: POINT_UNKNOWN, REASON_UNKNOWN; and DEATH_IS_OF_THE_PERSON, because a death is written
    down with ``person_died``.
    """
    if why == "deceased":
        return Refusal("DEATH_IS_OF_THE_PERSON", "Write down that the person has died instead.")
    if why not in w.CLOSE_REASONS:
        known = ", ".join(w.CLOSE_REASONS)
        return Refusal("REASON_UNKNOWN", f"There is no reason {why[:40]!r}; known: {known}.")
    point = ContactPoint.objects.filter(pk=contact_point_id).first()
    if point is None:
        return Refusal("POINT_UNKNOWN", "There is no such contact point.")
    return points_close([point], why=why, door=door, at=at, actor=actor, note=note)


@transaction.atomic
def check_answer(
    *, check_id: int, is_theirs: bool, at: datetime, actor: str
) -> PointCheck | Refusal:
    """Answer whether a number closed for one person is right for another who has it too.

    Refusals: CHECK_UNKNOWN, CHECK_ANSWERED.
    """
    check = PointCheck.objects.select_for_update(no_key=True).filter(pk=check_id).first()
    if check is None:
        return Refusal("CHECK_UNKNOWN", "There is no such question.")
    if check.state != "open":
        return Refusal("CHECK_ANSWERED", "Someone has answered this already.")
    check.state = "kept" if is_theirs else "closed"
    check.answered_at, check.answered_by = at, actor
    check.save(update_fields=["state", "answered_at", "answered_by"])
    if not is_theirs:
        points_close([check.contact_point], why=check.closing.why, door="desk", at=at, actor=actor)
    audit_write(
        at=at,
        actor=actor,
        action="contact_point.checked",
        subject="contact_point",
        subject_id=check.contact_point_id,
        data={"state": check.state},
    )
    return check


def closings_stand(table: str) -> int:
    """Let what was closed or told of a death stand, whatever a host's file says; return how many.

    Called after ``table`` was imported, in its transaction. A file repeats what the host holds; a
    new value under the same reference is new, and stays open.
    """
    statement = _STAND.get(table)
    if statement is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


_STAND = {
    "contact_points": """
        UPDATE store_contactpoint AS point SET state = 'closed'
        FROM store_pointclosing AS closing, store_person AS person
        WHERE closing.contact_point_id = point.id AND person.id = point.person_id
          AND point.state = 'open' AND closing.raw_value = point.value
          AND (closing.why <> 'deceased' OR person.is_deceased)
    """,
    "persons": """
        UPDATE store_person AS person SET is_deceased = TRUE
        WHERE NOT person.is_deceased AND (
            SELECT report.kind FROM store_deathreport report
            WHERE report.person_id = person.id ORDER BY report.id DESC LIMIT 1
        ) = 'died'
    """,
}


def _stop(point: ContactPoint, *, why: str, at: datetime) -> int:
    """Refuse what waits for a point.

    What is being released or sent at this moment is left alone: before it leaves, the gate is asked
    again, because the point has changed.
    """
    waiting = PlannedContact.objects.filter(contact_point=point, state__in=_WAITING).order_by("pk")
    held = waiting.select_for_update(no_key=True, skip_locked=True).values_list("pk", flat=True)
    note = f"{_CODES[why]} {_NOTES[why]}"
    return PlannedContact.objects.filter(pk__in=list(held)).update(
        state="refused", state_at=at, note=note
    )


_CODES = {why: why.upper() for why in w.CLOSE_REASONS}
_NOTES = {
    "wrong_person": "Someone else is reached there.",
    "reassigned": "The number belongs to someone else now.",
    "not_in_service": "The number is out of service.",
    "no_such_address": "The address does not exist.",
    "moved": "The cardholder does not live there any more.",
    "deceased": "The cardholder has died.",
    "other": "The contact point was closed.",
}


def _closing(
    point: ContactPoint,
    stopped: int,
    *,
    why: str,
    door: str,
    at: datetime,
    actor: str,
    note: str,
) -> None:
    closing = PointClosing.objects.create(
        contact_point=point,
        person_id=point.person_id,
        value=value_even(point.kind, point.value),
        raw_value=point.value,
        why=why,
        door=door,
        at=at,
        actor=actor,
        note=note[:_NOTE_MAX],
        stopped=stopped,
    )
    flagged = [] if why == "deceased" else _flag(closing, point, at=at)
    audit_write(
        at=at,
        actor=actor,
        action="contact_point.closed",
        subject="contact_point",
        subject_id=point.pk,
        data={"why": why, "door": door, "stopped": stopped, "flagged": flagged},
    )


def _flag(closing: PointClosing, point: ContactPoint, *, at: datetime) -> Sequence[int]:
    """Ask about the same value of other persons: once each, however often it is closed."""
    others = same_points(point.kind, point.value).exclude(person_id=point.person_id)
    asked = others.filter(state="open").exclude(checks__state="open").order_by("pk")
    made = PointCheck.objects.bulk_create(
        (PointCheck(contact_point=other, closing=closing, at=at) for other in asked),
        ignore_conflicts=True,
    )
    return [each.contact_point_id for each in made]
