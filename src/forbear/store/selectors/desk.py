"""Who works on which case, and which case is next."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from forbear.store.models import CallBack, CaseHold, DayRun, Permit, QueuePlace
from forbear.store.selectors.queue import QueueFilter

_PLACES_LOCK = 0x5155 << 48
# in the order in which the queue is shown: by opening time, then by the amount overdue
_PLACES = """
INSERT INTO store_queueplace
    (run_id, planned_id, person_id, account_id, channel, place, window_from, window_to)
SELECT d.run_id, p.id, p.person_id, p.account_id, p.channel,
       row_number() OVER (ORDER BY d.window_from, a.overdue_minor DESC, d.id),
       p.window_from, p.window_to
FROM store_decision d
JOIN store_plannedcontact p ON p.decision_id = d.id
JOIN store_account a ON a.id = d.account_id
WHERE d.run_id = %s AND p.channel = 'call' AND d.window_from IS NOT NULL
"""


@transaction.atomic
def places_ensure(run: DayRun) -> None:
    """Write down the places of a run's calls, once; two who ask at the same moment write one."""
    if QueuePlace.objects.filter(run=run).exists():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PLACES_LOCK | run.pk])
        if not QueuePlace.objects.filter(run=run).exists():
            cursor.execute(_PLACES, [run.pk])


def place_next(
    asked: QueueFilter, *, run: DayRun, at: datetime, actor: str, skip: set[int]
) -> QueuePlace | None:
    """Return the first call open at ``at`` that nobody holds and that does not rest, and lock it.

    Rows that another transaction looks at right now are passed over.
    """
    busy = CaseHold.objects.filter(person_id=OuterRef("person_id")).filter(
        (Q(until__gt=at) & ~Q(actor=actor)) | Q(rests_until__gt=at)
    )
    # who asked to be called later is not called before
    later = CallBack.objects.filter(
        person_id=OuterRef("person_id"), state="open", planned__state="planned", due_at__gt=at
    )
    found = QueuePlace.objects.filter(
        ~Exists(busy),
        ~Exists(later),
        run=run,
        channel="call",
        planned__state="planned",
        window_from__lte=at,
        window_to__gt=at,
    )
    if asked.nation:
        found = found.filter(account__nation=asked.nation)
    if asked.bucket:
        found = found.filter(planned__decision__bucket=asked.bucket)
    if skip:
        found = found.exclude(person_id__in=skip)
    locked = found.select_for_update(of=("self",), skip_locked=True)
    return locked.order_by("place").first()


def place_of(account_id: int, *, run: DayRun) -> QueuePlace | None:
    """Return the place of an account's call in a run's queue."""
    return QueuePlace.objects.filter(run=run, account_id=account_id, channel="call").first()


def places_passed(place: QueuePlace, *, at: datetime) -> int:
    """Count the open cases before a place that someone holds or that rest."""
    busy = CaseHold.objects.filter(Q(until__gt=at) | Q(rests_until__gt=at))
    before = QueuePlace.objects.filter(run=place.run, channel=place.channel, place__lt=place.place)
    return (
        before.filter(planned__state="planned", window_from__lte=at, window_to__gt=at)
        .filter(person_id__in=busy.values("person_id"))
        .count()
    )


def hold_of(account_id: int, *, at: datetime) -> CaseHold | None:
    """Return the live hold on the case of an account's cardholder."""
    return CaseHold.objects.filter(person__accounts=account_id, until__gt=at).first()


def call_unlogged_any(*, actor: str) -> Permit | None:
    """Return a call that ``actor`` began on any account and has not logged yet."""
    found = Permit.objects.select_related("account")
    return found.filter(
        actor=actor, channel="call", consumed_at__isnull=False, contact__isnull=True
    ).first()
