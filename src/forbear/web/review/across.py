"""Findings across a case as reviewers see them: the texts side by side, one key for a verdict."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from forbear.core.speech.case_texts import CaseFinding
from forbear.core.speech.replies import plain
from forbear.services.speech.across import across_review
from forbear.store.models import AcrossAppeal, AcrossFinding, SpokenText
from forbear.store.selectors.across import across_judged, across_open
from forbear.web.conduct.words import OUTCOME
from forbear.web.review.queue import ROWS
from forbear.web.review.rail import rail_of
from forbear.web.review.words import ACROSS, CATEGORY, SEVERITY, VERDICT
from forbear.web.shared.judging import judged_told, judging_of, reason_of
from forbear.web.shared.permissions import REVIEW_TEXTS
from forbear.wiring import clock


@require_GET
@permission_required(REVIEW_TEXTS, raise_exception=True)
def across(request: HttpRequest) -> HttpResponse:
    """Show the findings that wait, or those that were judged."""
    shown = judging_of(request, waiting=across_open(), judged=across_judged(), rows=ROWS)
    texts = SpokenText.objects.in_bulk({key for one in shown.rows for key in one.texts})
    context = {
        "view": shown.view,
        "page": shown.page,
        "rows": [_row(one, texts) for one in shown.rows],
        "rail": rail_of(
            request, current="across", per_thousand=settings.FORBEAR_REVIEW_PER_THOUSAND
        ),
    }
    return render(request, "review/across.html", context)


@require_POST
@permission_required(REVIEW_TEXTS, raise_exception=True)
def across_judge(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Write down what someone said of a finding."""
    done = across_review(
        finding_id=finding_id,
        verdict=request.POST.get("verdict", ""),
        reason=reason_of(request),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    return judged_told(request, done, lambda made: VERDICT[made.verdict], back="review:across")


def because_of(finding: AcrossFinding) -> str:
    """Return the sentence of why, in the language of the page."""
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    values = dict(finding.values)
    if finding.category == "same_threat_by_several":
        values["category"] = str(CATEGORY.get(values["category"], values["category"]))
    value = CaseFinding(finding.category, finding.severity, finding.key, (), tuple(values.items()))
    return value.because(language)


def _row(finding: AcrossFinding, texts: dict[int, SpokenText]) -> dict[str, Any]:
    review = getattr(finding, "review", None)
    return {
        "finding": finding,
        "category": ACROSS[finding.category],
        "severity": SEVERITY[finding.severity],
        "because": because_of(finding),
        "texts": [_text(texts[key]) for key in finding.texts if key in texts],
        "review": review,
        "verdict": VERDICT[review.verdict] if review else "",
        "appeals": [(one, _outcome(one)) for one in finding.appeals.all()],
        "before": _before(finding),
    }


def _outcome(appeal: AcrossAppeal) -> str:
    judged = getattr(appeal, "judgement", None)
    return str(OUTCOME[judged.outcome]) if judged else ""


def _before(finding: AcrossFinding) -> dict[str, Any] | None:
    """Return what was decided of the finding before a text was added; ``None`` if nothing was."""
    last = finding.replaces
    while last is not None and not hasattr(last, "review"):
        last = last.replaces
    if last is None:
        return None
    return {
        "verdict": VERDICT[last.review.verdict],
        "review": last.review,
        "texts": len(last.texts),
        "appeals": [(one, _outcome(one)) for one in last.appeals.all()],
    }


def _text(text: SpokenText) -> dict[str, Any]:
    said = [plain(turn["text"]) for turn in text.turns if turn["ours"]]
    return {
        "pk": text.pk,
        "channel": text.channel,
        "at": text.at,
        "collector": text.collector,
        "team": text.team,
        "agency": text.agency,
        "sender": text.sender,
        "words": "\n".join(said),
    }
