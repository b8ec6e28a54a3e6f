"""The queue of reviewers: the text marked, the facts beside it, one key for a verdict."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forbear.packs.speech.conduct import conduct_now
from forbear.services.refusals import Refusal
from forbear.services.speech.drafts import draft_stops
from forbear.services.speech.review import finding_review, text_review
from forbear.store.models import SpokenText, TextReview
from forbear.store.selectors.speech import VIEWS, Read, View, reads, texts_of
from forbear.web.review.marks import marked
from forbear.web.review.rail import rail_of
from forbear.web.review.words import CATEGORY, FACT, FACT_VALUE, SEVERITY, VERDICT
from forbear.web.shared import formats
from forbear.web.shared.judging import judged_told
from forbear.web.shared.permissions import REVIEW_TEXTS
from forbear.wiring import clock

ROWS = 5


@require_GET
@permission_required(REVIEW_TEXTS, raise_exception=True)
def queue(request: HttpRequest) -> HttpResponse:
    """Show the texts of a view; first those with findings that nobody has judged."""
    view: View = next((one for one in VIEWS if one == request.GET.get("view")), "waiting")
    rate = settings.FORBEAR_REVIEW_PER_THOUSAND
    texts = texts_of(view, per_thousand=rate, sampling=conduct_now().sampling)
    page = Paginator(texts, ROWS).get_page(request.GET.get("page"))
    context = {
        "view": view,
        "page": page,
        "rows": [_row(read) for read in reads(list(page.object_list))],
        "categories": CATEGORY.items(),
        "rate": rate,
        "rail": rail_of(request, current=view, per_thousand=rate),
    }
    return render(request, "review/queue.html", context)


@require_POST
@permission_required(REVIEW_TEXTS, raise_exception=True)
def judge_finding(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Write down what someone said of a finding; "lawful" is of its whole text."""
    done = finding_review(finding_id=finding_id, **_given(request))
    return _back(request, done)


@require_POST
@permission_required(REVIEW_TEXTS, raise_exception=True)
def judge_text(request: HttpRequest, text_id: int) -> HttpResponse:
    """Write down what someone said of a whole text."""
    done = text_review(text_id=text_id, **_given(request))
    return _back(request, done)


def _given(request: HttpRequest) -> dict[str, Any]:
    given = request.POST
    return {
        "verdict": given.get("verdict", ""),
        "category": given.get("category", ""),
        "reason": given.get("reason", "").replace("\x00", ""),
        "actor": request.user.get_username(),
        "at": clock.now(),
    }


def _back(request: HttpRequest, done: TextReview | Refusal) -> HttpResponse:
    view = request.POST.get("view", "")
    back = f"{reverse('review:queue')}?view={view if view in VIEWS else 'waiting'}"
    return judged_told(request, done, lambda made: VERDICT[made.verdict], back=back)


def read_row(text: SpokenText) -> dict[str, object]:
    """Return what a page shows of one text."""
    return _row(next(reads([text])))


def _row(read: Read) -> dict[str, object]:
    numbers = {finding.pk: number for number, finding in enumerate(read.findings, 1)}
    still = {finding.pk for finding in read.open}
    by_finding = {review.finding_id: review for review in read.reviews}
    return {
        "text": read.text,
        "verdict": read.audit.verdict,
        "turns": marked(read),
        "findings": [
            {
                "finding": finding,
                "number": numbers[finding.pk],
                "category": CATEGORY[finding.category],
                "severity": SEVERITY[finding.severity],
                "is_open": finding.pk in still,
                "review": _said(by_finding.get(finding.pk)),
            }
            for finding in read.findings
        ],
        "whole": [_said(review) for review in read.reviews if review.finding_id is None],
        "facts": _facts(read.text.facts),
        "is_held": read.text.source == "draft" and draft_stops(read.text),
    }


def _said(review: TextReview | None) -> dict[str, object] | None:
    if review is None:
        return None
    return {
        "verdict": VERDICT[review.verdict],
        "category": CATEGORY.get(review.category, ""),
        "actor": review.actor,
        "reason": review.reason,
    }


def _facts(facts: dict[str, object]) -> list[tuple[str, str]]:
    """Write the facts in words; what is not known is not there."""
    currency = str(facts.get("currency", ""))
    rows = []
    for name, label in FACT.items():
        value = facts.get(name)
        if value is None:
            continue
        if isinstance(value, bool):
            shown = _("yes") if value else _("no")
        elif name.endswith("_minor") and currency and isinstance(value, int):
            shown = formats.money(value, currency)
        elif name in FACT_VALUE:
            shown = str(FACT_VALUE[name].get(str(value), value))
        else:
            shown = str(value).replace("_", " ")
        rows.append((str(label), shown))
    return rows
