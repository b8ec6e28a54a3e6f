"""Today's queue: what the day decided, account by account, as the desk shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from forbear.core.tables.words import BUCKETS
from forbear.store.models import Account, DayRun, Decision
from forbear.store.selectors.search import account_ids_found

# The queues of a day: all contacts, each channel, and what is not a contact.
CHANNEL_QUEUES = ("call", "sms", "email", "letter", "visit")
ACTION_QUEUES = ("refer", "hold", "none")
QUEUES = ("contacts", *CHANNEL_QUEUES, *ACTION_QUEUES, "all")
SORTS = {
    "place": (F("window_from").asc(nulls_last=True), F("account__overdue_minor").desc()),
    "name": (F("person__name").asc(),),
    "dpd": (F("dpd").desc(),),
    "owed": (F("account__balance_minor").desc(),),
    "overdue": (F("account__overdue_minor").desc(),),
}
# so many matches of a search are looked for in a queue
FOUND_MAX = 500


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
    until_now = DayRun.objects.filter(on__lte=on).order_by("-on").first()
    return until_now or DayRun.objects.order_by("on").first()


def decision_list(asked: QueueFilter, *, run: DayRun) -> QuerySet[Decision]:
    """List the decisions of a run that match, in the order asked for."""
    found = Decision.objects.filter(_in_queue(asked.queue), run=run)
    if asked.nation:
        found = found.filter(account__nation=asked.nation)
    if asked.bucket:
        found = found.filter(bucket=asked.bucket)
    if asked.text:
        found = found.filter(_matches(asked.text))
    order = SORTS.get(asked.sort, SORTS["place"])
    return found.select_related("account", "person", "planned").order_by(*order, "pk")


def queue_counts(*, run: DayRun) -> dict[str, int]:
    """Count each queue of a run."""
    counts = dict.fromkeys(QUEUES, 0)
    rows = Decision.objects.filter(run=run).values_list("action", "channel").annotate(n=Count("pk"))
    for action, channel, n in rows:
        counts["all"] += n
        if action == "contact":
            counts["contacts"] += n
            if channel in counts:
                counts[channel] += n
        else:
            counts[action] += n
    return counts


def decision_places(*, run: DayRun, channel: str) -> dict[int, int]:
    """Number the decisions of a channel worked by people: decision id to place, from 1."""
    ids = (
        Decision.objects.filter(run=run, action="contact", channel=channel)
        .order_by(*SORTS["place"], "pk")
        .values_list("pk", flat=True)
    )
    return {decision_id: place for place, decision_id in enumerate(ids, start=1)}


def accounts_held(person_ids: Sequence[int]) -> dict[int, int]:
    """Count the accounts of each of some cardholders."""
    rows = Account.objects.filter(person_id__in=person_ids).values_list("person_id")
    return dict(rows.annotate(n=Count("pk")))


def account_ids_of(decisions: QuerySet[Decision]) -> list[int]:
    """Return the accounts of a list of decisions, in its order."""
    return list(decisions.values_list("account_id", flat=True))


def nation_list(*, run: DayRun) -> list[str]:
    """List the nations of a run's accounts."""
    nations = Decision.objects.filter(run=run).values_list("account__nation", flat=True)
    return sorted(set(nations.distinct()))


def bucket_list(*, run: DayRun) -> list[str]:
    """List the buckets of a run's accounts, the mildest first."""
    found = set(Decision.objects.filter(run=run).values_list("bucket", flat=True).distinct())
    return [bucket for bucket in BUCKETS if bucket in found]


def _in_queue(queue: str) -> Q:
    if queue == "all":
        return Q()
    if queue in CHANNEL_QUEUES:
        return Q(action="contact", channel=queue)
    if queue in ACTION_QUEUES:
        return Q(action=queue)
    return Q(action="contact")


def _matches(text: str) -> Q:
    """Match what a search finds: names, references, e-mail, phones, the card's last four."""
    return Q(account_id__in=account_ids_found(text, limit=FOUND_MAX))
