"""What is done to a dispute or a complaint while it is looked into: steps, files, the root cause.

A step that is sent again, with nothing between, is the same step; so is a file.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import BaseModel, ConfigDict, StringConstraints

from forbear.services.cases.complaints import (
    Cause,
    complaint_cause,
    complaint_file,
    complaint_locked,
    complaint_note,
)
from forbear.services.cases.disputes import dispute_file, dispute_locked, dispute_note
from forbear.services.cases.files import Given
from forbear.services.cases.repeats import Case, taken_once, was_last_step
from forbear.services.cases.statements import dispute_statement
from forbear.services.refusals import Refusal
from forbear.store.models import Account, CaseFile, Complaint, Dispute
from forbear.web.api.agreements import READ, WRITE, actor_of
from forbear.web.api.cases import (
    ComplaintOut,
    DisputeOut,
    Short,
    Words,
    complaint_found,
    complaint_out,
    dispute_found,
    dispute_out,
)
from forbear.web.api.problems import Problem, granted
from forbear.web.api.tokens import Bearer, scope_needed
from forbear.web.api.values import Number
from forbear.wiring import clock
from forbear.wiring.case_files import case_files

router = Router(tags=["disputes and complaints"])
_STRICT = ConfigDict(extra="forbid", strict=True)


class DisputeStepIn(BaseModel):
    """A step that needs only words. What is asked for as evidence is written to them as it is."""

    model_config = _STRICT

    step: Literal["acknowledged", "evidence_asked", "noted", "withdrawn", "closed", "reopened"]
    note: Words = ""


class ComplaintStepIn(BaseModel):
    """A step that needs only words: why it takes longer, who has it now, what was noted."""

    model_config = _STRICT

    step: Literal[
        "acknowledged", "noted", "extended", "withdrawn", "escalated", "closed", "reopened"
    ]
    note: Words = ""


class CauseIn(BaseModel):
    """The root cause, by the house's list, and where it happened; empty leaves what is there."""

    model_config = _STRICT

    cause: Annotated[Short, StringConstraints(min_length=1)]
    about: Short = ""
    team: Short = ""
    agency: Short = ""


class FileIn(BaseModel):
    """Whose evidence a file is: the cardholder's, or ours; and what it is."""

    side: Literal["theirs", "ours"] = "theirs"
    note: Short = ""


class FileOut(Schema):
    """A file that is kept; what is in it, and its name, are not told."""

    id: int
    side: str
    kind: str
    size: int
    sha256: str
    at: datetime


class StepOut(Schema):
    """A step that was taken; not its words."""

    step: str
    on: date
    at: datetime
    actor: str
    amount_minor: int


@router.get(
    "/disputes/{dispute_id}/steps",
    auth=Bearer("disputes:read"),
    operation_id="dispute_steps",
    summary="List what was done to a dispute",
    response={200: list[StepOut], READ: Problem},
)
def dispute_steps(request: HttpRequest, dispute_id: Number) -> list[StepOut]:
    """List its steps, the first one first."""
    del request
    return _steps(dispute_found(dispute_id))


@router.post(
    "/disputes/{dispute_id}/steps",
    auth=Bearer("disputes:answer"),
    operation_id="dispute_step",
    summary="Take a step with a dispute that needs only words",
    response={200: DisputeOut, WRITE: Problem},
)
def dispute_step(request: HttpRequest, dispute_id: Number, given: DisputeStepIn) -> DisputeOut:
    """Acknowledge it, ask for evidence, note, withdraw, close or reopen it."""
    locked, note = partial(dispute_locked, dispute_id), partial(dispute_note, dispute_id=dispute_id)
    return dispute_out(_stepped(locked, note, given, actor_of(request)))


@router.get(
    "/disputes/{dispute_id}/files",
    auth=Bearer("disputes:read"),
    operation_id="dispute_files",
    summary="List the files that are kept as evidence in a dispute",
    response={200: list[FileOut], READ: Problem},
)
def dispute_files(request: HttpRequest, dispute_id: Number) -> list[FileOut]:
    """List them, the first one first."""
    del request
    return _listed(dispute_found(dispute_id))


@router.post(
    "/disputes/{dispute_id}/files",
    auth=Bearer("disputes:write"),
    operation_id="dispute_file",
    summary="Keep a file as evidence in a dispute",
    response={201: FileOut, WRITE: Problem},
)
def dispute_evidence(
    request: HttpRequest, dispute_id: Number, given: Form[FileIn], document: File[UploadedFile]
) -> Status[FileOut]:
    """Keep the cardholder's evidence; ours needs the scope ``disputes:answer`` too."""
    if given.side == "ours":
        scope_needed(request, "disputes:answer")
    return _kept(
        dispute_file(
            dispute_id=dispute_id,
            given=Given(document.name or "", document.read()),
            side=given.side,
            store=case_files(),
            at=clock.now(),
            actor=actor_of(request),
            note=given.note,
        )
    )


