"""The rail: where a collector can go, with how many wait there."""

from __future__ import annotations

from collections.abc import Mapping

from babel.numbers import format_decimal
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forbear.store.models import DayRun
from forbear.store.selectors.queue import QUEUES, SORTS, QueueFilter, day_facts
from forbear.web.shared import words
from forbear.web.shared.rail import RailItem

_STARTS_GROUP = {"call", "refer", "all"}


def queue_name(queue: str) -> str:
    """Name a queue: by its channel, or by what is done with it."""
    if queue == "contacts":
        return _("Contacts")
    if queue == "all":
        return _("Everything")
    named: Mapping[str, object] = {**words.CHANNEL, **words.ACTION}
    return str(named[queue])


def rail_of(run: DayRun | None, *, current: str) -> list[RailItem]:
    """Return the rail's queues; a queue that is empty and needs nobody is left out."""
    counts = day_facts(run.pk).counts if run else dict.fromkeys(QUEUES, 0)
    address = reverse("desk:today")
    return [
        RailItem(
            name=queue_name(queue),
            icon=queue,
            url=f"{address}?queue={queue}",
            count_text=format_decimal(counts[queue], locale="en"),
            is_current=queue == current,
            starts_group=queue in _STARTS_GROUP,
        )
        for queue in QUEUES
    ]


def asked_of(request: HttpRequest) -> QueueFilter:
    """Read from an address which part of the queue is meant; what makes no sense is ignored."""
    given = request.GET
    queue = given.get("queue", "")
    return QueueFilter(
        queue=queue if queue in QUEUES else "contacts",
        nation=given.get("nation", "")[:8],
        bucket=given.get("bucket", "")[:8],
        # a NUL cannot be asked of the database
        text=given.get("q", "").replace("\x00", "").strip()[:80],
        sort=sort if (sort := given.get("sort", "")) in SORTS else "place",
    )
