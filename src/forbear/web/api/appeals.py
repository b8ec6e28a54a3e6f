"""Appeals of findings for other systems: those that wait, those that were judged, and a judgement.

Who judges is a person here, by the name they sign in with; the system vouches that it is them, and
never for both sides of one appeal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

from django.contrib.auth.models import User
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from forbear.core.speech.replies import plain
from forbear.services.refusals import Refusal
from forbear.services.speech.across_appeals import across_appeal_judge
from forbear.services.speech.appeals import REASON_MAX, appeal_judge
from forbear.store.models import (
    AcrossAppeal,
    AcrossJudgement,
    AppealJudgement,
    FindingAppeal,
    TextFinding,
    TextReview,
)
from forbear.store.selectors.appeals import Kind, appeals_judged, appeals_of, appeals_open
from forbear.store.selectors.conduct import FAULTS
from forbear.web.api.agreements import READ, WRITE, actor_of
from forbear.web.api.problems import ApiProblem, Problem, granted
from forbear.web.api.tokens import Bearer
from forbear.web.api.values import Name, Number
from forbear.web.review.across import because_of
from forbear.web.shared.permissions import REVIEW_TEXTS
from forbear.wiring import clock

Kept = TypeVar("Kept", bound=FindingAppeal | AcrossAppeal | AppealJudgement | AcrossJudgement)

router = Router(tags=["conduct"])
ROWS_MAX = 50
_PAGES_MAX = 10_000
_STRICT = ConfigDict(extra="forbid", strict=True)
# lines and tabs, and no other control characters
Reason = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=REASON_MAX, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+$"
    ),
]


class JudgeIn(BaseModel):
    """Who judges an appeal, whether the finding stands, and why."""

    model_config = _STRICT

    by: Name = Field(description="The reviewer, by the name they sign in with.")
    outcome: Literal["upheld", "overturned"]
    reason: Reason


class CaseJudgeIn(BaseModel):
    """Who judges an appeal of a finding across a case, whether it stands, of whom, and why."""

    model_config = _STRICT

    by: Name = Field(description="The reviewer, by the name they sign in with.")
    outcome: Literal["upheld", "not_theirs", "overturned"]
    reason: Reason


class JudgedOut(Schema):
    """Who judged, and why; ``via`` is the system that passed it on, empty for the desk."""

    by: str
    via: str
    at: datetime
    reason: str


class AppealOut(Schema):
    """An appeal as it stands: of a finding of one text, or of one across a ``case``.

    ``state`` is ``open``, then ``upheld``, ``overturned``, or ``not_theirs`` (it stands, but not of
    this ``collector``). ``what`` are the words found, or the sentence of what shows across a case.
    """

    id: int
    kind: Kind
    finding: int
    account: str | None
    collector: str
    agency: str
    category: str
    severity: str
    what: str
    reason: str
    by: str
    via: str
    at: datetime
    due_at: datetime
    state: str
    judged: JudgedOut | None


@router.get(
    "/appeals",
    auth=Bearer("appeals:read"),
    operation_id="appeals",
    summary="List the appeals that wait, the one due first in front, or those that were judged",
    response={200: list[AppealOut], READ: Problem},
)
def appeals(
    request: HttpRequest,
    state: Literal["open", "judged"] = "open",
    page: Annotated[int, Query(ge=1, le=_PAGES_MAX)] = 1,
) -> list[AppealOut]:
    """List at most fifty appeals a page."""
    del request
    found = appeals_judged() if state == "judged" else appeals_open()
    return appeals_out(appeals_of(found[(page - 1) * ROWS_MAX : page * ROWS_MAX]))


@router.get(
    "/appeals/{appeal_id}",
    auth=Bearer("appeals:read"),
    operation_id="appeal",
    summary="Show the appeal of a finding of one text",
    response={200: AppealOut, READ: Problem},
)
def appeal(request: HttpRequest, appeal_id: Number) -> AppealOut:
    """Show where it stands, and with which words it was made and judged."""
    del request
    return appeal_out("text", appeal_id)


@router.get(
    "/case-appeals/{case_appeal_id}",
    auth=Bearer("appeals:read"),
    operation_id="case_appeal",
    summary="Show the appeal of a finding across a case",
    response={200: AppealOut, READ: Problem},
)
def case_appeal(request: HttpRequest, case_appeal_id: Number) -> AppealOut:
    """Show where it stands; ``overturned`` too where the appeal of another did it."""
    del request
    return appeal_out("case", case_appeal_id)


@router.post(
    "/appeals/{appeal_id}/judge",
    auth=Bearer("appeals:decide"),
    operation_id="appeal_judge",
    summary="Say whether a finding of one text stands",
    response={200: AppealOut, WRITE: Problem},
)
def judge(request: HttpRequest, appeal_id: Number, given: JudgeIn) -> AppealOut:
    """Pass on what a reviewer says, who neither confirmed it nor spoke nor appealed."""
    person_needed(given.by, REVIEW_TEXTS)
    via = actor_of(request)
    done = appeal_judge(
        appeal_id=appeal_id,
        outcome=given.outcome,
        reason=given.reason,
        at=clock.now(),
        actor=given.by,
        via=via,
    )
    known = AppealJudgement.objects.filter(appeal=appeal_id).first()
    granted(once(done, known, code="ALREADY_JUDGED", **_kept_as(given, via)))
    return appeal_out("text", appeal_id)


@router.post(
    "/case-appeals/{case_appeal_id}/judge",
    auth=Bearer("appeals:decide"),
    operation_id="case_appeal_judge",
    summary="Say whether a finding across a case stands, and of whom",
    response={200: AppealOut, WRITE: Problem},
)
def judge_case(request: HttpRequest, case_appeal_id: Number, given: CaseJudgeIn) -> AppealOut:
    """Pass on what a reviewer says, who neither confirmed it nor has a text in it nor appealed."""
    person_needed(given.by, REVIEW_TEXTS)
    via = actor_of(request)
    done = across_appeal_judge(
        appeal_id=case_appeal_id,
        outcome=given.outcome,
        reason=given.reason,
        at=clock.now(),
        actor=given.by,
        via=via,
    )
    known = AcrossJudgement.objects.filter(appeal=case_appeal_id).first()
    granted(once(done, known, code="ALREADY_JUDGED", **_kept_as(given, via)))
    return appeal_out("case", case_appeal_id)


def person_needed(name: str, permission: str) -> None:
    """Ask that somebody of that name works here and may do it; ``ApiProblem`` 422 if not."""
    found = User.objects.filter(username=name, is_active=True).first()
    if found is None or not found.has_perm(permission):
        raise ApiProblem(422, "PERSON_UNFIT", "Nobody of that name may do this.")


def appeal_out(kind: Kind, number: int) -> AppealOut:
    """Return an appeal as the API tells it; ``ApiProblem`` 404 if there is none."""
    try:
        found = appeals_of([{"kind": kind, "pk": number}])
    except KeyError:
        raise ApiProblem(404, "APPEAL_UNKNOWN", "There is no such appeal.") from None
    return appeals_out(found)[0]


def appeals_out(found: Sequence[FindingAppeal | AcrossAppeal]) -> list[AppealOut]:
    """Return appeals as the API tells them, in their order."""
    cases = [one.finding_id for one in found if isinstance(one, AcrossAppeal)]
    overturned = {
        one.appeal.finding_id: one
        for one in AcrossJudgement.objects.filter(
            appeal__finding__in=cases, outcome="overturned"
        ).select_related("appeal")
    }
    return [
        _case_out(one, overturned.get(one.finding_id))
        if isinstance(one, AcrossAppeal)
        else _text_out(one)
        for one in found
    ]


def words_of(finding: TextFinding) -> str:
    """Return the words that a finding is about."""
    turns = finding.audit.text.turns
    said = turns[finding.turn]["text"] if finding.turn < len(turns) else ""
    return plain(said[finding.start : finding.end])


def confirmation_of(finding: TextFinding) -> TextReview:
    """Return the review that confirmed a finding, from those read along with it."""
    return next(one for one in finding.reviews.all() if one.verdict in FAULTS)


def once(done: Kept | Refusal, known: Kept | None, *, code: str, **asked: str) -> Kept | Refusal:
    """Return what is there already, where the same (``asked``, by column) was passed on again.

    ``code`` is that of the refusal which says that something is there.
    """
    if not isinstance(done, Refusal) or done.code != code or known is None:
        return done
    return known if all(getattr(known, name) == said for name, said in asked.items()) else done


def _kept_as(given: JudgeIn | CaseJudgeIn, via: str) -> dict[str, str]:
    """Return the columns in which a judgement is kept."""
    reason = given.reason.strip()
    return {"actor": given.by, "via": via, "outcome": given.outcome, "reason": reason}


def _text_out(one: FindingAppeal) -> AppealOut:
    finding, text = one.finding, one.finding.audit.text
    return AppealOut(
        kind="text",
        account=text.account.reference if text.account else None,
        collector=text.collector,
        agency=text.agency,
        category=confirmation_of(finding).category or finding.category,
        what=words_of(finding),
        **_shared(one, getattr(one, "judgement", None)),
    )


def _case_out(one: AcrossAppeal, by_another: AcrossJudgement | None) -> AppealOut:
    return AppealOut(
        kind="case",
        account=one.finding.account.reference,
        collector=one.person,
        agency=one.agency,
        category=one.finding.category,
        what=because_of(one.finding),
        **_shared(one, by_another or getattr(one, "judgement", None)),
    )


def _shared(
    one: FindingAppeal | AcrossAppeal, judged: AppealJudgement | AcrossJudgement | None
) -> dict[str, Any]:
    return {
        "id": one.pk,
        "finding": one.finding_id,
        "severity": one.finding.severity,
        "reason": plain(one.reason),
        "by": one.actor,
        "via": one.via,
        "at": one.at,
        "due_at": one.due_at,
        "state": judged.outcome if judged else "open",
        "judged": judged
        and JudgedOut(by=judged.actor, via=judged.via, at=judged.at, reason=plain(judged.reason)),
    }
