"""Disputes and complaints: open and log them, and say where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router, Schema, Status
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from forbear.services.cases.answering import proposed_of
from forbear.services.cases.complaint_answers import complaint_proposed
from forbear.services.cases.complaints import ComplaintWish, complaint_log
from forbear.services.cases.disputes import DisputeWish, dispute_open
from forbear.services.refusals import Refusal
from forbear.store.models import Complaint, Dispute
from forbear.store.selectors.case_records import complaint_list
from forbear.web.api.agreements import READ, WRITE
from forbear.web.api.finding import account_of
from forbear.web.api.problems import ApiProblem, Problem, granted
from forbear.web.api.tokens import Bearer, token_of
from forbear.web.api.values import AMOUNT_MAX, NUMBER_MAX, Day, Key, Number, Reference
from forbear.wiring import clock

router = Router(tags=["disputes and complaints"])
Ground = Literal["not_mine", "fraud", "paid", "amount", "transaction", "other"]
Channel = Literal[
    "call",
    "letter",
    "email",
    "sms",
    "chat",
    "visit",
    "branch",
    "portal",
    "api",
    "social",
    "regulator",
]
# lines may end, and nothing else that is not seen
Words = Annotated[
    str, StringConstraints(max_length=10_000, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")
]
Short = Annotated[str, StringConstraints(max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")]


class DisputeIn(BaseModel):
    """What a cardholder contests. A field that is not known is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)

    account: Reference = Field(description="The account, by the host's reference.")
    ground: Ground = Field(description="What is wrong.")
    channel: Channel = Field("api", description="How it came.")
    amount_minor: int | None = Field(
        None, gt=0, le=AMOUNT_MAX, description="The disputed part; without it the whole debt."
    )
    transaction: int | None = Field(
        None, ge=1, le=NUMBER_MAX, description="The disputed line, with ground `transaction`."
    )
    received_on: Day | None = Field(None, description="The day it reached you; today if none.")
    said: Words = Field("", description="In the cardholder's words.")


class ComplaintIn(BaseModel):
    """What somebody complains of. A field that is not known is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)

    account: Reference = Field(description="The account, by the host's reference.")
    said: Annotated[Words, StringConstraints(min_length=1)] = Field(
        description="In the words of whoever complains."
    )
    channel: Channel = Field("api", description="How it came.")
    team: Short = Field("", description="Where it happened, if that is known.")
    agency: Short = Field("", description="At which agency, if that is known.")
    received_on: Day | None = Field(None, description="The day it reached you; today if none.")


class ClockOut(Schema):
    """A day that counts for a case, and the law that says so."""

    what: str
    until: date
    rule_id: str
    citation: str
    force: str
    confidence: str


class CaseOut(Schema):
    """Where a case stands. What was said, and who looks into it, is not told."""

    id: int
    reference: str
    account: str
    state: str
    channel: str
    received_on: date
    acknowledge_due_on: date | None
    acknowledged_on: date | None
    answer_due_on: date | None
    outcome: str
    answered_on: date | None
    clocks: list[ClockOut]


class DisputeProposed(Schema):
    """The answer that waits for somebody's approval; its reasons stand with the approval."""

    outcome: str
    correction: str
    amount_minor: int


class ComplaintProposed(Schema):
    """The answer that waits for somebody's approval; its reasons stand with the approval."""

    outcome: str
    redress: str
    amount_minor: int


class DisputeOut(CaseOut):
    """Where a dispute stands, and what was put right for it."""

    ground: str
    extent: str
    amount_minor: int
    corrected_minor: int
    currency: str
    proposed: DisputeProposed | None


class ComplaintOut(CaseOut):
    """Where a complaint stands, its root cause, and what was given for it."""

    cause: str
    redress: str
    redress_minor: int
    escalate_by: date | None
    proposed: ComplaintProposed | None


@router.post(
    "/disputes",
    auth=Bearer("disputes:write"),
    operation_id="dispute_open",
    summary="Open a dispute",
    response={201: DisputeOut, WRITE: Problem},
)
def dispute_take(
    request: HttpRequest,
    response: HttpResponse,
    given: DisputeIn,
    key: Annotated[Key, Header(alias="Idempotency-Key")],
) -> Status[DisputeOut]:
    """Open a dispute, once under its ``Idempotency-Key``; the account rests from then on."""
    name = token_of(request).name
    is_part = given.amount_minor is not None or given.transaction is not None
    done = granted(
        dispute_open(
            account_id=account_of(given.account).pk,
            wish=DisputeWish(
                ground=given.ground,
                channel=given.channel,
                said=given.said,
                extent="part" if is_part else "whole",
                amount_minor=given.amount_minor or 0,
                transaction_id=given.transaction,
                received_on=given.received_on,
            ),
            key=f"api:{name}:{key}",
            at=clock.now(),
            actor=f"api:{name}",
        )
    )
    response["Location"] = f"{request.path}/{done.pk}"
    return Status(201, dispute_out(done))


