"""Relief for somebody in difficulty: given, listed, ended early. Collection rests meanwhile.

Why it was given is taken in and not given out: one word, and still about health or a household.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.db.models import Q
from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from forbear.services.agreements.relief import ReliefWish, relief_end, relief_give_once
from forbear.services.refusals import Refusal
from forbear.store.models import Relief
from forbear.web.api.agreements import READ, WRITE, NearDay, actor_of
from forbear.web.api.finding import account_of
from forbear.web.api.problems import Problem, granted
from forbear.web.api.tokens import Bearer
from forbear.web.api.values import AMOUNT_MAX, Number, Reference
from forbear.wiring import clock
from forbear.wiring.gate import book

router = Router(tags=["relief"])
ROWS_MAX = 100
_Code = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[!-~]+$")]


class ReliefIn(BaseModel):
    """What is given. ``until_on`` is its last day; where the law says that, ``event_on`` is when.

    ``event_on`` of a breathing space: the day of registration, or on which treatment ended.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: Literal["pause", "reduced_payment", "advice_hold", "breathing_space", "crisis_space"]
    reason: Literal[
        "income_lost",
        "illness",
        "family",
        "disaster",
        "debts",
        "life_event",
        "vulnerable",
        "by_law",
        "other",
    ]
    until_on: NearDay | None = None
    event_on: NearDay | None = None
    reduced_minor: Annotated[int, Field(gt=0, le=AMOUNT_MAX)] | None = None
    signposts: Annotated[list[_Code], Field(max_length=20)] = Field(default_factory=list)


class ReliefOut(Schema):
    """Relief as it stands; without ``account`` it is of the person, and rests all their accounts.

    ``rule_id`` is the period of law that gave its last day, where one did.
    """

    id: int
    account: str | None
    kind: str
    from_on: date
    until_on: date
    reduced_minor: int | None
    rule_id: str
    signposts: list[str]
    at: datetime
    ended_on: date | None


@router.get(
    "/accounts/{path:reference}/relief",
    auth=Bearer("relief:read"),
    operation_id="reliefs",
    summary="List the relief of an account and of its cardholder, the latest first",
    response={200: list[ReliefOut], READ: Problem},
)
def reliefs(request: HttpRequest, reference: Annotated[Reference, Path()]) -> list[ReliefOut]:
    """List at most a hundred, what has ended too."""
    del request
    account = account_of(reference)
    mine = Q(account=account) | Q(account__isnull=True)
    found = Relief.objects.filter(mine, person_id=account.person_id).select_related("account")
    return [_shown(row) for row in found.order_by("-pk")[:ROWS_MAX]]


@router.post(
    "/accounts/{path:reference}/relief",
    auth=Bearer("relief:write"),
    operation_id="relief_give",
    summary="Give relief from today on",
    response={201: ReliefOut, WRITE: Problem},
)
def give(
    request: HttpRequest, reference: Annotated[Reference, Path()], given: ReliefIn
) -> Status[ReliefOut]:
    """Give it: collection rests until its last day. The same again on the day is the same one."""
    wish = given.model_dump()
    done = relief_give_once(
        account_id=account_of(reference).pk,
        wish=ReliefWish(**{**wish, "signposts": tuple(given.signposts)}),
        at=clock.now(),
        actor=actor_of(request),
        periods=book().periods,
    )
    return Status(201, _answered(done))


@router.post(
    "/relief/{relief_id}/end",
    auth=Bearer("relief:end"),
    operation_id="relief_end",
    summary="End relief early",
    response={200: ReliefOut, WRITE: Problem},
)
def end(request: HttpRequest, relief_id: Number) -> ReliefOut:
    """End it: its last day was yesterday, and collection may begin again."""
    done = relief_end(relief_id=relief_id, at=clock.now(), actor=actor_of(request))
    return _answered(done)


def _answered(done: Relief | Refusal) -> ReliefOut:
    done = granted(done)
    return _shown(done)


def _shown(row: Relief) -> ReliefOut:
    return ReliefOut(
        account=row.account.reference if row.account else None,
        **{name: getattr(row, name) for name in ReliefOut.model_fields if name != "account"},
    )
