"""The disputes and complaints of an account; never those that are about whoever asks."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router

from forbear.store.models import Dispute
from forbear.store.selectors.case_records import complaint_list
from forbear.web.api.agreements import READ, actor_of
from forbear.web.api.cases import ComplaintOut, DisputeOut, complaint_out, dispute_out
from forbear.web.api.finding import account_of
from forbear.web.api.problems import Problem
from forbear.web.api.tokens import Bearer
from forbear.web.api.values import Reference

router = Router(tags=["disputes and complaints"])
ROWS_MAX = 100


@router.get(
    "/accounts/{path:reference}/disputes",
    auth=Bearer("disputes:read"),
    operation_id="disputes",
    summary="List the disputes on an account, the latest first",
    response={200: list[DisputeOut], READ: Problem},
)
def disputes(request: HttpRequest, reference: Annotated[Reference, Path()]) -> list[DisputeOut]:
    """List at most a hundred disputes."""
    del request
    found = Dispute.objects.filter(account=account_of(reference)).order_by("-pk")
    return [dispute_out(each) for each in found.select_related("account")[:ROWS_MAX]]


@router.get(
    "/accounts/{path:reference}/complaints",
    auth=Bearer("complaints:read"),
    operation_id="complaints",
    summary="List the complaints on an account, the latest first",
    response={200: list[ComplaintOut], READ: Problem},
)
def complaints(request: HttpRequest, reference: Annotated[Reference, Path()]) -> list[ComplaintOut]:
    """List at most a hundred complaints."""
    found = complaint_list("all", actor=actor_of(request)).filter(account=account_of(reference))
    return [complaint_out(each) for each in found[:ROWS_MAX]]
