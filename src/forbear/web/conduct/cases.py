"""Findings across a case as those see them whom they concern, their appeals, and the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forbear.core.speech.replies import plain
from forbear.packs.speech.conduct import Conduct, conduct_now
from forbear.services.speech.across_appeals import (
    across_appeal_judge,
    across_appeal_make,
)
from forbear.services.speech.appeals import appeal_until
from forbear.store.models import AcrossAppeal, AcrossFinding, SpokenText
from forbear.store.selectors.across_people import overturning, side_of, texts_of_findings
from forbear.web.conduct.words import OUTCOME
from forbear.web.review.across import because_of
from forbear.web.review.words import ACROSS, SEVERITY
from forbear.web.shared.judging import judged_told, reason_of
from forbear.web.shared.permissions import REVIEW_TEXTS, SEE_CONDUCT
from forbear.web.shared.told import outcome_told
from forbear.wiring import clock


@dataclass(frozen=True, slots=True)
class CaseView:
    """From where a page looks at findings across cases: the texts, the term, and the moment.

    ``agencies`` are those whose texts are shown besides a person's own; all with ``is_all``.
    """

    texts: Mapping[int, SpokenText]
    conduct: Conduct
    now: datetime
    agencies: Sequence[str] = ()
    is_all: bool = False

    @classmethod
    def of(
        cls,
        findings: Iterable[AcrossFinding],
        conduct: Conduct,
        now: datetime,
        *,
        agencies: Sequence[str] = (),
        is_all: bool = False,
    ) -> CaseView:
        """Return the view of some findings, with the texts they rest on."""
        return cls(texts_of_findings(list(findings)), conduct, now, agencies, is_all)


def case_row(
    finding: AcrossFinding, side: tuple[str, str], appeal: AcrossAppeal | None, seen: CaseView
) -> dict[str, object]:
    """Return what a page shows of a confirmed finding to one whom it concerns.

    Of texts of others only their number is told, unless the page may show them.
    """
    texts = [seen.texts[key] for key in finding.texts if key in seen.texts]
    shown = [one for one in texts if _is_shown(one, side, seen)]
    until = appeal_until(finding.review, seen.conduct)
    judged = getattr(appeal, "judgement", None)
    decided = judged if judged and judged.outcome == "overturned" else None
    if decided is None and (by := overturning(finding)) is not None:
        decided = by.judgement
    final = decided or judged
    return {
        "is_case": True,
        "finding": finding,
        "person": side[0],
        "agency": side[1],
        "category": ACROSS[finding.category],
        "severity": SEVERITY[finding.severity],
        "because": because_of(finding),
        "texts": [_text(one, is_theirs=side_of(one) == side) for one in shown],
        "others": len(texts) - len(shown),
        "review": finding.review,
        "until": until,
        "is_open": appeal is None and final is None and seen.now < until,
        "appeal": appeal,
        "is_late": appeal is not None and final is None and seen.now >= appeal.due_at,
        "judgement": final,
        "is_by_another": final is not None and final is not judged,
        "outcome": OUTCOME[final.outcome] if final else "",
    }


def _is_shown(text: SpokenText, side: tuple[str, str], seen: CaseView) -> bool:
    is_of_agency = bool(text.agency) and text.agency in seen.agencies
    return seen.is_all or is_of_agency or side_of(text) == side


def _text(text: SpokenText, *, is_theirs: bool) -> dict[str, object]:
    words = "\n".join(plain(turn["text"]) for turn in text.turns if turn["ours"])
    return {"text": text, "words": words, "is_theirs": is_theirs}


@require_POST
@permission_required(SEE_CONDUCT, raise_exception=True)
def appeal(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Appeal a finding across a case, with the reason."""
    done = across_appeal_make(
        finding_id=finding_id,
        person=_name(request, "person"),
        agency=_name(request, "agency"),
        reason=reason_of(request),
        conduct=conduct_now(),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    outcome_told(request, done, _("Your appeal is with another reviewer."))
    return redirect("conduct:mine")


@require_POST
@permission_required(REVIEW_TEXTS, raise_exception=True)
def judge(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Say whether a finding across a case stands, and of whom."""
    done = across_appeal_judge(
        appeal_id=appeal_id,
        outcome=request.POST.get("outcome", ""),
        reason=reason_of(request),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    return judged_told(request, done, lambda made: OUTCOME[made.outcome], back="conduct:appeals")


def _name(request: HttpRequest, field: str) -> str:
    return request.POST.get(field, "").replace("\x00", "")[:150]
