"""Answers to disputes and complaints: given within authority, or proposed and decided by another.

A system has the authority of the role ``api:NAME``. Nobody approves what they proposed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from forbear.services.cases.answering import Answer, dispute_answer, dispute_decide
from forbear.services.cases.complaint_answers import (
    ComplaintAnswer,
    complaint_answer,
    complaint_decide,
)
from forbear.services.cases.complaints import complaint_locked
from forbear.services.cases.disputes import dispute_locked
from forbear.services.cases.repeats import Case, taken_once, was_answered
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Approval
from forbear.web.api.agreements import WRITE, Amount, actor_of
from forbear.web.api.cases import (
    ComplaintOut,
    DisputeOut,
    Words,
    complaint_out,
    dispute_out,
)
from forbear.web.api.problems import ApiProblem, Problem
from forbear.web.api.tokens import Bearer
from forbear.web.api.values import NUMBER_MAX, Number
from forbear.wiring import clock

router = Router(tags=["disputes and complaints"])
_STRICT = ConfigDict(extra="forbid", strict=True)
Outcome = Literal["upheld", "part_upheld", "rejected"]
Reasons = Annotated[Words, StringConstraints(min_length=1)]


class DisputeAnswerIn(BaseModel):
    """An outcome with the reasons that the cardholder is told, and how the ledger is put right.

    ``amount_minor`` is what a dispute that is upheld in part takes off.
    """

    model_config = _STRICT

    outcome: Outcome
    reasons: Reasons
    correction: Literal["none", "reverse", "fees", "interest", "all"] = "none"
    amount_minor: Amount = 0


class ComplaintAnswerIn(BaseModel):
    """What was found, which the complainant is told, and the redress."""

    model_config = _STRICT

    outcome: Outcome
    reasons: Reasons
    redress: Literal["none", "apology", "amount"] = "none"
    amount_minor: Amount = 0


class DecideIn(BaseModel):
    """Which question of ``GET /approvals`` is answered, and how; a refusal needs the reason."""

    model_config = _STRICT

    approval: Annotated[int, Field(ge=1, le=NUMBER_MAX)]
    is_given: bool
    why: Annotated[Words, StringConstraints(max_length=400)] = ""


@router.post(
    "/disputes/{dispute_id}/answer",
    auth=Bearer("disputes:answer"),
    operation_id="dispute_answer",
    summary="Answer a dispute, or ask for the approval of an answer",
    response={200: DisputeOut, WRITE: Problem},
)
def answer_dispute(request: HttpRequest, dispute_id: Number, given: DisputeAnswerIn) -> DisputeOut:
    """Answer it: ``answered``, or ``proposed`` above one's authority. Again, it is the same."""
    locked, answer = (
        partial(dispute_locked, dispute_id),
        partial(dispute_answer, dispute_id=dispute_id),
    )
    made = Answer(**given.model_dump())
    return dispute_out(_answered(locked, answer, made, actor_of(request)))


@router.post(
    "/disputes/{dispute_id}/decide",
    auth=Bearer("approvals:write"),
    operation_id="dispute_decide",
    summary="Approve or refuse the answer to a dispute that somebody proposed",
    response={200: DisputeOut, WRITE: Problem},
)
def decide_dispute(request: HttpRequest, dispute_id: Number, given: DecideIn) -> DisputeOut:
    """Decide within one's own authority; nobody approves what they proposed."""
    _asked_of(given, "dispute", dispute_id)
    return dispute_out(_decided(dispute_decide, given, actor_of(request)))


@router.post(
    "/complaints/{complaint_id}/answer",
    auth=Bearer("complaints:answer"),
    operation_id="complaint_answer",
    summary="Answer a complaint, or ask for the approval of its redress",
    response={200: ComplaintOut, WRITE: Problem},
)
def answer_complaint(
    request: HttpRequest, complaint_id: Number, given: ComplaintAnswerIn
) -> ComplaintOut:
    """Answer it: ``answered``, or ``proposed`` above one's authority. Again, it is the same."""
    locked, answer = (
        partial(complaint_locked, complaint_id),
        partial(complaint_answer, complaint_id=complaint_id),
    )
    made = ComplaintAnswer(**given.model_dump())
    return complaint_out(_answered(locked, answer, made, actor_of(request)))


@router.post(
    "/complaints/{complaint_id}/decide",
    auth=Bearer("approvals:write"),
    operation_id="complaint_decide",
    summary="Approve or refuse the answer to a complaint that somebody proposed",
    response={200: ComplaintOut, WRITE: Problem},
)
def decide_complaint(request: HttpRequest, complaint_id: Number, given: DecideIn) -> ComplaintOut:
    """Decide within one's own authority; nobody approves what they proposed."""
    _asked_of(given, "complaint", complaint_id)
    return complaint_out(_decided(complaint_decide, given, actor_of(request)))


def _answered(
    locked: Callable[[], tuple[Case, Account] | Refusal],
    answer: Callable[..., Case | Refusal],
    made: Answer | ComplaintAnswer,
    actor: str,
) -> Case | Refusal:
    return taken_once(
        locked,
        partial(was_answered, answer=made, actor=actor),
        partial(answer, answer=made, roles=(actor,), at=clock.now(), actor=actor),
    )


def _decided(decide: Callable[..., Case | Refusal], given: DecideIn, actor: str) -> Case | Refusal:
    return decide(
        approval_id=given.approval,
        is_given=given.is_given,
        roles=(actor,),
        at=clock.now(),
        actor=actor,
        why=given.why,
    )


def _asked_of(given: DecideIn, subject: str, number: int) -> None:
    """See to it that a question is about this case: another case's is not answered here."""
    asked = Approval.objects.filter(pk=given.approval, subject=subject, subject_id=number)
    if not asked.exists():
        text = f"Nobody asked for approval {given.approval} of this {subject}."
        raise ApiProblem(404, "APPROVAL_UNKNOWN", text)
