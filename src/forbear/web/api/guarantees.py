"""Guarantees: written down with their document, listed, ended; how a guarantor is reached.

A guarantee counts for nothing until a person has seen the document and proved it, on the desk: no
system does that. Who signed is told to none either.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import File, Form, Path, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from forbear.services.agreements.steps import moment_of
from forbear.services.cases.files import Given
from forbear.services.guarantees.reach import (
    guarantor_language,
    guarantor_point_add,
    guarantor_stop,
)
from forbear.services.guarantees.recording import GuaranteeTerms, guarantee_ask, guarantee_end
from forbear.services.refusals import Refusal
from forbear.store.models import ContactPoint, Guarantee
from forbear.web.api.agreements import READ, WRITE, NearDay, WhyIn, actor_of
from forbear.web.api.finding import account_of
from forbear.web.api.problems import ApiProblem, Problem, granted
from forbear.web.api.tokens import Bearer
from forbear.web.api.values import AMOUNT_MAX, PRINTED, Number, Reference
from forbear.wiring import clock
from forbear.wiring.case_files import case_files

router = Router(tags=["guarantees"])
ROWS_MAX = 100
_RUNNING = ("asked", "accepted")


class GuaranteeIn(BaseModel):
    """What the signed document says. Without ``ends_on`` the law of the place gives the last day.

    ``name`` is who signed. ``limit_minor`` is in the account's smallest unit; ``debt_due_on`` is
    the day on which the guaranteed debt fell due, from which the law counts.
    """

    name: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PRINTED)]
    kind: Literal["general", "joint"]
    signed_on: NearDay
    limit_minor: Annotated[int, Field(gt=0, le=AMOUNT_MAX)]
    ends_on: NearDay | None = None
    debt_due_on: NearDay | None = None
    language: Literal["en", "zh-Hans"] = "en"


class PointIn(BaseModel):
    """An address of whoever signed, as the document has it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: Literal["postal", "email"]
    value: Annotated[
        str,
        StringConstraints(
            min_length=1, max_length=400, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+$"
        ),
    ]


class LanguageIn(BaseModel):
    """The language in which a guarantor is written to."""

    model_config = ConfigDict(extra="forbid", strict=True)

    language: Literal["en", "zh-Hans"]


class StopIn(BaseModel):
    """The address of theirs at which a guarantor does not want to be written to."""

    model_config = ConfigDict(extra="forbid", strict=True)

    contact_point: Reference


class PointOut(Schema):
    """Where a guarantor may be written to, once the guarantee is proved."""

    reference: str
    kind: str
    state: str


class GuaranteeOut(Schema):
    """A guarantee as it stands; not who signed.

    ``state``: ``asked`` until a person has proved it, ``accepted``, ``refused``, ``ended``;
    ``over`` after its last day. ``ends_by`` is the rule that gave the last day, where one did.
    """

    id: int
    account: str
    state: str
    kind: str
    signed_on: date
    limit_minor: int
    currency: str
    ends_on: date
    ends_by: str
    language: str
    document_sha256: str
    asked_at: datetime
    answered_at: datetime | None


@router.get(
    "/accounts/{path:reference}/guarantees",
    auth=Bearer("guarantees:read"),
    operation_id="guarantees",
    summary="List the guarantees of an account, the latest first",
    response={200: list[GuaranteeOut], READ: Problem},
)
def guarantees(request: HttpRequest, reference: Annotated[Reference, Path()]) -> list[GuaranteeOut]:
    """List at most a hundred guarantees."""
    del request
    found = Guarantee.objects.filter(account=account_of(reference)).order_by("-pk")
    return [_shown(each) for each in found.select_related("account__person")[:ROWS_MAX]]


@router.post(
    "/accounts/{path:reference}/guarantees",
    auth=Bearer("guarantees:write"),
    operation_id="guarantee_ask",
    summary="Write a guarantee down with its signed document",
    response={201: GuaranteeOut, WRITE: Problem},
)
def ask(
    request: HttpRequest,
    reference: Annotated[Reference, Path()],
    given: Form[GuaranteeIn],
    document: File[UploadedFile],
) -> Status[GuaranteeOut]:
    """Write it down: somebody proves it on the desk. The same document again is the same one."""
    done = guarantee_ask(
        account_id=account_of(reference).pk,
        terms=GuaranteeTerms(**given.model_dump()),
        document=Given(document.name or "", document.read()),
        store=case_files(),
        at=clock.now(),
        actor=actor_of(request),
    )
    return Status(201, _answered(done))


