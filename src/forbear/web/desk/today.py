"""Today's queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from forbear.services.house import house_date
from forbear.store.models import DayRun, Decision
from forbear.store.selectors.queue import (
    QueueFilter,
    accounts_held,
    day_facts,
    day_latest,
    decision_count,
    decision_list,
)
from forbear.web.desk.rail import asked_of, queue_name, rail_of
from forbear.web.shared import formats
from forbear.web.shared.permissions import SEE_CASES
from forbear.wiring import clock

PAGE_SIZE = 25
WORKED_BY_PEOPLE = ("call", "visit")
UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue."""

    decision: Decision
    url_query: str
    place: int | None
    accounts: int
    zone: ZoneInfo | None
    is_open_now: bool

    @property
    def city(self) -> str:
        """Where the cardholder's clock is."""
        return formats.place_of(self.zone)

    @property
    def window_zone(self) -> ZoneInfo:
        """The zone in which the window is written."""
        return self.zone or UTC


@require_GET
@permission_required(SEE_CASES, raise_exception=True)
def today(request: HttpRequest) -> HttpResponse:
    """Show what the day decided, filtered, sorted and paged; htmx asks for the table alone."""
    now = clock.now()
    asked = asked_of(request)
    run = day_latest(on=house_date(now))
    words: dict[str, object] = {"asked": asked, "run": run, "queue_name": queue_name(asked.queue)}
    if run is not None:
        words |= _page(request, asked, run=run, now=now)
    if request.headers.get("HX-Request"):
        return render(request, "desk/_queue.html", words)
    words["rail"] = rail_of(run, current=asked.queue)
    if run is not None:
        facts = day_facts(run.pk)
        words |= {"nations": facts.nations, "buckets": facts.buckets}
    return render(request, "desk/today.html", words)


def query_of(asked: QueueFilter, **changes: str) -> str:
    """Write a part of the queue as the query of an address; what is usual is left out."""
    given = {
        "queue": asked.queue,
        "q": asked.text,
        "nation": asked.nation,
        "bucket": asked.bucket,
        "sort": "" if asked.sort == "place" else asked.sort,
        **changes,
    }
    return urlencode({key: value for key, value in given.items() if value})


def _page(
    request: HttpRequest, asked: QueueFilter, *, run: DayRun, now: datetime
) -> dict[str, object]:
    found = decision_list(asked, run=run)
    pages = Paginator(found, PAGE_SIZE)
    # known of the day: counting a million lines anew for each page would cost more than the page
    pages.__dict__["count"] = decision_count(asked, run=run)
    page = pages.get_page(request.GET.get("page"))
    decisions = list(page.object_list)
    held = accounts_held([row.person_id for row in decisions])
    rows = [
        Row(
            decision=row,
            url_query=query_of(asked),
            place=row.place.place if row.channel in WORKED_BY_PEOPLE else None,
            accounts=held[row.person_id],
            zone=formats.zone_or_none(row.person.time_zones),
            is_open_now=bool(
                row.window_from and row.window_to and row.window_from <= now < row.window_to
            ),
        )
        for row in decisions
    ]
    return {
        "rows": rows,
        "page": page,
        "query": query_of(asked),
        "sorts": _sorts(asked),
        "elsewhere": _elsewhere(asked, run=run) if not rows and asked.text else 0,
        "query_everywhere": query_of(asked, queue="all", nation="", bucket=""),
        "is_filtered": bool(asked.text or asked.nation or asked.bucket),
    }


def _elsewhere(asked: QueueFilter, *, run: DayRun) -> int:
    """Count the matches of the same words in every queue."""
    return decision_list(QueueFilter(queue="all", text=asked.text), run=run).count()


def _sorts(asked: QueueFilter) -> dict[str, dict[str, object]]:
    return {
        key: {"query": query_of(asked, sort=key), "is_current": asked.sort == key}
        for key in ("place", "name", "dpd", "owed", "overdue")
    }
