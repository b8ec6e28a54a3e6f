"""Is it yours? The same answer as the public page, for other programs; needs no token."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema

from forbear.core.genuine import AskedOf, Verdict
from forbear.services.genuine import genuine_check
from forbear.services.throttle import Limit, throttle_take
from forbear.web.api.problems import ApiProblem, Problem
from forbear.web.shared.visitor_address import address_of
from forbear.wiring import clock

router = Router(tags=["genuine"])
ASKING = Limit("api genuine", 60, timedelta(minutes=10))


class GenuineOut(Schema):
    """Whether a thing is ours. ``on`` is the day a message went out, in its reader's zone."""

    verdict: Verdict
    kind: AskedOf | None
    on: date | None
    withdrawn_on: date | None


@router.get(
    "/genuine",
    auth=None,
    operation_id="genuine",
    summary="Ask whether a message code, a caller's number or a visitor's card is ours",
    response={200: GenuineOut, frozenset((422, 429)): Problem},
)
def genuine(
    request: HttpRequest, q: Annotated[str, Query(min_length=1, max_length=80)]
) -> GenuineOut:
    """Answer for whatever ``q`` is. Never tells of whom or of what; not every fake is known."""
    if not throttle_take(ASKING, address=address_of(request), at=clock.now()):
        raise ApiProblem(429, "TOO_MANY", "Asked too often from there; wait ten minutes.")
    found = genuine_check(q, at=clock.now())
    return GenuineOut(
        verdict=found.verdict, kind=found.kind, on=found.on, withdrawn_on=found.withdrawn_on
    )
