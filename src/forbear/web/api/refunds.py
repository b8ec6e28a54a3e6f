"""Refunds: what another payer paid too much, asked back for them; and how each refund stands.

A system asks and never decides: whoever approves a refund is a person, and another one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import BaseModel, ConfigDict, StringConstraints

from forbear.services.payments.paying_back import payers_refund
from forbear.services.refusals import Refusal
from forbear.store.models import Refund
from forbear.web.api.agreements import READ, WRITE, actor_of
from forbear.web.api.finding import account_of
from forbear.web.api.problems import Problem, granted
from forbear.web.api.tokens import Bearer
from forbear.web.api.values import PRINTED, Reference
from forbear.wiring import clock

router = Router(tags=["payers"])
ROWS_MAX = 100


class RefundIn(BaseModel):
    """Why the money goes back."""

    model_config = ConfigDict(extra="forbid", strict=True)

    reason: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PRINTED)]


class RefundOut(Schema):
    """A refund as it stands; not to whom it goes, but for the end of the account's number.

    ``state``: ``requested`` until somebody approves it, then ``approved``, ``sent`` to the bank,
    ``booked``; or ``refused`` by us, ``failed`` at the bank.
    """

    id: int
    account: str
    amount_minor: int
    currency: str
    to_end: str
    state: str
    state_at: datetime
    requested_at: datetime


@router.get(
    "/accounts/{path:reference}/refunds",
    auth=Bearer("refunds:read"),
    operation_id="refunds",
    summary="List the refunds of an account, the latest first",
    response={200: list[RefundOut], READ: Problem},
)
def refunds(request: HttpRequest, reference: Annotated[Reference, Path()]) -> list[RefundOut]:
    """List at most a hundred refunds."""
    del request
    account = account_of(reference)
    found = Refund.objects.filter(account=account).order_by("-pk")[:ROWS_MAX]
    return [_shown(row, account.reference) for row in found]


@router.post(
    "/accounts/{path:reference}/payer/refund",
    auth=Bearer("refunds:write"),
    operation_id="payer_refund",
    summary="Ask that what other payers paid too much goes back to them",
    response={201: list[RefundOut], WRITE: Problem},
)
def ask(
    request: HttpRequest, reference: Annotated[Reference, Path()], given: RefundIn
) -> Status[list[RefundOut]]:
    """Ask for a refund to each payer's own account; asked again, those that wait are answered."""
    account, actor = account_of(reference), actor_of(request)
    done = payers_refund(account_id=account.pk, reason=given.reason, at=clock.now(), actor=actor)
    if isinstance(done, Refusal) and done.code == "NOTHING_TOO_MUCH":
        mine = Refund.objects.filter(account=account, requested_by=actor, state="requested")
        done = list(mine.order_by("pk")) or done
    made = granted(done)
    return Status(201, [_shown(row, account.reference) for row in made])


def _shown(row: Refund, account: str) -> RefundOut:
    return RefundOut(
        id=row.pk,
        account=account,
        amount_minor=row.amount_minor,
        currency=row.currency,
        to_end=row.iban[-4:],
        state=row.state,
        state_at=row.state_at,
        requested_at=row.requested_at,
    )
