"""Findings that reviewers confirmed about people here, for other systems; and the appeal of one.

Who appeals is a person here, by the name they sign in with; the system vouches that it is them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import BaseModel, ConfigDict, Field

from forbear.packs.speech.conduct import conduct_now
from forbear.services.speech.across_appeals import across_appeal_make
from forbear.services.speech.appeals import appeal_make, appeal_until
from forbear.store.models import AcrossAppeal, AcrossFinding, FindingAppeal, TextFinding
from forbear.store.selectors.across_people import Concerned, across_of
from forbear.store.selectors.conduct import findings_of
from forbear.web.api.agreements import READ, WRITE, actor_of
from forbear.web.api.appeals import (
    ROWS_MAX,
    AppealOut,
    Reason,
    appeal_out,
    confirmation_of,
    once,
    person_needed,
)
from forbear.web.api.problems import Problem, granted
from forbear.web.api.tokens import Bearer
from forbear.web.api.values import NUMBER_MAX, PRINTED, Name, Number
from forbear.web.shared.permissions import SEE_CONDUCT
from forbear.wiring import clock

router = Router(tags=["conduct"])
_STRICT = ConfigDict(extra="forbid", strict=True)
Named = Annotated[str | None, Query(min_length=1, max_length=150, pattern=PRINTED)]
Before = Annotated[int | None, Query(ge=1, le=NUMBER_MAX)]


class AppealIn(BaseModel):
    """Who appeals a finding about them, and why it is wrong."""

    model_config = _STRICT

    by: Name = Field(description="Who appeals, by the name they sign in with.")
    reason: Reason


class CaseAppealIn(AppealIn):
    """The same of a finding across a case, for one whom it concerns.

    ``collector`` is whose conduct it is, or ``agency`` where nobody is named; without both it is
    whoever appeals.
    """

    collector: Name | None = None
    agency: Name | None = None


class FindingOut(Schema):
    """A confirmed finding of one text, never with its words.

    ``state``: ``open`` to an appeal until ``appeal_until``, ``final`` from then on; or
    ``appealed``, and then ``upheld`` or ``overturned``.
    """

    id: int
    account: str | None
    collector: str
    team: str
    agency: str
    category: str
    severity: str
    said_at: datetime
    confirmed_at: datetime
    state: str
    appeal_until: datetime
    appeal: int | None


class CaseFindingOut(Schema):
    """A confirmed finding across a case, of one whom it concerns: a collector, or an agency.

    ``state`` is that of other findings, or ``not_theirs``: it stands, but not of this one.
    """

    id: int
    account: str
    collector: str
    agency: str
    category: str
    severity: str
    confirmed_at: datetime
    state: str
    appeal_until: datetime
    appeal: int | None


@router.get(
    "/findings",
    auth=Bearer("findings:read"),
    operation_id="findings",
    summary="List the confirmed findings of texts: of a collector, a team, an agency, or all",
    response={200: list[FindingOut], READ: Problem},
)
def findings(
    request: HttpRequest,
    collector: Named = None,
    team: Named = None,
    agency: Named = None,
    before: Before = None,
) -> list[FindingOut]:
    """List at most fifty, the latest first; a team is the house's own unless an agency is named."""
    del request
    found = findings_of(collector=collector, team=team, agency=agency)
    if before is not None:
        found = found.filter(pk__lt=before)
    return [_finding(one) for one in found[:ROWS_MAX]]


@router.get(
    "/case-findings",
    auth=Bearer("findings:read"),
    operation_id="case_findings",
    summary="List the confirmed findings across cases, once for each whom they concern",
    response={200: list[CaseFindingOut], READ: Problem},
)
def case_findings(
    request: HttpRequest,
    collector: Named = None,
    team: Named = None,
    agency: Named = None,
    before: Before = None,
) -> list[CaseFindingOut]:
    """List those of at most fifty findings, the latest first."""
    del request
    concerned = across_of(
        collector=collector, team=team, agency=agency, before=before, most=ROWS_MAX
    )
    found = AcrossFinding.objects.select_related("account", "review").in_bulk(
        {one.finding_id for one in concerned}
    )
    made: dict[int, list[AcrossAppeal]] = {number: [] for number in found}
    for appeal in AcrossAppeal.objects.select_related("judgement").filter(finding__in=found):
        made[appeal.finding_id].append(appeal)
    return [_case_finding(found[one.finding_id], one, made[one.finding_id]) for one in concerned]


