"""Call-backs: a cardholder wants to be called at a time of their own; asked for, listed, ended."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from forbear.services.call_backs import BackWish, NotThen, call_back_ask, call_back_cancel
from forbear.services.inbound.calls import phones_of
from forbear.services.refusals import Refusal
from forbear.store.models import Account, CallBack, ContactPoint
from forbear.store.selectors.call_backs import is_missed
from forbear.web.api.agreements import READ, WRITE, NearDay, actor_of
from forbear.web.api.finding import account_of
from forbear.web.api.problems import ApiProblem, Place, Problem, granted, refused
from forbear.web.api.tokens import Bearer
from forbear.web.api.values import Number, Reference
from forbear.wiring import clock
from forbear.wiring.gate import ask as gate

router = Router(tags=["call-backs"])
ROWS_MAX = 50
SOURCE = "api"


class CallBackIn(BaseModel):
    """At which number, and when by the cardholder's own clock."""

    model_config = ConfigDict(extra="forbid", strict=True)

    contact_point: Reference = Field(description="A number of theirs, by the host's reference.")
    on: NearDay
    at: Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class CallBackOut(Schema):
    """A call that was asked for. ``state``: ``open``, ``done``, ``cancelled``.

    ``is_missed``: the time has passed and no call was made.
    """

    id: int
    account: str
    contact_point: str
    due_at: datetime
    zone: str
    source: str
    state: str
    is_missed: bool


@router.get(
    "/accounts/{path:reference}/call-backs",
    auth=Bearer("callbacks:read"),
    operation_id="call_backs",
    summary="List the call-backs of a cardholder, the latest first",
    response={200: list[CallBackOut], READ: Problem},
)
def call_backs(request: HttpRequest, reference: Annotated[Reference, Path()]) -> list[CallBackOut]:
    """List at most fifty, whichever account they were asked for on."""
    del request
    found = CallBack.objects.filter(person_id=account_of(reference).person_id).order_by("-pk")
    rows = found.select_related("account", "contact_point", "planned")
    return [_shown(row) for row in rows[:ROWS_MAX]]


@router.post(
    "/accounts/{path:reference}/call-backs",
    auth=Bearer("callbacks:write"),
    operation_id="call_back_ask",
    summary="Ask for a call at a time",
    response={201: CallBackOut, WRITE: Problem},
)
def ask(
    request: HttpRequest, reference: Annotated[Reference, Path()], given: CallBackIn
) -> Status[CallBackOut]:
    """Plan a call, if one is lawful then; the same wish is one, another takes its place."""
    account = account_of(reference)
    done = call_back_ask(
        account_id=account.pk,
        contact_point_id=_number_of(account, given.contact_point).pk,
        wish=BackWish(given.on, time.fromisoformat(given.at), SOURCE, gate),
        at=clock.now(),
        actor=actor_of(request),
    )
    if isinstance(done, NotThen):
        raise _not_then(done)
    return Status(201, _answered(done))


@router.post(
    "/call-backs/{call_back_id}/cancel",
    auth=Bearer("callbacks:write"),
    operation_id="call_back_cancel",
    summary="End a call-back that is not wanted any more",
    response={200: CallBackOut, WRITE: Problem},
)
def cancel(request: HttpRequest, call_back_id: Number) -> CallBackOut:
    """End it; its call is not made."""
    if not CallBack.objects.filter(pk=call_back_id).exists():
        raise ApiProblem(404, "BACK_MISSING", f"There is no call-back {call_back_id}.")
    done = call_back_cancel(call_back_id=call_back_id, at=clock.now(), actor=actor_of(request))
    return _answered(done)


def _number_of(account: Account, reference: str) -> ContactPoint:
    """Return a number of the cardholder's own that is open."""
    known = {each.reference: each for each in phones_of(account.person_id)}
    if reference not in known:
        text = "The cardholder has no open number with that reference."
        raise ApiProblem(404, "POINT_UNKNOWN", text)
    return known[reference]


def _not_then(refusal: NotThen) -> ApiProblem:
    """Say why no call is lawful then, rule by rule, and when one would be."""
    found = refused(refusal)
    reasons = refusal.answer.reasons if refusal.answer else ()
    found.errors = [Place(where=each.rule_id, what=each.code) for each in reasons]
    if refusal.nearest is not None:
        found.errors.append(Place(where="nearest", what=refusal.nearest.isoformat()))
    return found


def _answered(done: CallBack | Refusal) -> CallBackOut:
    return _shown(granted(done))


def _shown(row: CallBack) -> CallBackOut:
    return CallBackOut(
        id=row.pk,
        account=row.account.reference,
        contact_point=row.contact_point.reference,
        due_at=row.due_at.astimezone(UTC),
        zone=row.zone,
        source=row.source,
        state=row.state,
        is_missed=is_missed(row, at=clock.now()),
    )
