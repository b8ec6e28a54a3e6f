"""Appeals as reviewers see them: what was found, why it is contested, and one answer."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from forbear.packs.speech.conduct import conduct_now
from forbear.services.speech.across_appeals import across_barred
from forbear.services.speech.appeals import REASON_MAX, appeal_judge
from forbear.store.models import AcrossAppeal, FindingAppeal
from forbear.store.selectors.appeals import appeals_judged, appeals_of, appeals_open
from forbear.web.conduct.cases import CaseView, case_row
from forbear.web.conduct.mine import ROWS, finding_row
from forbear.web.conduct.rail import rail_of
from forbear.web.conduct.words import OUTCOME
from forbear.web.shared.judging import judged_told, judging_of, reason_of
from forbear.web.shared.permissions import REVIEW_TEXTS
from forbear.wiring import clock


@require_GET
@permission_required(REVIEW_TEXTS, raise_exception=True)
def page(request: HttpRequest) -> HttpResponse:
    """Show the appeals that wait, the one due first in front; or those that were judged."""
    shown = judging_of(request, waiting=appeals_open(), judged=appeals_judged(), rows=ROWS)
    context = {
        "view": shown.view,
        "page": shown.page,
        "rows": _rows(appeals_of(shown.rows), request.user.get_username()),
        "most": REASON_MAX,
        "rail": rail_of(request, current="appeals"),
    }
    return render(request, "conduct/appeals.html", context)


def _rows(shown: list[FindingAppeal | AcrossAppeal], me: str) -> list[dict[str, object]]:
    now, conduct = clock.now(), conduct_now()
    findings = [one.finding for one in shown if isinstance(one, AcrossAppeal)]
    seen = CaseView.of(findings, conduct, now, is_all=True)
    rows = []
    for appeal in shown:
        if isinstance(appeal, AcrossAppeal):
            row = case_row(appeal.finding, (appeal.person, appeal.agency), appeal, seen)
            barred = across_barred(me, appeal)
        else:
            row = finding_row(appeal.finding, conduct, now)
            barred = me in {appeal.confirmer, appeal.actor, appeal.finding.audit.text.collector}
        rows.append(row | {"appeal": appeal, "is_barred": barred})
    return rows


@require_POST
@permission_required(REVIEW_TEXTS, raise_exception=True)
def judge(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Say whether a finding stands."""
    done = appeal_judge(
        appeal_id=appeal_id,
        outcome=request.POST.get("outcome", ""),
        reason=reason_of(request),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    return judged_told(request, done, lambda made: OUTCOME[made.outcome], back="conduct:appeals")