@router.post(
    "/disputes/{dispute_id}/statement",
    auth=Bearer("disputes:answer"),
    operation_id="dispute_statement",
    summary="Make our statement of what is owed, as evidence in a dispute",
    response={201: FileOut, WRITE: Problem},
)
def dispute_owed(request: HttpRequest, dispute_id: Number) -> Status[FileOut]:
    """Make it from the ledger as of today; where nothing changed it is the same file."""
    return _kept(
        dispute_statement(
            dispute_id=dispute_id, store=case_files(), at=clock.now(), actor=actor_of(request)
        )
    )


@router.get(
    "/complaints/{complaint_id}/steps",
    auth=Bearer("complaints:read"),
    operation_id="complaint_steps",
    summary="List what was done to a complaint",
    response={200: list[StepOut], READ: Problem},
)
def complaint_steps(request: HttpRequest, complaint_id: Number) -> list[StepOut]:
    """List its steps, the first one first."""
    return _steps(complaint_found(request, complaint_id))


@router.post(
    "/complaints/{complaint_id}/steps",
    auth=Bearer("complaints:answer"),
    operation_id="complaint_step",
    summary="Take a step with a complaint that needs only words",
    response={200: ComplaintOut, WRITE: Problem},
)
def complaint_step(
    request: HttpRequest, complaint_id: Number, given: ComplaintStepIn
) -> ComplaintOut:
    """Acknowledge it, note, take longer, withdraw, escalate, close or reopen it."""
    locked, note = (
        partial(complaint_locked, complaint_id),
        partial(complaint_note, complaint_id=complaint_id),
    )
    return complaint_out(_stepped(locked, note, given, actor_of(request)))


@router.get(
    "/complaints/{complaint_id}/files",
    auth=Bearer("complaints:read"),
    operation_id="complaint_files",
    summary="List the files that are kept with a complaint",
    response={200: list[FileOut], READ: Problem},
)
def complaint_files(request: HttpRequest, complaint_id: Number) -> list[FileOut]:
    """List them, the first one first."""
    return _listed(complaint_found(request, complaint_id))


@router.post(
    "/complaints/{complaint_id}/files",
    auth=Bearer("complaints:write"),
    operation_id="complaint_file",
    summary="Keep a file with a complaint",
    response={201: FileOut, WRITE: Problem},
)
def complaint_evidence(
    request: HttpRequest, complaint_id: Number, given: Form[FileIn], document: File[UploadedFile]
) -> Status[FileOut]:
    """Keep what the complainant sent; what is ours needs the scope ``complaints:answer`` too."""
    if given.side == "ours":
        scope_needed(request, "complaints:answer")
    return _kept(
        complaint_file(
            complaint_id=complaint_id,
            given=Given(document.name or "", document.read()),
            side=given.side,
            store=case_files(),
            at=clock.now(),
            actor=actor_of(request),
            note=given.note,
        )
    )


@router.post(
    "/complaints/{complaint_id}/cause",
    auth=Bearer("complaints:answer"),
    operation_id="complaint_cause",
    summary="Name the root cause of a complaint",
    response={200: ComplaintOut, WRITE: Problem},
)
def cause(request: HttpRequest, complaint_id: Number, given: CauseIn) -> ComplaintOut:
    """Name it, which an answer needs; the clocks become shorter by it where the law says so."""
    return complaint_out(
        complaint_cause(
            complaint_id=complaint_id,
            cause=Cause(given.cause, given.about, given.team, given.agency),
            at=clock.now(),
            actor=actor_of(request),
        )
    )


def _stepped(
    locked: Callable[[], tuple[Case, Account] | Refusal],
    note: Callable[..., Case | Refusal],
    given: DisputeStepIn | ComplaintStepIn,
    actor: str,
) -> Case | Refusal:
    """Take a step; sent again, with nothing between, it is the same one."""
    return taken_once(
        locked,
        partial(was_last_step, step=given.step, note=given.note, actor=actor),
        partial(note, step=given.step, at=clock.now(), actor=actor, note=given.note),
    )


def _steps(case: Dispute | Complaint) -> list[StepOut]:
    rows = case.steps.order_by("pk")
    return [StepOut.model_validate(row, from_attributes=True) for row in rows]


def _listed(case: Dispute | Complaint) -> list[FileOut]:
    rows = case.files.order_by("pk")
    return [FileOut.model_validate(row, from_attributes=True) for row in rows]


def _kept(done: CaseFile | Refusal) -> Status[FileOut]:
    done = granted(done)
    return Status(201, FileOut.model_validate(done, from_attributes=True))
