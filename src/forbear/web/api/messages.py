"""What a message gateway reports: receipts of our messages, and what people answer."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from forbear.services.inbound import inbound_take
from forbear.services.outbox.receipts import receipt_take
from forbear.web.api.problems import Problem, granted
from forbear.web.api.signed import Signed
from forbear.web.api.values import PRINTED
from forbear.wiring import clock, gate

PROVIDER = "http"
router = Router(tags=["messages"])
Ref = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=PRINTED)]
Address = Annotated[str, StringConstraints(min_length=1, max_length=320, pattern=PRINTED)]


class ReceiptIn(BaseModel):
    """What became of one of our messages."""

    model_config = ConfigDict(extra="ignore", strict=True)

    id: Ref = Field(description="The number that the gateway gave, or our own reference.")
    status: Literal[
        "delivered",
        "undelivered",
        "expired",
        "rejected",
        "bounced_hard",
        "bounced_soft",
        "complaint",
        "unknown",
    ]
    detail: Annotated[str, StringConstraints(max_length=400)] = ""


class ReceiptOut(Schema):
    """``applied``; ``kept`` until the message has its number; ``repeated``: known already."""

    use: Literal["applied", "kept", "repeated"]


class InboundIn(BaseModel):
    """A text message that someone sent to us."""

    model_config = ConfigDict(extra="ignore", strict=True, populate_by_name=True)

    id: Ref = Field(description="The gateway's number of the message; the same is taken once.")
    sender: Address = Field(alias="from", description="Who wrote, with the country: +86138….")
    to: Address = Field(description="Which of our numbers it came to.")
    text: Annotated[str, StringConstraints(max_length=10_000)]


class InboundOut(Schema):
    """What was done with the message at once; ``none`` waits for a person or needs nothing."""

    intent: str
    action: str
    is_new: bool


_PROBLEMS = frozenset((400, 401, 409, 413, 415, 422))


@router.post(
    "/messages/receipts",
    auth=Signed(),
    operation_id="receipt_take",
    summary="Report what became of a message",
    response={200: ReceiptOut, _PROBLEMS: Problem},
)
def receipt(request: HttpRequest, given: ReceiptIn) -> ReceiptOut:
    """Take a receipt, once; the order in which several come does not matter."""
    del request
    taken = granted(
        receipt_take(
            channel="sms",
            provider_ref=given.id,
            status=given.status,
            at=clock.now(),
            detail=given.detail,
            actor=PROVIDER,
        )
    )
    return ReceiptOut(use=taken.use)


@router.post(
    "/messages/inbound",
    auth=Signed(),
    operation_id="inbound_take",
    summary="Hand over a message that someone sent to us",
    response={200: InboundOut, _PROBLEMS: Problem},
)
def inbound(request: HttpRequest, given: InboundIn) -> InboundOut:
    """Take a message, once. A plain wish to stop is carried out before this is answered."""
    del request
    taken = inbound_take(
        channel="sms",
        provider=PROVIDER,
        provider_ref=given.id,
        sender=given.sender,
        recipient=given.to,
        text=given.text,
        at=clock.now(),
        ask=gate.ask,
    )
    return InboundOut(intent=taken.intent, action=taken.action, is_new=taken.is_new)
