"""Signing by link: have a link sent to the cardholder, see what became of it, fetch the paper.

The link goes to the cardholder alone. Its address is given to no system: whoever has it is one
step nearer to signing in somebody else's name.
"""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import BaseModel, ConfigDict, Field

from forbear.ports.letters import LetterError
from forbear.services.agreements.links import sign_link_last, sign_link_send, sign_link_state
from forbear.services.agreements.proving import tries_left
from forbear.services.agreements.signing import signed_pdf
from forbear.store.models import Offer, SignedAgreement, SignLink
from forbear.web.api.agreements import READ, WRITE, actor_of
from forbear.web.api.problems import ApiProblem, Problem, granted
from forbear.web.api.tokens import Bearer
from forbear.web.api.values import Number
from forbear.wiring import clock
from forbear.wiring.adapters import papers, public_url

router = Router(tags=["agreements"])
_PDF = "application/pdf"


class LinkIn(BaseModel):
    """Whether another link is sent where one was sent that still opens."""

    model_config = ConfigDict(extra="forbid", strict=True)

    is_again: bool = Field(False, description="Send another; the one before it opens no more.")


class SignedOut(Schema):
    """What was signed: when, in which language, and the digests of the text and of the file.

    ``code`` is what anybody may ask about at ``/api/v1/genuine``.
    """

    at: datetime
    on: date
    language: str
    text_sha256: str
    pdf_sha256: str
    code: str


class LinkOut(Schema):
    """Where the latest link of an offer stands; never the link itself.

    ``state``: ``open``, ``signed``, ``agreed`` (otherwise), ``declined``, ``withdrawn``,
    ``expired``, ``over``, or ``closed`` after too many wrong tries. ``message`` is the state of the
    message that it went with; ``opened_at``: when its reader first proved who they are.
    """

    id: int
    offer: int
    state: str
    asked_at: datetime
    channel: str
    message: str
    opened_at: datetime | None
    tries_left: int
    signed: SignedOut | None


@router.post(
    "/offers/{offer_id}/sign-link",
    auth=Bearer("agreements:write"),
    operation_id="sign_link_send",
    summary="Send the cardholder a link by which an offer is read and signed",
    response={201: LinkOut, WRITE: Problem},
)
def send(request: HttpRequest, offer_id: Number, given: LinkIn) -> Status[LinkOut]:
    """Plan the message; the gate is asked when it leaves. One that opens is not sent twice."""
    done = granted(
        sign_link_send(
            offer_id=offer_id,
            public_url=public_url(),
            at=clock.now(),
            actor=actor_of(request),
            is_again=given.is_again,
        )
    )
    return Status(201, _shown(done))


@router.get(
    "/offers/{offer_id}/sign-link",
    auth=Bearer("agreements:read"),
    operation_id="sign_link",
    summary="Show where the latest link of an offer stands",
    response={200: LinkOut, READ: Problem},
)
def show(request: HttpRequest, offer_id: Number) -> LinkOut:
    """Show whether the link left, was opened, and what was done with it."""
    del request
    if not Offer.objects.filter(pk=offer_id).exists():
        raise ApiProblem(404, "OFFER_MISSING", f"There is no offer {offer_id}.")
    last = sign_link_last(offer_id)
    if last is None:
        raise ApiProblem(404, "LINK_MISSING", f"No link was sent for offer {offer_id}.")
    return _shown(last)


@router.get(
    "/offers/{offer_id}/signed",
    auth=Bearer("agreements:papers"),
    operation_id="signed_paper",
    summary="Fetch the signed paper of an offer as a PDF",
    response={READ: Problem},
    openapi_extra={
        "responses": {
            200: {
                "description": "The file as it was signed",
                "content": {_PDF: {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def paper(request: HttpRequest, offer_id: Number) -> HttpResponse:
    """Hand over the file: it names the cardholder, what is owed and what was agreed."""
    del request
    found = SignedAgreement.objects.filter(offer=offer_id).first()
    if found is None:
        raise ApiProblem(404, "NOT_SIGNED", f"Offer {offer_id} was not signed by link.")
    try:
        pdf = signed_pdf(found, papers().letters)
    except LetterError as error:
        raise ApiProblem(
            409, error.code, "The kept file is gone, or is not what was signed."
        ) from error
    answer = HttpResponse(pdf, content_type=_PDF)
    answer["Cache-Control"] = "no-store"
    return answer


def _shown(link: SignLink) -> LinkOut:
    opened = link.steps.filter(kind="verified").order_by("pk").first()
    signed = SignedAgreement.objects.filter(offer=link.offer_id).first()
    return LinkOut(
        id=link.pk,
        offer=link.offer_id,
        state=_state(link, signed),
        asked_at=link.at,
        channel=link.planned.channel,
        message=link.planned.state,
        opened_at=opened.at if opened else None,
        tries_left=tries_left(link),
        signed=SignedOut.model_validate(signed, from_attributes=True) if signed else None,
    )


def _state(link: SignLink, signed: SignedAgreement | None) -> str:
    """Return the state; what was signed stays signed, when its page shows no copy any more."""
    return "signed" if signed else sign_link_state(link, at=clock.now())
