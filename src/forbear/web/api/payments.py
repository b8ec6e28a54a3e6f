"""Payments: take one, once; and say what became of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router, Schema, Status
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from forbear.services.payments.taking import payment_take
from forbear.store.models import Payment
from forbear.store.selectors.payments import payment_allotted, payment_dues
from forbear.web.api.finding import account_of
from forbear.web.api.problems import ApiProblem, Problem, granted
from forbear.web.api.tokens import Bearer, token_of
from forbear.web.api.values import AMOUNT_MAX, PRINTED, Day, Key, Number, Reference
from forbear.wiring import clock
from forbear.wiring.house import house_day

# exact in every JSON reader (2**53 is 9 * 10**15), and far from what a column holds
router = Router(tags=["payments"])


class PaymentIn(BaseModel):
    """Money that came in for an account. A field that is not known is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)

    account: Reference = Field(description="The account, by the host's reference.")
    amount_minor: int = Field(gt=0, le=AMOUNT_MAX, description="In the currency's smallest unit.")
    currency: str = Field(pattern=r"^[A-Z]{3}$", description="ISO 4217; that of the account.")
    value_on: Day = Field(description="The day from which it counts; not in the future.")
    paid_by: Annotated[str, StringConstraints(max_length=280, pattern=PRINTED)] | None = Field(
        None, description="Who paid, where that is known."
    )
    reference: Annotated[str, StringConstraints(max_length=200, pattern=PRINTED)] | None = Field(
        None, description="The payment's reference in your own books; kept with it as its note."
    )


class Allotted(Schema):
    """What a payment settled of one component; ``payment`` is not yet allotted."""

    component: str
    lot: str
    amount_minor: int


class DueSettled(Schema):
    """What a payment settled of what was due on a day."""

    due_on: date
    amount_minor: int


class PaymentOut(Schema):
    """A payment as it stands, and what it settled. The payer is not told."""

    id: int
    state: str
    source: str
    account: str | None
    amount_minor: int
    currency: str
    value_on: date
    booked_on: date
    allotted: list[Allotted]
    dues: list[DueSettled]


@router.post(
    "/payments",
    auth=Bearer("payments:write"),
    operation_id="payment_take",
    summary="Take a payment",
    response={
        201: PaymentOut,
        frozenset((400, 401, 403, 404, 409, 413, 415, 422, 429)): Problem,
    },
)
def take(
    request: HttpRequest,
    response: HttpResponse,
    given: PaymentIn,
    key: Annotated[Key, Header(alias="Idempotency-Key")],
) -> Status[PaymentOut]:
    """Take a payment to an account, once under its ``Idempotency-Key``.

    The same request under the same key gives the same payment again; another one is a conflict.
    """
    name = token_of(request).name
    account = account_of(given.account)
    today = house_day()
    if given.value_on > today:
        raise ApiProblem(422, "DAY_IN_FUTURE", "A payment counts from a day that has come.")
    taken = granted(
        payment_take(
            account_id=account.pk,
            amount_minor=given.amount_minor,
            currency=given.currency,
            value_on=given.value_on,
            # a system's keys are its own, whichever of its tokens it uses
            key=f"api:{name}:{key}",
            source="api",
            on=today,
            at=clock.now(),
            actor=f"api:{name}",
            paid_by=given.paid_by or "",
            note=given.reference or "",
        )
    )
    response["Location"] = f"{request.path}/{taken.pk}"
    return Status(201, _shown(taken))


@router.get(
    "/payments/{payment_id}",
    auth=Bearer("payments:read"),
    operation_id="payment",
    summary="Show a payment",
    response={200: PaymentOut, frozenset((401, 403, 404, 422, 429)): Problem},
)
def show(request: HttpRequest, payment_id: Number) -> PaymentOut:
    """Show a payment as it stands: where it is booked, and what it settled."""
    del request
    found = Payment.objects.filter(pk=payment_id).first()
    if found is None:
        raise ApiProblem(404, "PAYMENT_UNKNOWN", f"There is no payment {payment_id}.")
    return _shown(found)


def _shown(payment: Payment) -> PaymentOut:
    booked = payment.transaction
    return PaymentOut(
        id=payment.pk,
        state=payment.state,
        source=payment.source,
        account=payment.account.reference if payment.account else None,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        value_on=payment.value_on,
        booked_on=booked.on if booked else payment.booked_on,
        allotted=[
            Allotted(component=one.component, lot=one.lot, amount_minor=one.amount_minor)
            for one in payment_allotted(payment)
        ],
        dues=[
            DueSettled(due_on=one.due_on, amount_minor=one.amount_minor)
            for one in payment_dues(payment)
        ],
    )
