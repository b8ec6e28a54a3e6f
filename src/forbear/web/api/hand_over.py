"""Cases handed over: a dispute or complaint to whoever looks into it, a cardholder to a caller.

Only somebody who works here is given a case; a system gives and takes none for itself.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import BaseModel, ConfigDict, Field

from forbear.services.cases.complaints import complaint_hand
from forbear.services.cases.disputes import dispute_hand
from forbear.services.lead.moving import Moved, cases_move
from forbear.store.models import Account, CaseAssignment
from forbear.store.selectors.assignments import assignment_of
from forbear.web.api.agreements import READ, WRITE, Words, actor_of
from forbear.web.api.cases import (
    ComplaintOut,
    DisputeOut,
    complaint_found,
    complaint_out,
    dispute_out,
)
from forbear.web.api.finding import account_of
from forbear.web.api.problems import Problem, granted, refused
from forbear.web.api.tokens import Bearer
from forbear.web.api.values import Name, Number, Reference
from forbear.web.cases.common import handler_refusal
from forbear.wiring import clock

router = Router(tags=["cases"])
_STRICT = ConfigDict(extra="forbid", strict=True)


class HandIn(BaseModel):
    """Who looks into it from now on, by the name they sign in with."""

    model_config = _STRICT

    to: Name


class MoveIn(BaseModel):
    """Whose a case is from now on (null: the pool's), and why.

    ``seen`` is the ``move`` of the assignment that you saw (0: none). If the case was moved since,
    nothing is. Left out, it is moved whatever it is.
    """

    model_config = _STRICT

    to: Name | None
    why: Words
    seen: Annotated[int, Field(ge=0, lt=2**63)] | None = None


class AssignmentOut(Schema):
    """Whose a case is: ``to`` is null in the pool, and ``move`` the number of the last move."""

    account: str
    to: str | None
    move: int
    at: datetime | None
    actor: str


@router.post(
    "/disputes/{dispute_id}/hand-over",
    auth=Bearer("disputes:answer"),
    operation_id="dispute_hand",
    summary="Give a dispute to somebody to look into",
    response={200: DisputeOut, WRITE: Problem},
)
def dispute(request: HttpRequest, dispute_id: Number, given: HandIn) -> DisputeOut:
    """Give it to somebody who may answer disputes; the same again changes nothing."""
    _handler_needed(given.to)
    return dispute_out(
        dispute_hand(dispute_id=dispute_id, to=given.to, at=clock.now(), actor=actor_of(request))
    )


@router.post(
    "/complaints/{complaint_id}/hand-over",
    auth=Bearer("complaints:answer"),
    operation_id="complaint_hand",
    summary="Give a complaint to somebody to look into",
    response={200: ComplaintOut, WRITE: Problem},
)
def complaint(request: HttpRequest, complaint_id: Number, given: HandIn) -> ComplaintOut:
    """Give it to somebody who may answer complaints, never to whoever it is about."""
    complaint_found(request, complaint_id)
    _handler_needed(given.to)
    return complaint_out(
        complaint_hand(
            complaint_id=complaint_id, to=given.to, at=clock.now(), actor=actor_of(request)
        )
    )


@router.get(
    "/accounts/{path:reference}/assignment",
    auth=Bearer("cases:read"),
    operation_id="case_assignment",
    summary="Show whose the case of an account is",
    response={200: AssignmentOut, READ: Problem},
)
def assignment(request: HttpRequest, reference: Annotated[Reference, Path()]) -> AssignmentOut:
    """Show it; all accounts of a cardholder are one case."""
    del request
    account = account_of(reference)
    return _assigned(account, assignment_of(account.person_id))


@router.post(
    "/accounts/{path:reference}/assignment",
    auth=Bearer("cases:write"),
    operation_id="case_move",
    summary="Give the case of an account to somebody, or back to the pool",
    response={200: AssignmentOut, WRITE: Problem},
)
def move(
    request: HttpRequest, reference: Annotated[Reference, Path()], given: MoveIn
) -> AssignmentOut:
    """Give it, by the rules of the team lead's page. It is theirs already: nothing changes."""
    account, to = account_of(reference), given.to or ""
    held = assignment_of(account.person_id)
    if given.seen is None and (held.to if held else "") == to:
        return _assigned(account, held)
    done = granted(
        cases_move(
            seen={account.person_id: given.seen},
            to=to,
            why=given.why,
            at=clock.now(),
            actor=actor_of(request),
            kind="one",
        )
    )
    return _assigned(account, assignment_of(account.person_id), done)


def _handler_needed(to: str) -> None:
    refusal = handler_refusal(to)
    if refusal is not None:
        raise refused(refusal)


def _assigned(
    account: Account, held: CaseAssignment | None, moved: Moved | None = None
) -> AssignmentOut:
    last = moved.move if moved else held.move if held else None
    return AssignmentOut(
        account=account.reference,
        to=held.to if held else None,
        move=last.pk if last else 0,
        at=last.at if last else None,
        actor=last.actor if last else "",
    )
