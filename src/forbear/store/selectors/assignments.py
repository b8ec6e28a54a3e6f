"""Whose a case is: what leads gave to whom, and what they may give."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from forbear.core.agreements.offers import LIVE
from forbear.core.roles import CALLERS
from forbear.store.models import (
    CaseAssignment,
    CaseMove,
    DayRun,
    Offer,
    Permit,
    Person,
    QueuePlace,
    TextReview,
)
from forbear.store.prepared import Prepared, Slot
from forbear.store.selectors.complaints import persons_complained
from forbear.store.selectors.search import account_ids_found

POOL = "-"
FOUND_MAX = 500
_FAULTS = ("confirm", "wrong_category")


def assigned_to(person_id: int) -> str:
    """Return whose a cardholder's case is; "" is the pool's."""
    return next((to for (to,) in _WHOSE.rows(person=person_id)), "")


_WHOSE = Prepared(
    lambda: CaseAssignment.objects.filter(person_id=Slot("person")).values_list("to")[:1]
)


def assignment_of(person_id: int) -> CaseAssignment | None:
    """Return the row of a case that is somebody's, with the move that made it so."""
    found = CaseAssignment.objects.filter(person_id=person_id).exclude(to="")
    return found.select_related("move").first()


def caller_of(username: str) -> User | None:
    """Return a user who may sign in and may be given cases."""
    found = User.objects.filter(username=username, is_active=True, groups__name__in=CALLERS)
    return found.first()


def persons_in_conflict(person_ids: Collection[int], username: str) -> set[int]:
    """Return the cardholders whose case somebody must not be given.

    They complained about them, or a reviewer has confirmed a finding in what was said to them.
    """
    if not username:
        return set()
    confirmed = TextReview.objects.filter(
        verdict__in=_FAULTS,
        finding__isnull=False,
        text__collector=username,
        text__account__person_id__in=person_ids,
    )
    # what was overturned on appeal stands between nobody
    confirmed = confirmed.exclude(finding__appeal__judgement__outcome="overturned")
    found = set(confirmed.values_list("text__account__person_id", flat=True))
    return found | persons_complained(person_ids, username)


def offers_running(person_ids: Collection[int]) -> dict[int, set[str]]:
    """Return the kinds of live offers of some cardholders."""
    rows = Offer.objects.filter(account__person_id__in=person_ids, state__in=LIVE)
    found: dict[int, set[str]] = {}
    for person_id, kind in rows.values_list("account__person_id", "type"):
        found.setdefault(person_id, set()).add(kind)
    return found


def persons_in_call(person_ids: Collection[int]) -> dict[int, str]:
    """Return who is in a call with which cardholder: begun and its outcome not yet logged."""
    rows = Permit.objects.filter(
        person_id__in=person_ids, channel="call", consumed_at__isnull=False, contact__isnull=True
    )
    return dict(rows.values_list("person_id", "actor"))


@dataclass(frozen=True, slots=True)
class CasesAsked:
    """Which cases of a day are meant; ``whose`` is a username, ``POOL``, or "" for everybody's."""

    whose: str = ""
    nation: str = ""
    bucket: str = ""
    text: str = ""


def cases_of(asked: CasesAsked, *, run: DayRun, at: datetime) -> QuerySet[QueuePlace]:
    """List the calls of a day that are still ahead, in the queue's order, with whose they are."""
    found = QueuePlace.objects.filter(
        run=run, queue="call", planned__state="planned", window_to__gt=at
    )
    if asked.whose == POOL:
        given = CaseAssignment.objects.filter(~Q(to=""), person_id=OuterRef("person_id"))
        found = found.exclude(Exists(given))
    elif asked.whose:
        found = found.filter(person__assignment__to=asked.whose)
    if asked.nation:
        found = found.filter(account__nation=asked.nation)
    if asked.bucket:
        found = found.filter(planned__decision__bucket=asked.bucket)
    if asked.text:
        ids = account_ids_found(asked.text, limit=FOUND_MAX)
        found = found.filter(account_id__in=ids)
    return found.select_related(
        "person__assignment__move", "person__hold", "account", "planned__decision"
    ).order_by("place")


def cases_held_by_name(*, run: DayRun, at: datetime) -> dict[str, int]:
    """Count the calls of a day that are still ahead, by whose they are; "" is the pool."""
    ahead = QueuePlace.objects.filter(
        run=run, queue="call", planned__state="planned", window_to__gt=at
    )
    rows = ahead.order_by().values_list("person__assignment__to").annotate(n=Count("pk"))
    found: dict[str, int] = {}
    for name, many in rows:
        found[name or ""] = found.get(name or "", 0) + many
    return found


def moves_lately(*, since: datetime, limit: int) -> QuerySet[CaseMove]:
    """List the latest moves, with how many cases each had and whether it may be undone as a whole.

    ``standing`` counts the cases that nobody has moved since.
    """
    found = CaseMove.objects.filter(at__gte=since).exclude(kind="undo")
    stands = Q(cases__person__assignment__move=F("pk"))
    return (
        found.annotate(many=Count("cases"), standing=Count("cases", filter=stands))
        .select_related("undone_by")
        .order_by("-pk")[:limit]
    )


def persons_known(person_ids: Iterable[int]) -> set[int]:
    """Return those of some keys that are of a cardholder."""
    return set(Person.objects.filter(pk__in=list(person_ids)).values_list("pk", flat=True))