@router.get(
    "/disputes/{dispute_id}",
    auth=Bearer("disputes:read"),
    operation_id="dispute",
    summary="Show a dispute",
    response={200: DisputeOut, READ: Problem},
)
def dispute_show(request: HttpRequest, dispute_id: Number) -> DisputeOut:
    """Show where a dispute stands."""
    del request
    return dispute_out(dispute_found(dispute_id))


@router.post(
    "/complaints",
    auth=Bearer("complaints:write"),
    operation_id="complaint_log",
    summary="Log a complaint",
    response={201: ComplaintOut, WRITE: Problem},
)
def complaint_take(
    request: HttpRequest,
    response: HttpResponse,
    given: ComplaintIn,
    key: Annotated[Key, Header(alias="Idempotency-Key")],
) -> Status[ComplaintOut]:
    """Log a complaint, once under its ``Idempotency-Key``."""
    name = token_of(request).name
    done = granted(
        complaint_log(
            account_id=account_of(given.account).pk,
            wish=ComplaintWish(
                channel=given.channel,
                said=given.said,
                team=given.team,
                agency=given.agency,
                received_on=given.received_on,
            ),
            key=f"api:{name}:{key}",
            at=clock.now(),
            actor=f"api:{name}",
        )
    )
    response["Location"] = f"{request.path}/{done.pk}"
    return Status(201, complaint_out(done))


@router.get(
    "/complaints/{complaint_id}",
    auth=Bearer("complaints:read"),
    operation_id="complaint",
    summary="Show a complaint",
    response={200: ComplaintOut, READ: Problem},
)
def complaint_show(request: HttpRequest, complaint_id: Number) -> ComplaintOut:
    """Show where a complaint stands."""
    return complaint_out(complaint_found(request, complaint_id))


def _case(found: Dispute | Complaint) -> Mapping[str, object]:
    return {
        "id": found.pk,
        "reference": found.reference,
        "account": found.account.reference,
        "state": found.state,
        "channel": found.channel,
        "received_on": found.received_on,
        "acknowledge_due_on": found.acknowledge_due_on,
        "acknowledged_on": found.acknowledged_on,
        "answer_due_on": found.answer_due_on,
        "outcome": found.outcome,
        "answered_on": found.answered_on,
        "clocks": found.clocks,
    }


def dispute_found(dispute_id: int) -> Dispute:
    """Return a dispute; ``ApiProblem`` 404 if there is none."""
    found = Dispute.objects.select_related("account").filter(pk=dispute_id).first()
    if found is None:
        raise ApiProblem(404, "DISPUTE_MISSING", f"There is no dispute {dispute_id}.")
    return found


def complaint_found(request: HttpRequest, complaint_id: int) -> Complaint:
    """Return a complaint; ``ApiProblem`` 404 if there is none, or it is about whoever asks."""
    mine = complaint_list("all", actor=f"api:{token_of(request).name}")
    found = mine.filter(pk=complaint_id).first()
    if found is None:
        raise ApiProblem(404, "COMPLAINT_MISSING", f"There is no complaint {complaint_id}.")
    return found


def dispute_out(found: Dispute | Refusal) -> DisputeOut:
    """Return where a dispute stands; raises ``ApiProblem`` for a refusal."""
    found = granted(found)
    waits = proposed_of(found)
    own = {
        "proposed": waits and DisputeProposed.model_validate(asdict(waits)),
        "ground": found.ground,
        "extent": found.extent,
        "amount_minor": found.amount_minor,
        "corrected_minor": found.corrected_minor,
        "currency": found.currency,
    }
    return DisputeOut.model_validate({**_case(found), **own})


def complaint_out(found: Complaint | Refusal) -> ComplaintOut:
    """Return where a complaint stands; raises ``ApiProblem`` for a refusal."""
    found = granted(found)
    waits = complaint_proposed(found)
    own = {
        "proposed": waits and ComplaintProposed.model_validate(asdict(waits)),
        "cause": found.cause,
        "redress": found.redress,
        "redress_minor": found.redress_minor,
        "escalate_by": found.escalate_by,
    }
    return ComplaintOut.model_validate({**_case(found), **own})
