"""Contact points that another system knows to be wrong, and deaths it was told of."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from forbear.services.lost.closing import point_close
from forbear.services.lost.deaths import person_died
from forbear.store.models import ContactPoint
from forbear.web.api.finding import person_of
from forbear.web.api.problems import ApiProblem, Problem, granted
from forbear.web.api.tokens import Bearer, token_of
from forbear.web.api.values import PRINTED, Reference
from forbear.wiring import clock

router = Router(tags=["lost contact"])
Note = Annotated[str, StringConstraints(max_length=400, pattern=PRINTED)]
PROBLEMS = frozenset((400, 401, 403, 404, 413, 415, 422, 429))


class PointWrong(BaseModel):
    """Why a contact point is wrong."""

    model_config = ConfigDict(extra="forbid", strict=True)

    why: Literal[
        "wrong_person", "reassigned", "not_in_service", "no_such_address", "moved", "other"
    ]
    note: Note | None = Field(None, description="Kept with it.")


class PointsClosed(Schema):
    """Which contact points are closed now that were open: the same value wherever they had it."""

    closed: list[str]


class DeathTold(BaseModel):
    """That a cardholder has died."""

    model_config = ConfigDict(extra="forbid", strict=True)

    note: Note | None = Field(None, description="By whom it was told.")


class DeathKept(Schema):
    """That it is on record."""

    person: str
    is_deceased: bool


@router.post(
    "/contact-points/{path:reference}/close",
    auth=Bearer("contacts:write"),
    operation_id="contact_point_close",
    summary="Close a contact point everywhere",
    response={200: PointsClosed, PROBLEMS: Problem},
)
def close(
    request: HttpRequest, reference: Annotated[Reference, Path()], given: PointWrong
) -> PointsClosed:
    """Close it for every account and channel of the person. The same again changes nothing."""
    point = ContactPoint.objects.filter(reference=reference).first()
    if point is None:
        raise ApiProblem(404, "POINT_UNKNOWN", "There is no contact point with that reference.")
    done = granted(
        point_close(
            contact_point_id=point.pk,
            why=given.why,
            door="api",
            at=clock.now(),
            actor=f"token:{token_of(request).name}",
            note=given.note or "",
        )
    )
    closed = ContactPoint.objects.filter(pk__in=done).order_by("pk")
    return PointsClosed(closed=list(closed.values_list("reference", flat=True)))


@router.post(
    "/persons/{path:reference}/death",
    auth=Bearer("contacts:write"),
    operation_id="person_died",
    summary="Tell that a cardholder has died",
    response={200: DeathKept, PROBLEMS: Problem},
)
def death(
    request: HttpRequest, reference: Annotated[Reference, Path()], given: DeathTold
) -> DeathKept:
    """Stop all that goes to the cardholder. The same again changes nothing."""
    person = person_of(reference)
    granted(
        person_died(
            person_id=person.pk,
            door="api",
            at=clock.now(),
            actor=f"token:{token_of(request).name}",
            note=given.note or "",
        )
    )
    return DeathKept(person=person.reference, is_deceased=True)
