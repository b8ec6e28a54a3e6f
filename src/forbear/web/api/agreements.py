"""Offers and plans: what one would come to, made, accepted, declined, withdrawn; and approvals.

A system has the authority that the house gave to the role ``api:NAME``; what lies above it waits
for somebody's approval, as it does for a person.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Header, Path, Router, Schema, Status
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from forbear.core.agreements.affordability import Budget
from forbear.core.agreements.offers import OfferTerms
from forbear.services.agreements.accepting import offer_accept
from forbear.services.agreements.deciding import offer_decide
from forbear.services.agreements.offers import (
    offer_decline,
    offer_make,
    offer_view,
    offer_withdraw,
)
from forbear.services.refusals import Refusal
from forbear.store.models import Approval, Offer
from forbear.store.selectors.offers import approvals_open, offer_list
from forbear.web.api.finding import account_of
from forbear.web.api.problems import Problem, granted
from forbear.web.api.tokens import Bearer, token_of
from forbear.web.api.values import (
    AMOUNT_MAX,
    PRINTED,
    Day,
    Key,
    Name,
    Number,
    Reference,
)
from forbear.wiring import clock

router = Router(tags=["agreements"])
MONTHS_MAX = 120
ROWS_MAX = 100
_FIRST, _LAST = date(2000, 1, 1), date(2100, 1, 1)
READ = frozenset((401, 403, 404, 422, 429))
WRITE = frozenset((400, 401, 403, 404, 409, 413, 415, 422, 429))


def _near(day: date) -> date:
    if not _FIRST <= day < _LAST:
        raise ValueError("a day between 2000 and 2099")
    return day


NearDay = Annotated[Day, AfterValidator(_near)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=PRINTED)]
Amount = Annotated[int, Field(ge=0, le=AMOUNT_MAX)]
Spent = Literal["housing", "utilities", "food", "transport", "health", "children", "debts", "other"]
_STRICT = ConfigDict(extra="forbid", strict=True)


class BudgetIn(BaseModel):
    """What comes in and goes out a month, in the currency's smallest unit."""

    model_config = _STRICT

    income_minor: Amount
    outgoings: dict[Spent, Amount] = Field(default_factory=dict)
    people: Annotated[int, Field(ge=1, le=30)] = 1


class TermsIn(BaseModel):
    """What is offered; each type asks for some of the fields. A plan asks for a budget too."""

    model_config = _STRICT

    type: Literal["fee_waiver", "settlement", "installment", "payment_pause", "rate_reduction"]
    amount_minor: Amount = 0
    pay_by: NearDay | None = None
    condition_minor: Amount = 0
    component: Literal["fees", "interest"] = "fees"
    months: Annotated[int, Field(ge=0, le=MONTHS_MAX)] = 0
    first_due_on: NearDay | None = None
    yearly_rate_e10: Annotated[int, Field(ge=0, le=10**10)] = 0
    until_on: NearDay | None = None
    rate_share_bp: Annotated[int, Field(ge=0, le=10_000)] = 0
    expires_on: NearDay | None = None
    budget: BudgetIn | None = None

    def terms(self) -> OfferTerms:
        """Return the terms as a value."""
        return OfferTerms(**self.model_dump(exclude={"budget", "why"}))

    def spent(self) -> Budget | None:
        """Return the budget as a value, if one is given."""
        given = self.budget
        if given is None:
            return None
        outgoings = {str(name): amount for name, amount in given.outgoings.items()}
        return Budget(given.income_minor, outgoings, given.people)


class OfferIn(TermsIn):
    """An offer, and why it is made."""

    why: Words


class WhyIn(BaseModel):
    """Why, for the record."""

    model_config = _STRICT

    why: Words


class AcceptIn(BaseModel):
    """Who said yes."""

    model_config = _STRICT

    accepted_by: Name


class AnswerIn(BaseModel):
    """Whether it is given, and why; a refusal needs the reason."""

    model_config = _STRICT

    is_given: bool
    why: Annotated[str, StringConstraints(max_length=400)] = ""


class Due(Schema):
    """One payment of a plan."""

    due_on: date
    principal_minor: int
    interest_minor: int


class ViewOut(Schema):
    """What an offer would come to. ``above``: why it would wait for an approval."""

    owed_minor: int
    spare_minor: int | None
    monthly_minor: int
    schedule: list[Due]
    above: list[str]


class OfferOut(Schema):
    """An offer as it stands."""

    id: int
    account: str
    type: str
    state: str
    currency: str
    amount_minor: int
    owed_minor: int
    pay_by: date | None
    condition_minor: int
    months: int
    first_due_on: date | None
    monthly_minor: int
    until_on: date | None
    rate_share_bp: int
    expires_on: date
    accepted_on: date | None


class ApprovalOut(Schema):
    """What waits for somebody's approval, and what lies above the authority of who asked."""

    id: int
    kind: str
    subject: str
    subject_id: int
    account: str | None
    needs: list[str]
    why: str
    asked_by: str


@router.post(
    "/accounts/{path:reference}/offers/view",
    auth=Bearer("agreements:read"),
    operation_id="offer_view",
    summary="Work out what an offer would come to: schedule, affordability, authority",
    response={200: ViewOut, WRITE: Problem},
)
def view(request: HttpRequest, reference: Annotated[Reference, Path()], given: TermsIn) -> ViewOut:
    """Work out an offer without making it; nothing is kept."""
    found = granted(
        offer_view(
            account_of(reference),
            given.terms(),
            roles=(actor_of(request),),
            at=clock.now(),
            budget=given.spent(),
        )
    )
    return ViewOut(
        owed_minor=found.owed_minor,
        spare_minor=found.spare_minor,
        monthly_minor=found.monthly_minor,
        schedule=[
            Due(due_on=each.due_on, principal_minor=each.principal, interest_minor=each.interest)
            for each in found.schedule
        ],
        above=list(found.above),
    )


