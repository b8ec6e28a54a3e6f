"""Today's queue: what the day decided, account by account, as the desk shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from django.db.models import Count, F, Q, QuerySet

from forbear.core.tables.words import BUCKETS
from forbear.store.models import Account, DayRun, Decision, QueuePlace
from forbear.store.prepared import Prepared, Slot, question
from forbear.store.selectors.search import account_ids_found

# The queues of a day: all contacts, each channel, and what is not a contact.
CHANNEL_QUEUES = ("call", "sms", "email", "letter", "visit")
ACTION_QUEUES = ("refer", "hold", "none")
QUEUES = ("contacts", *CHANNEL_QUEUES, *ACTION_QUEUES, "all")
SORTS = {
    "place": (F("place__line").asc(),),
    "name": (F("person__name").asc(),),
    "dpd": (F("dpd").desc(),),
    "owed": (F("account__balance_minor").desc(),),
    "overdue": (F("account__overdue_minor").desc(),),
}
# so many matches of a search are looked for in a queue
FOUND_MAX = 500
# in another order than that of the places neighbours are looked for among so many at most
_SORTED_MAX = 5_000


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What of the queue is asked for; empty words ask for everything."""

    queue: str = "contacts"
    nation: str = ""
    bucket: str = ""
    text: str = ""
    sort: str = "place"


def day_latest(*, on: date) -> DayRun | None:
    """Return the latest daily run up to ``on``; if there is none, the first that lies ahead.

    A Monday may be decided on the Sunday before, and in Asia it begins on that Sunday. ``None`` if
    no day was ever run.
    """
    return _UNTIL.first(on=on) or DayRun.objects.order_by("on").first()


def decision_list(asked: QueueFilter, *, run: DayRun) -> QuerySet[Decision]:
    """List the decisions of a run that match, in the order asked for."""
    found = Decision.objects.filter(_in_queue(asked.queue), place__run=run)
    if asked.nation:
        found = found.filter(account__nation=asked.nation)
    if asked.bucket:
        found = found.filter(bucket=asked.bucket)
    if asked.text:
        found = found.filter(_matches(asked.text))
    order = SORTS.get(asked.sort, SORTS["place"])
    return found.select_related("account", "person", "planned", "place").order_by(*order, "pk")


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What is true of a run for ever: how many stand in each queue, and which words it has."""

    counts: Mapping[str, int]
    nations: tuple[str, ...]
    buckets: tuple[str, ...]


@lru_cache(maxsize=8)
def day_facts(run_id: int) -> DayFacts:
    """Return the facts of a run whose places are written; nobody adds to it after that."""
    counts = dict.fromkeys(QUEUES, 0)
    places = QueuePlace.objects.filter(run=run_id)
    for queue, is_contact, n in places.values_list("queue", "is_contact").annotate(n=Count("pk")):
        counts["all"] += n
        counts["contacts"] += n if is_contact else 0
        if queue in counts:
            counts[queue] += n
    nations = places.values_list("account__nation", flat=True).distinct()
    found = set(places.values_list("decision__bucket", flat=True).distinct())
    buckets = tuple(bucket for bucket in BUCKETS if bucket in found)
    return DayFacts(MappingProxyType(counts), tuple(sorted(set(nations))), buckets)


def decision_count(asked: QueueFilter, *, run: DayRun) -> int:
    """Count the decisions of a run that match."""
    if asked.nation or asked.bucket or asked.text:
        return decision_list(asked, run=run).count()
    return day_facts(run.pk).counts[asked.queue]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where an account stands in a list, from 1, and the accounts before and after it."""

    place: int
    previous: int | None
    next: int | None


def neighbours(account_id: int, asked: QueueFilter, *, run: DayRun) -> Neighbours | None:
    """Return an account's place in a list; ``None`` if it is not there, or the list is too long.

    In the order of the places no list is too long.
    """
    found = decision_list(asked, run=run)
    if asked.sort in SORTS and asked.sort != "place":
        if decision_count(asked, run=run) > _SORTED_MAX:
            return None
        ids = list(found.values_list("account_id", flat=True))
        if account_id not in ids:
            return None
        at = ids.index(account_id)
        return Neighbours(
            at + 1, ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None
        )
    if not (asked.nation or asked.bucket or asked.text):
        return _beside(account_id, asked, run=run)
    mine = found.filter(account_id=account_id).first()
    if mine is None:
        return None
    before = found.filter(place__line__lt=mine.place.line)
    after = found.filter(place__line__gt=mine.place.line)
    return Neighbours(
        before.count() + 1,
        before.order_by("-place__line").values_list("account_id", flat=True).first(),
        after.values_list("account_id", flat=True).first(),
    )


def _beside(account_id: int, asked: QueueFilter, *, run: DayRun) -> Neighbours | None:
    """Return an account's place in a whole queue, from the order of the places alone."""
    part = {"all": "TRUE", "contacts": "p.is_contact"}.get(asked.queue, "p.queue = %(queue)s")
    found = question(
        _BESIDE.format(mine=part, theirs=part.replace("p.", "o.")),
        {"run": run.pk, "account": account_id, "queue": asked.queue},
    )
    if not found:
        return None
    [(place, line, before, after)] = found
    # contacts come first in the line of the day
    return Neighbours(line if asked.queue in {"all", "contacts"} else place, before, after)


def accounts_held(person_ids: Sequence[int]) -> dict[int, int]:
    """Count the accounts of each of some cardholders."""
    rows = Account.objects.filter(person_id__in=person_ids).values_list("person_id")
    return dict(rows.annotate(n=Count("pk")))


def _in_queue(queue: str) -> Q:
    if queue == "all":
        return Q()
    if queue == "contacts":
        return Q(place__is_contact=True)
    return Q(place__queue=queue)


def _matches(text: str) -> Q:
    """Match what a search finds: names, references, e-mail, phones, the card's last four."""
    return Q(account_id__in=account_ids_found(text, limit=FOUND_MAX))


_UNTIL = Prepared(lambda: DayRun.objects.filter(on__lte=Slot("on")).order_by("-on")[:1])
_BESIDE = """
SELECT p.place, p.line,
    (SELECT o.account_id FROM store_queueplace o
     WHERE o.run_id = p.run_id AND o.line < p.line AND {theirs} ORDER BY o.line DESC LIMIT 1),
    (SELECT o.account_id FROM store_queueplace o
     WHERE o.run_id = p.run_id AND o.line > p.line AND {theirs} ORDER BY o.line LIMIT 1)
FROM store_queueplace p
WHERE p.run_id = %(run)s AND p.account_id = %(account)s AND {mine}
ORDER BY p.line LIMIT 1
"""