@router.get(
    "/guarantees/{guarantee_id}",
    auth=Bearer("guarantees:read"),
    operation_id="guarantee",
    summary="Show a guarantee",
    response={200: GuaranteeOut, READ: Problem},
)
def guarantee(request: HttpRequest, guarantee_id: Number) -> GuaranteeOut:
    """Show a guarantee as it stands."""
    del request
    found = Guarantee.objects.filter(pk=guarantee_id).select_related("account__person").first()
    if found is None:
        raise ApiProblem(404, "GUARANTEE_UNKNOWN", "There is no such guarantee.")
    return _shown(found)


@router.post(
    "/guarantees/{guarantee_id}/points",
    auth=Bearer("guarantees:write"),
    operation_id="guarantee_point",
    summary="Add an address of a guarantor",
    response={201: PointOut, WRITE: Problem},
)
def point(request: HttpRequest, guarantee_id: Number, given: PointIn) -> Status[PointOut]:
    """Add an address of whoever signed; the same again is the same one."""
    done = granted(
        guarantor_point_add(
            guarantee_id=guarantee_id,
            kind=given.kind,
            value=given.value,
            at=clock.now(),
            actor=actor_of(request),
        )
    )
    return Status(201, PointOut.model_validate(done, from_attributes=True))


@router.post(
    "/guarantees/{guarantee_id}/language",
    auth=Bearer("guarantees:write"),
    operation_id="guarantor_language",
    summary="Choose the language in which a guarantor is written to",
    response={200: GuaranteeOut, WRITE: Problem},
)
def language(request: HttpRequest, guarantee_id: Number, given: LanguageIn) -> GuaranteeOut:
    """Write to the guarantor in it from now on; the same again changes nothing."""
    return _answered(
        guarantor_language(
            guarantee_id=guarantee_id,
            language=given.language,
            at=clock.now(),
            actor=actor_of(request),
        )
    )


@router.post(
    "/guarantees/{guarantee_id}/stop",
    auth=Bearer("guarantees:write"),
    operation_id="guarantor_stop",
    summary="Write down that a guarantor does not want to be written to at an address",
    response={200: GuaranteeOut, WRITE: Problem},
)
def stop(request: HttpRequest, guarantee_id: Number, given: StopIn) -> GuaranteeOut:
    """Keep the wish and stop what waits. The same again changes nothing."""
    point = ContactPoint.objects.filter(reference=given.contact_point).first()
    return _answered(
        guarantor_stop(
            guarantee_id=guarantee_id,
            contact_point_id=point.pk if point else 0,
            at=clock.now(),
            actor=actor_of(request),
        )
    )


@router.post(
    "/guarantees/{guarantee_id}/end",
    auth=Bearer("guarantees:end"),
    operation_id="guarantee_end",
    summary="Release a guarantor",
    response={200: GuaranteeOut, WRITE: Problem},
)
def end(request: HttpRequest, guarantee_id: Number, given: WhyIn) -> GuaranteeOut:
    """End a guarantee that counts: from now on its guarantor is a third party."""
    return _answered(
        guarantee_end(
            guarantee_id=guarantee_id, at=clock.now(), actor=actor_of(request), note=given.why
        )
    )


def _answered(done: Guarantee | Refusal) -> GuaranteeOut:
    done = granted(done)
    return _shown(done)


def _shown(row: Guarantee) -> GuaranteeOut:
    today = moment_of(row.account, clock.now(), "").on
    is_over = row.state in _RUNNING and row.ends_on < today
    own = {"account", "state"}
    return GuaranteeOut(
        account=row.account.reference,
        state="over" if is_over else row.state,
        **{name: getattr(row, name) for name in GuaranteeOut.model_fields if name not in own},
    )