@router.get(
    "/accounts/{path:reference}/offers",
    auth=Bearer("agreements:read"),
    operation_id="offers",
    summary="List the offers on an account, the latest first",
    response={200: list[OfferOut], READ: Problem},
)
def offers(request: HttpRequest, reference: Annotated[Reference, Path()]) -> list[OfferOut]:
    """List the offers on an account: at most a hundred."""
    del request
    account = account_of(reference)
    found = offer_list(account.pk).select_related("account")
    return [_shown(row) for row in found[:ROWS_MAX]]


@router.post(
    "/accounts/{path:reference}/offers",
    auth=Bearer("agreements:write"),
    operation_id="offer_make",
    summary="Make an offer, or ask for its approval",
    response={201: OfferOut, WRITE: Problem},
)
def make(
    request: HttpRequest,
    reference: Annotated[Reference, Path()],
    given: OfferIn,
    key: Annotated[Key, Header(alias="Idempotency-Key")],
) -> Status[OfferOut]:
    """Make an offer, once under its key; ``asked`` is one that waits for somebody's approval."""
    actor = actor_of(request)
    made = offer_make(
        account_id=account_of(reference).pk,
        terms=given.terms(),
        why=given.why,
        key=f"{actor}:{key}",
        roles=(actor,),
        at=clock.now(),
        actor=actor,
        budget=given.spent(),
    )
    return Status(201, _answered(made))


@router.get(
    "/offers/{offer_id}",
    auth=Bearer("agreements:read"),
    operation_id="offer",
    summary="Show an offer",
    response={200: OfferOut, READ: Problem},
)
def offer(request: HttpRequest, offer_id: Number) -> OfferOut:
    """Show an offer as it stands."""
    del request
    found = Offer.objects.select_related("account").filter(pk=offer_id).first()
    return _answered(found or Refusal("OFFER_MISSING", f"There is no offer {offer_id}."))


@router.post(
    "/offers/{offer_id}/accept",
    auth=Bearer("agreements:write"),
    operation_id="offer_accept",
    summary="Note that the cardholder accepts an offer",
    response={200: OfferOut, WRITE: Problem},
)
def accept(request: HttpRequest, offer_id: Number, given: AcceptIn) -> OfferOut:
    """Accept an offer for the cardholder: from then on it binds us. Again, it is the same."""
    return _answered(
        offer_accept(
            offer_id=offer_id,
            at=clock.now(),
            actor=actor_of(request),
            accepted_by=given.accepted_by,
        )
    )


@router.post(
    "/offers/{offer_id}/decline",
    auth=Bearer("agreements:write"),
    operation_id="offer_decline",
    summary="Note that the cardholder does not want an offer",
    response={200: OfferOut, WRITE: Problem},
)
def decline(request: HttpRequest, offer_id: Number, given: WhyIn) -> OfferOut:
    """Decline an offer for the cardholder."""
    actor = actor_of(request)
    return _answered(offer_decline(offer_id=offer_id, at=clock.now(), actor=actor, why=given.why))


@router.post(
    "/offers/{offer_id}/withdraw",
    auth=Bearer("agreements:write"),
    operation_id="offer_withdraw",
    summary="Take an offer back before it is accepted",
    response={200: OfferOut, WRITE: Problem},
)
def withdraw(request: HttpRequest, offer_id: Number, given: WhyIn) -> OfferOut:
    """Withdraw an offer; one that was accepted binds us."""
    actor = actor_of(request)
    return _answered(offer_withdraw(offer_id=offer_id, at=clock.now(), actor=actor, why=given.why))


@router.get(
    "/approvals",
    auth=Bearer("approvals:read"),
    operation_id="approvals",
    summary="List what waits for an approval, the oldest first",
    response={200: list[ApprovalOut], READ: Problem},
)
def approvals(request: HttpRequest) -> list[ApprovalOut]:
    """List what waits for somebody's approval: at most a hundred."""
    del request
    return [_asked(row) for row in approvals_open()[:ROWS_MAX]]


@router.post(
    "/approvals/{approval_id}/answer",
    auth=Bearer("approvals:write"),
    operation_id="approval_answer",
    summary="Give or refuse an approval of an offer",
    response={200: OfferOut, WRITE: Problem},
)
def answer(request: HttpRequest, approval_id: Number, given: AnswerIn) -> OfferOut:
    """Answer within one's own authority; nobody approves what they asked for."""
    actor = actor_of(request)
    return _answered(
        offer_decide(
            approval_id=approval_id,
            is_given=given.is_given,
            roles=(actor,),
            at=clock.now(),
            actor=actor,
            why=given.why.replace("\x00", ""),
        )
    )


def actor_of(request: HttpRequest) -> str:
    """Return who asks, as the audit trail and the limits of authority name it."""
    return f"api:{token_of(request).name}"


def _answered(done: Offer | Refusal) -> OfferOut:
    done = granted(done)
    return _shown(done)


def _shown(row: Offer) -> OfferOut:
    return OfferOut(
        account=row.account.reference,
        **{name: getattr(row, name) for name in OfferOut.model_fields if name != "account"},
    )


def _asked(row: Approval) -> ApprovalOut:
    return ApprovalOut(
        id=row.pk,
        kind=row.kind,
        subject=row.subject,
        subject_id=row.subject_id,
        account=row.account.reference if row.account else None,
        needs=row.needs,
        why=row.why,
        asked_by=row.asked_by,
    )
