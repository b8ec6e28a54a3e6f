"""Who works on which case, and which case is next."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from forbear.store.models import (
    CallBack,
    CaseAssignment,
    CaseHold,
    DayRun,
    Permit,
    QueuePlace,
)
from forbear.store.prepared import Prepared, Slot
from forbear.store.selectors.queue import QueueFilter


def place_next(
    asked: QueueFilter, *, run: DayRun, at: datetime, actor: str, skip: set[int]
) -> QueuePlace | None:
    """Return the first call open at ``at`` that nobody holds and that does not rest, and lock it.

    What a lead gave to ``actor`` comes first, then what is nobody's; what is a colleague's never.
    Rows that another transaction looks at right now are passed over.
    """
    given = {"run": run.pk, "at": at, "actor": actor, "skip": list(skip)}
    given |= {"nation": asked.nation, "bucket": asked.bucket}
    parts = bool(asked.nation), bool(asked.bucket)
    return _places(*parts, is_given=True).first(**given) or _places(*parts, is_given=False).first(
        **given
    )


@cache
def _places(by_nation: bool, by_bucket: bool, *, is_given: bool) -> Prepared[QueuePlace]:  # noqa: FBT001 - the parts of the question
    """Return the question for the first open call, of those given to somebody or of the pool."""
    busy = CaseHold.objects.filter(person_id=OuterRef("person_id")).filter(
        (Q(until__gt=Slot("at")) & ~Q(actor=Slot("actor"))) | Q(rests_until__gt=Slot("at"))
    )
    # who asked to be called later is not called before
    later = CallBack.objects.filter(
        person_id=OuterRef("person_id"),
        state="open",
        planned__state="planned",
        due_at__gt=Slot("at"),
    )

    def made() -> QuerySet[QueuePlace]:
        found = QueuePlace.objects.filter(
            ~Exists(busy),
            ~Exists(later),
            ~Q(person__id__one_of=Slot("skip")),
            run=Slot("run"),
            queue="call",
            # so that the index is read that leaves out what is over; the state decides
            may_be_next=True,
            planned__state="planned",
            window_from__lte=Slot("at"),
            window_to__gt=Slot("at"),
        )
        if by_nation:
            found = found.filter(account__nation=Slot("nation"))
        if by_bucket:
            found = found.filter(planned__decision__bucket=Slot("bucket"))
        locked = found.select_for_update(of=("self",), skip_locked=True).order_by("place")
        if is_given:
            mine = CaseAssignment.objects.filter(to=Slot("actor")).values("person_id")
            return locked.filter(person_id__in=mine)[:1]
        somebodys = CaseAssignment.objects.filter(~Q(to=""), person_id=OuterRef("person_id"))
        return locked.exclude(Exists(somebodys))[:1]

    return Prepared(made)


def place_of(account_id: int, *, run: DayRun) -> QueuePlace | None:
    """Return the place of an account's call in a run's queue."""
    return _PLACE.first(run=run.pk, account=account_id)


def places_passed(place: QueuePlace, *, at: datetime) -> int:
    """Count the open cases before a place that someone holds or that rest."""
    busy = CaseHold.objects.filter(Q(until__gt=at) | Q(rests_until__gt=at))
    before = QueuePlace.objects.filter(run=place.run, queue=place.queue, place__lt=place.place)
    return (
        before.filter(planned__state="planned", window_from__lte=at, window_to__gt=at)
        .filter(person_id__in=busy.values("person_id"))
        .count()
    )


def hold_of(account_id: int, *, at: datetime) -> CaseHold | None:
    """Return the live hold on the case of an account's cardholder."""
    return _HOLD.first(account=account_id, at=at)


def call_unlogged_any(*, actor: str) -> Permit | None:
    """Return a call that ``actor`` began on any account and has not logged yet."""
    return _UNLOGGED.first(actor=actor)


_PLACE = Prepared(
    lambda: QueuePlace.objects.filter(
        run=Slot("run"), account_id=Slot("account"), queue="call"
    ).order_by("pk")[:1]
)
_HOLD = Prepared(
    lambda: CaseHold.objects.filter(
        person__accounts=Slot("account"), until__gt=Slot("at")
    ).order_by("pk")[:1]
)
_UNLOGGED = Prepared(
    lambda: (
        Permit.objects.select_related("account")
        .filter(
            actor=Slot("actor"), channel="call", consumed_at__isnull=False, contact__isnull=True
        )
        .order_by("pk")[:1]
    )
)
