"""The ledger beside the host's statements: what differs, by how much, and most likely why."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from forbear.core.reconcile import RESULT
from forbear.services.reconciliation import Reconciliation, reconcile
from forbear.store.models import ReconciliationRun
from forbear.store.selectors.reconciliation import runs_list, statement_days
from forbear.web.money.answers import csv_answer, day_of
from forbear.web.money.rail import rail_of
from forbear.web.shared.permissions import SEE_MONEY
from forbear.wiring.house import house_day

DAYS_MAX = 62
ROWS = 100


@require_GET
@permission_required(SEE_MONEY, raise_exception=True)
def reconciliation(request: HttpRequest) -> HttpResponse:
    """Compare the statements of some days; ``?form=csv`` gives every difference as a file."""
    held = statement_days()
    today = house_day()
    usual = min(held[1], today) if held else today
    until = day_of(request.GET.get("to"), usual=usual)
    since = day_of(request.GET.get("from"), usual=until)
    since = min(max(since, until - timedelta(days=DAYS_MAX)), until)
    found = reconcile(since=since, until=until)
    page: dict[str, object] = {
        "since": since,
        "until": until,
        "held": held,
        "days_max": DAYS_MAX,
        "runs": [(run, run.counts["matched"], _others(run)) for run in runs_list()],
        "search_words": _("Find an account among the differences"),
        "rail": rail_of(request, current="reconciliation"),
    }
    if not isinstance(found, Reconciliation):
        return render(request, "money/reconciliation.html", page)
    shown = _asked(found.differences, request)
    if request.GET.get("form") == "csv":
        return csv_answer(f"reconciliation-{since}-{until}", tuple(RESULT), shown.iter_rows())
    text, verdict = request.GET.get("q", ""), request.GET.get("verdict", "")
    page |= {
        "found": found,
        "compared": found.rows.filter(pl.col("verdict") != "statement_missing").height,
        "counts": [(key, many) for key, many in found.counts.items() if key != "matched"],
        "causes": list(found.causes.items()),
        "text": text,
        "verdict": verdict,
        "query": _query(since, until, text, ""),
        "query_shown": _query(since, until, text, verdict),
        "page": Paginator(shown.to_dicts(), ROWS).get_page(request.GET.get("page")),
    }
    return render(request, "money/reconciliation.html", page)


def _others(run: ReconciliationRun) -> int:
    """Return how many rows of a kept comparison did not agree."""
    return sum(many for verdict, many in run.counts.items() if verdict != "matched")


def _asked(rows: pl.DataFrame, request: HttpRequest) -> pl.DataFrame:
    """Keep the rows of one verdict or cause, and of accounts whose reference holds a text."""
    wanted = request.GET.get("verdict", "")
    if wanted:
        rows = rows.filter((pl.col("verdict") == wanted) | (pl.col("cause") == wanted))
    if text := request.GET.get("q", "").strip()[:64]:
        rows = rows.filter(pl.col("account_reference").str.contains(text, literal=True))
    return rows


def _query(since: date, until: date, text: str, verdict: str) -> str:
    given = {"from": since.isoformat(), "to": until.isoformat(), "q": text, "verdict": verdict}
    return urlencode({key: value for key, value in given.items() if value})
