"""Scores of conduct and how they go over time: a chart, the table beside it, and both as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from forbear.core.speech.conduct import SEVERITIES, Agreement, Score
from forbear.interchange.conduct_table import SCORE_COLUMNS, rate_cells, score_row
from forbear.packs.speech.conduct import Conduct, conduct_now
from forbear.services.speech.conduct import (
    TrendPoint,
    a_year_back,
    conduct_scores,
    conduct_trend,
    conduct_whole,
    period,
)
from forbear.store.selectors.conduct import (
    GROUPS,
    Asked,
    Group,
    Scope,
    Step,
    missed_by_auditor,
    names_of,
    scope_of,
)
from forbear.store.selectors.readings import readings_agreement
from forbear.web.conduct.chart import HEIGHT, WIDTH, chart_of
from forbear.web.conduct.rail import rail_of
from forbear.web.conduct.words import GROUP, STANDING, STANDING_ICON, STEP
from forbear.web.money.answers import csv_answer, day_of
from forbear.web.review.words import ACROSS, CATEGORY, SEVERITY
from forbear.web.shared.permissions import SEE_CONDUCT
from forbear.wiring import clock

# what was found in one text, and across the texts of a case
CATEGORIES = CATEGORY | ACROSS
TREND_COLUMNS = (
    "from",
    "contacts",
    "with_finding",
    "unread",
    "per_1000",
    "per_1000_low",
    "per_1000_high",
)


@require_GET
@permission_required(SEE_CONDUCT, raise_exception=True)
def page(request: HttpRequest) -> HttpResponse:
    """Show the scores of a period by collector, team, agency or category, and their trend."""
    today, conduct, scope = clock.now().date(), conduct_now(), scope_of(request.user)
    asked, first, last = _asked(request, scope, today)
    by: Group = next((one for one in GROUPS if one == request.GET.get("by")), _usual(scope))
    step: Step = "week" if request.GET.get("step") == "week" else "month"
    rows = conduct_scores(by, asked, conduct)
    trend = conduct_trend(step, asked, conduct)
    form = request.GET.get("form")
    if form == "csv":
        return csv_answer(f"conduct-{by}-{first}-{last}", SCORE_COLUMNS, map(score_row, rows))
    if form == "trend":
        return csv_answer(f"conduct-{step}-{first}-{last}", TREND_COLUMNS, map(_trend_row, trend))
    context = {
        "first": first,
        "last": last,
        "by": by,
        "step": step,
        "groups": GROUP.items(),
        "steps": STEP.items(),
        "rows": [_row(row, by) for row in rows],
        "whole": conduct_whole(asked, conduct),
        "missed": missed_by_auditor(asked),
        "chart": chart_of(trend, least=conduct.measures.contacts_least) if trend else None,
        "chart_size": (WIDTH, HEIGHT),
        "trend": trend,
        "asked": asked,
        "names": () if scope.is_own_only else names_of(asked).items(),
        "categories": CATEGORIES.items(),
        "is_own_only": scope.is_own_only,
        "agreement": _agreement(asked, conduct) if scope.is_all else None,
        **_measures(conduct),
        "rail": rail_of(request, current="scores"),
    }
    return render(request, "conduct/scores.html", context)


def _asked(request: HttpRequest, scope: Scope, today: date) -> tuple[Asked, date, date]:
    given = request.GET
    last = day_of(given.get("to"), usual=today)
    first = min(day_of(given.get("from"), usual=a_year_back(last)), last)
    named = {
        name: given.get(name, "").replace("\x00", "")[:200]
        for name in ("collector", "team", "agency")
    }
    category = given.get("category", "")
    category = category if category in CATEGORIES else ""
    return period(first, last, scope=scope, category=category, **named), first, last


def _agreement(asked: Asked, conduct: Conduct) -> Agreement:
    sure = conduct.measures.confidence
    return readings_agreement(asked.since, asked.until, confidence=sure)


def _usual(scope: Scope) -> Group:
    return "team" if scope.is_all else "collector"


def _measures(conduct: Conduct) -> dict[str, object]:
    weights = conduct.measures.weights
    return {
        "weights": [(SEVERITY[severity], weights[severity]) for severity in SEVERITIES],
        "least": conduct.measures.contacts_least,
        "sure": f"{conduct.measures.confidence / 10:g}",
    }


def _row(score: Score, by: Group) -> dict[str, object]:
    name = CATEGORIES.get(score.name, score.name) if by == "category" else score.name
    return {
        "score": score,
        "name": name,
        "standing": STANDING[score.standing],
        "icon": STANDING_ICON[score.standing],
    }


def _trend_row(one: TrendPoint) -> Sequence[object]:
    tally = one.tally
    cells = rate_cells(one.found)
    return (one.on.isoformat(), tally.contacts, tally.found, tally.unread, *cells)
