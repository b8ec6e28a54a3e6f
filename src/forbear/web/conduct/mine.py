"""What reviewers found about oneself, and the appeal of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forbear.core.speech.replies import plain
from forbear.packs.speech.conduct import Conduct, conduct_now
from forbear.services.speech.appeals import REASON_MAX, appeal_make, appeal_until
from forbear.store.models import AcrossAppeal, AcrossFinding, FindingAppeal, TextFinding
from forbear.store.selectors.across_people import Concerned, across_seen_by
from forbear.store.selectors.conduct import FAULTS, confirmed, findings_seen_by, scope_of
from forbear.web.conduct.cases import CaseView, case_row
from forbear.web.conduct.rail import rail_of
from forbear.web.conduct.words import OUTCOME
from forbear.web.review.words import CATEGORY, SEVERITY
from forbear.web.shared.judging import reason_of
from forbear.web.shared.permissions import SEE_CONDUCT
from forbear.web.shared.told import outcome_told
from forbear.wiring import clock

ROWS = 10


@require_GET
@permission_required(SEE_CONDUCT, raise_exception=True)
def page(request: HttpRequest) -> HttpResponse:
    """Show every confirmed finding about who asks, and about the people of their agency.

    Those of one text and those across a case, the latest verdict first.
    """
    scope = scope_of(request.user)
    texts = findings_seen_by(request.user).values_list("reviews__at", "pk")
    cases = across_seen_by(request.user.get_username(), scope.agencies)
    found: list[tuple[datetime, int | Concerned]] = list(texts)
    found += [(one.judged_at, one) for one in cases]
    found.sort(key=lambda one: one[0], reverse=True)
    shown = Paginator(found, ROWS).get_page(request.GET.get("page"))
    conduct = conduct_now()
    context = {
        "page": shown,
        "rows": _rows([one for _, one in shown.object_list], scope.agencies, conduct),
        "days": conduct.appeal_within_days,
        "answer_days": conduct.appeal_answer_days,
        "most": REASON_MAX,
        "rail": rail_of(request, current="mine"),
    }
    return render(request, "conduct/mine.html", context)


def _rows(
    shown: Sequence[int | Concerned], agencies: Sequence[str], conduct: Conduct
) -> list[dict[str, object]]:
    """Return the rows of a page: findings of one text by their number, and those across a case."""
    now = clock.now()
    texts = confirmed().in_bulk([one for one in shown if isinstance(one, int)])
    cases = AcrossFinding.objects.select_related("account", "review").in_bulk(
        [one.finding_id for one in shown if isinstance(one, Concerned)]
    )
    appeals = {
        (one.finding_id, one.person, one.agency): one
        for one in AcrossAppeal.objects.select_related("judgement").filter(finding__in=cases)
    }
    seen = CaseView.of(cases.values(), conduct, now, agencies=agencies)
    rows = []
    for one in shown:
        if isinstance(one, int):
            rows.append(finding_row(texts[one], conduct, now))
        else:
            made = appeals.get((one.finding_id, one.person, one.agency))
            rows.append(case_row(cases[one.finding_id], (one.person, one.agency), made, seen))
    return rows


@require_POST
@permission_required(SEE_CONDUCT, raise_exception=True)
def appeal(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Appeal a finding, with the reason."""
    done = appeal_make(
        finding_id=finding_id,
        reason=reason_of(request),
        conduct=conduct_now(),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    outcome_told(request, done, _("Your appeal is with another reviewer."))
    return redirect("conduct:mine")


def finding_row(finding: TextFinding, conduct: Conduct, now: datetime) -> dict[str, object]:
    """Return what a page shows of a confirmed finding: the words, who confirmed it, the appeal."""
    text = finding.audit.text
    review = next(one for one in finding.reviews.all() if one.verdict in FAULTS)
    turn = text.turns[finding.turn] if finding.turn < len(text.turns) else {"text": ""}
    until = appeal_until(review, conduct)
    made: FindingAppeal | None = getattr(finding, "appeal", None)
    judged = getattr(made, "judgement", None)
    words = turn["text"]
    return {
        "finding": finding,
        "text": text,
        "category": CATEGORY[review.category or finding.category],
        "severity": SEVERITY[finding.severity],
        "before": plain(words[: finding.start]),
        "words": plain(words[finding.start : finding.end]),
        "after": plain(words[finding.end :]),
        "review": review,
        "until": until,
        "is_open": made is None and now < until,
        "appeal": made,
        "is_late": made is not None and judged is None and now >= made.due_at,
        "judgement": judged,
        "outcome": OUTCOME[judged.outcome] if judged else "",
    }