@router.post(
    "/findings/{finding_id}/appeal",
    auth=Bearer("appeals:write"),
    operation_id="finding_appeal",
    summary="Appeal a finding of one text for whom it is about",
    response={201: AppealOut, WRITE: Problem},
)
def appeal(request: HttpRequest, finding_id: Number, given: AppealIn) -> Status[AppealOut]:
    """Pass on the appeal of who spoke, or of who acts for their agency; once, within the term."""
    person_needed(given.by, SEE_CONDUCT)
    via = actor_of(request)
    done = appeal_make(
        finding_id=finding_id,
        reason=given.reason,
        conduct=conduct_now(),
        at=clock.now(),
        actor=given.by,
        via=via,
    )
    known = FindingAppeal.objects.filter(finding=finding_id).first()
    made = granted(once(done, known, code="APPEAL_MADE", **_kept_as(given, via)))
    return Status(201, appeal_out("text", made.pk))


@router.post(
    "/case-findings/{case_finding_id}/appeal",
    auth=Bearer("appeals:write"),
    operation_id="case_finding_appeal",
    summary="Appeal a finding across a case for one whom it concerns",
    response={201: AppealOut, WRITE: Problem},
)
def appeal_case(
    request: HttpRequest, case_finding_id: Number, given: CaseAppealIn
) -> Status[AppealOut]:
    """Pass on the appeal of somebody with a text in it, or of who acts for their agency."""
    person_needed(given.by, SEE_CONDUCT)
    via = actor_of(request)
    of_whom = {"person": given.collector or "", "agency": given.agency or ""}
    if not any(of_whom.values()):
        of_whom["person"] = given.by
    done = across_appeal_make(
        finding_id=case_finding_id,
        **of_whom,
        reason=given.reason,
        conduct=conduct_now(),
        at=clock.now(),
        actor=given.by,
        via=via,
    )
    known = AcrossAppeal.objects.filter(finding=case_finding_id, **of_whom).first()
    made = granted(once(done, known, code="APPEAL_MADE", **_kept_as(given, via)))
    return Status(201, appeal_out("case", made.pk))


def _kept_as(given: AppealIn, via: str) -> dict[str, str]:
    """Return the columns in which an appeal is kept."""
    return {"actor": given.by, "via": via, "reason": given.reason.strip()}


def _finding(finding: TextFinding) -> FindingOut:
    text, review = finding.audit.text, confirmation_of(finding)
    made: FindingAppeal | None = getattr(finding, "appeal", None)
    judged = getattr(made, "judgement", None)
    until = appeal_until(review, conduct_now())
    return FindingOut(
        id=finding.pk,
        account=text.account.reference if text.account else None,
        collector=text.collector,
        team=text.team,
        agency=text.agency,
        category=review.category or finding.category,
        severity=finding.severity,
        said_at=text.at,
        confirmed_at=review.at,
        state=judged.outcome if judged else _unjudged(made, until),
        appeal_until=until,
        appeal=made.pk if made else None,
    )


def _case_finding(
    finding: AcrossFinding, of: Concerned, appeals: list[AcrossAppeal]
) -> CaseFindingOut:
    made = next(
        (one for one in appeals if (one.person, one.agency) == (of.person, of.agency)), None
    )
    outcomes = {one.judgement.outcome for one in appeals if hasattr(one, "judgement")}
    judged = getattr(made, "judgement", None)
    until = appeal_until(finding.review, conduct_now())
    # overturned by the appeal of one, it is so for all
    is_overturned = "overturned" in outcomes
    state = "overturned" if is_overturned else judged.outcome if judged else _unjudged(made, until)
    return CaseFindingOut(
        id=finding.pk,
        account=finding.account.reference,
        collector=of.person,
        agency=of.agency,
        category=finding.category,
        severity=finding.severity,
        confirmed_at=of.judged_at,
        state=state,
        appeal_until=until,
        appeal=made.pk if made else None,
    )


def _unjudged(made: FindingAppeal | AcrossAppeal | None, until: datetime) -> str:
    if made is not None:
        return "appealed"
    return "open" if clock.now() < until else "final"
