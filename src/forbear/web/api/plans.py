"""Plans: what was agreed, payment by payment, and how far it is kept."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema

from forbear.services.agreements.plans import standing_of
from forbear.services.agreements.steps import moment_of
from forbear.store.models import Plan
from forbear.web.api.agreements import READ
from forbear.web.api.finding import account_of
from forbear.web.api.problems import ApiProblem, Problem
from forbear.web.api.tokens import Bearer
from forbear.web.api.values import Number, Reference
from forbear.wiring import clock

router = Router(tags=["agreements"])
ROWS_MAX = 20


class InstalmentOut(Schema):
    """One payment of a plan."""

    number: int
    due_on: date
    principal_minor: int
    interest_minor: int


class PlanOut(Schema):
    """A plan, and where it stands today by what was paid from ``starts_on`` on.

    ``state`` is what the last morning found: ``kept``, ``missed``, ``broken``, ``completed``.
    ``behind_minor`` fell due and is not paid; ``next_on`` is the day of the next unpaid payment.
    """

    id: int
    account: str
    offer: int
    state: str
    starts_on: date
    currency: str
    total_minor: int
    paid_minor: int
    left_minor: int
    behind_minor: int
    next_on: date | None
    instalments: list[InstalmentOut]


@router.get(
    "/accounts/{path:reference}/plans",
    auth=Bearer("agreements:read"),
    operation_id="plans",
    summary="List the plans on an account, the latest first",
    response={200: list[PlanOut], READ: Problem},
)
def plans(request: HttpRequest, reference: Annotated[Reference, Path()]) -> list[PlanOut]:
    """List at most twenty plans."""
    del request
    found = Plan.objects.filter(account=account_of(reference)).order_by("-pk")
    return [_shown(each) for each in found.select_related("offer", "account__person")[:ROWS_MAX]]


@router.get(
    "/plans/{plan_id}",
    auth=Bearer("agreements:read"),
    operation_id="plan",
    summary="Show a plan",
    response={200: PlanOut, READ: Problem},
)
def plan(request: HttpRequest, plan_id: Number) -> PlanOut:
    """Show a plan and where it stands."""
    del request
    found = Plan.objects.select_related("offer", "account__person").filter(pk=plan_id).first()
    if found is None:
        raise ApiProblem(404, "PLAN_MISSING", f"There is no plan {plan_id}.")
    return _shown(found)


def _shown(row: Plan) -> PlanOut:
    standing = standing_of(row, on=moment_of(row.account, clock.now(), "").on)
    return PlanOut(
        id=row.pk,
        account=row.account.reference,
        offer=row.offer_id,
        state=row.state,
        starts_on=row.starts_on,
        currency=row.offer.currency,
        total_minor=row.total_minor,
        paid_minor=standing.paid_minor,
        left_minor=standing.left_minor,
        behind_minor=standing.behind_minor,
        next_on=standing.next_on,
        instalments=[
            InstalmentOut.model_validate(each, from_attributes=True)
            for each in row.instalments.order_by("number")
        ],
    )
