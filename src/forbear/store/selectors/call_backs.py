"""Call-backs that cardholders asked for: which is due, which come, which were missed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from forbear.store.models import CallBack, CaseHold, Seat
from forbear.store.prepared import Prepared, Slot

# so long before its time a call keeps the word that was given
EARLY = timedelta(minutes=5)
# a colleague is at work who was seen within this time
AT_WORK = timedelta(minutes=15)
# so long it is left to whoever wrote it down, if they are at work; after that it is late
GRACE = timedelta(minutes=15)
VIEWS = ("due", "coming", "missed", "done")


def call_back_due(account_id: int, *, at: datetime) -> CallBack | None:
    """Return the open call-back of an account's cardholder whose time has come."""
    found = CallBack.objects.filter(person__accounts=account_id, state="open")
    return found.filter(due_at__lte=at + EARLY, planned__state="planned").first()


def call_back_of(person_id: int) -> CallBack | None:
    """Return the open call-back of a cardholder, whether its time has come or not."""
    found = CallBack.objects.filter(person_id=person_id, state="open")
    return found.select_related("planned", "contact_point").first()


def call_back_next(*, at: datetime, actor: str, skip: set[int]) -> CallBack | None:
    """Return the call-back that is due longest and may be taken by ``actor``, and lock it.

    For a while it is left to whoever wrote it down, if they are at work; then anyone takes it.
    """
    return _NEXT.first(
        at=at,
        actor=actor,
        skip=list(skip),
        at_work=at - AT_WORK,
        grace=at - GRACE,
    )


def _next() -> QuerySet[CallBack]:
    busy = CaseHold.objects.filter(person_id=OuterRef("person_id")).filter(
        Q(until__gt=Slot("at")) & ~Q(actor=Slot("actor"))
    )
    here = Seat.objects.filter(
        user__username=OuterRef("actor"),
        user__is_active=True,
        ended_at=None,
        locked_at=None,
        seen_at__gt=Slot("at_work"),
    )
    theirs = Q(due_at__gt=Slot("grace")) & ~Q(actor=Slot("actor")) & Exists(here)
    found = (
        CallBack.objects.filter(
            ~Exists(busy),
            state="open",
            due_at__lte=Slot("at"),
            planned__state="planned",
            planned__window_to__gt=Slot("at"),
        )
        .exclude(theirs)
        .exclude(person__id__one_of=Slot("skip"))
    )
    locked = found.select_for_update(of=("self",), skip_locked=True)
    return locked.order_by("due_at", "pk")[:1]


_NEXT = Prepared(_next)


def call_back_list(view: str, *, at: datetime) -> QuerySet[CallBack]:
    """List the call-backs of a view: due now, still to come, missed, or done and cancelled.

    Missed: its time passed longer ago than the grace, or nothing is planned for it any more.
    """
    found = CallBack.objects.select_related("person", "account", "contact_point", "planned")
    if view == "done":
        return found.exclude(state="open").order_by("-state_at", "-pk")
    found = found.filter(state="open").order_by("due_at", "pk")
    is_late = Q(due_at__lte=at - GRACE) | ~Q(planned__state="planned")
    if view == "missed":
        return found.filter(is_late)
    found = found.exclude(is_late)
    return found.filter(due_at__lte=at) if view == "due" else found.filter(due_at__gt=at)


def is_missed(back: CallBack, *, at: datetime) -> bool:
    """Say whether the word that was given was not kept: so far, or for good."""
    late = back.due_at <= at - GRACE or back.planned.state != "planned"
    return back.state == "open" and late
