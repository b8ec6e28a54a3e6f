"""Findings across a case as reviewers see them: the texts side by side, one key for a verdict."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forbear.core.speech.case_texts import CaseFinding
from forbear.core.speech.replies import plain
from forbear.services.refusals import Refusal
from forbear.services.speech.across import across_review
from forbear.store.models import AcrossFinding, SpokenText
from forbear.store.selectors.across import across_judged, across_open
from forbear.web.review.queue import ROWS
from forbear.web.review.rail import rail_of
from forbear.web.review.words import ACROSS, CATEGORY, SEVERITY, VERDICT
from forbear.web.shared.permissions import REVIEW_TEXTS
from forbear.web.shared.refusals import refusal_said
from forbear.wiring import clock


@require_GET
@permission_required(REVIEW_TEXTS, raise_exception=True)
def across(request: HttpRequest) -> HttpResponse:
    """Show the findings that wait, or those that were judged."""
    view = "judged" if request.GET.get("view") == "judged" else "open"
    found = across_judged() if view == "judged" else across_open()
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    texts = SpokenText.objects.in_bulk({key for one in shown for key in one.texts})
    context = {
        "view": view,
        "page": page,
        "rows": [_row(one, texts) for one in shown],
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
        reason=request.POST.get("reason", "").replace("\x00", ""),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    if isinstance(done, Refusal):
        messages.error(request, refusal_said(done))
    else:
        messages.success(request, _("Noted: %(what)s.") % {"what": VERDICT[done.verdict]})
    return redirect("review:across")


def _row(finding: AcrossFinding, texts: dict[int, SpokenText]) -> dict[str, Any]:
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    values = dict(finding.values)
    if finding.category == "same_threat_by_several":
        values["category"] = str(CATEGORY.get(values["category"], values["category"]))
    value = CaseFinding(finding.category, finding.severity, finding.key, (), tuple(values.items()))
    review = getattr(finding, "review", None)
    return {
        "finding": finding,
        "category": ACROSS[finding.category],
        "severity": SEVERITY[finding.severity],
        "because": value.because(language),
        "texts": [_text(texts[key]) for key in finding.texts if key in texts],
        "review": review,
        "verdict": VERDICT[review.verdict] if review else "",
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
