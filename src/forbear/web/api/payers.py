"""Another person pays: the reference that a cardholder may pass on, and what came under it.

Nothing of a payer is told, and a payer is told nothing of the account.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import BaseModel, ConfigDict, Field

from forbear.services.payments.payers import (
    pay_reference_end,
    pay_reference_give,
    pay_reference_send,
    pay_to,
)
from forbear.services.refusals import Refusal
from forbear.store.models import Account, PayerPayment, PayReference
from forbear.web.api.agreements import READ, WRITE, actor_of
from forbear.web.api.finding import account_of
from forbear.web.api.problems import ApiProblem, Problem, granted
from forbear.web.api.tokens import Bearer
from forbear.web.api.values import Reference
from forbear.wiring import clock
from forbear.wiring.adapters import code_key, issuer, public_url

router = Router(tags=["payers"])
ROWS_MAX = 100


class PayerIn(BaseModel):
    """Whether the cardholder is told of the reference by a message."""

    model_config = ConfigDict(extra="forbid", strict=True)

    is_sent: bool = Field(False, description="Tell the cardholder by a message.")
    is_again: bool = Field(False, description="Send it once more, where it was sent.")


class PayerPaymentOut(Schema):
    """A payment that came under a reference."""

    id: int
    amount_minor: int
    currency: str
    value_on: date


class PayerOut(Schema):
    """The reference of an account for other payers, and to whom is paid under it.

    ``message`` is the state of the message that told the cardholder, if one did. ``payments`` are
    the last hundred that came under any reference of the account.
    """

    account: str
    reference: str
    name: str
    iban: str
    bic: str
    currency: str
    given_at: datetime
    message: str | None
    payments: list[PayerPaymentOut]


class PayerEnded(Schema):
    """That an account has no reference for other payers any more."""

    account: str
    ended_at: datetime


@router.get(
    "/accounts/{path:reference}/payer",
    auth=Bearer("payers:read"),
    operation_id="payer",
    summary="Show the reference for other payers, and what came under it",
    response={200: PayerOut, READ: Problem},
)
def show(request: HttpRequest, reference: Annotated[Reference, Path()]) -> PayerOut:
    """Show the reference that is given now."""
    del request
    live = _live(account_of(reference))
    return _shown(live or Refusal("PAY_REFERENCE_NONE", "No reference for other payers is given."))


@router.post(
    "/accounts/{path:reference}/payer",
    auth=Bearer("payers:write"),
    operation_id="payer_invite",
    summary="Give the cardholder a reference that another payer may use",
    response={200: PayerOut, WRITE: Problem},
)
def invite(
    request: HttpRequest, reference: Annotated[Reference, Path()], given: PayerIn
) -> PayerOut:
    """Make the reference at first; the same again is the same one, and is sent once."""
    account, actor, at = account_of(reference), actor_of(request), clock.now()
    if not given.is_sent:
        found = pay_reference_give(
            account_id=account.pk, issuer=issuer(), code_key=code_key(), at=at, actor=actor
        )
    else:
        found = pay_reference_send(
            account_id=account.pk,
            issuer=issuer(),
            code_key=code_key(),
            public_url=public_url(),
            at=at,
            actor=actor,
            is_again=given.is_again,
        )
    return _shown(found)


@router.post(
    "/accounts/{path:reference}/payer/end",
    auth=Bearer("payers:write"),
    operation_id="payer_end",
    summary="End the reference for other payers",
    response={200: PayerEnded, WRITE: Problem},
)
def end(request: HttpRequest, reference: Annotated[Reference, Path()]) -> PayerEnded:
    """End it: its page shows nothing more; what still comes under it is booked."""
    account = account_of(reference)
    done = granted(
        pay_reference_end(account_id=account.pk, at=clock.now(), actor=actor_of(request))
    )
    assert done.ended_at is not None
    return PayerEnded(account=account.reference, ended_at=done.ended_at)


def _live(account: Account) -> PayReference | None:
    live = PayReference.objects.filter(account=account, is_own=False, ended_at__isnull=True)
    return live.select_related("account", "planned").first()


def _shown(found: PayReference | Refusal) -> PayerOut:
    found = granted(found)
    told = pay_to(found, issuer=issuer())
    if told is None:
        raise ApiProblem(409, "PAY_ACCOUNT_CLOSED", "Nothing is to be paid to us there any more.")
    came = PayerPayment.objects.filter(payment__account=found.account_id)
    return PayerOut(
        account=found.account.reference,
        reference=told.reference,
        name=told.name,
        iban=told.iban,
        bic=told.bic,
        currency=told.currency,
        given_at=found.at,
        message=found.planned.state if found.planned else None,
        payments=[
            PayerPaymentOut.model_validate(each.payment, from_attributes=True)
            for each in came.select_related("payment").order_by("-pk")[:ROWS_MAX]
        ],
    )
