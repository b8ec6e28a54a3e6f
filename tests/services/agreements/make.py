"""Accounts that owe something by the ledger, and offers on them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count

from forbear.core.agreements.affordability import Budget
from forbear.core.agreements.offers import OfferTerms
from forbear.core.ledger.books import Part, legs_of
from forbear.services.agreements.accepting import offer_accept
from forbear.services.agreements.following import agreements_settle
from forbear.services.agreements.offers import offer_make
from forbear.services.ledger import transaction_post
from forbear.services.payments.taking import payment_take
from forbear.services.refusals import Refusal
from forbear.store.models import Account, LedgerTransaction, Offer, Payment, Person
from forbear.store.selectors.offers import owed_parts
from tests.store.make import account

# the 12th in New York and in Shanghai
AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
ON = date(2026, 3, 12)
OWED = 500_000
EVERYONE = ("collector", "hardship", "team_lead")
BUDGET = Budget(400_000, {"housing": 100_000, "food": 50_000})
_NUMBERS = count(1)


def owing(owner: Person | None = None, **given: object) -> Account:
    """An account with 400,000 of principal, 80,000 of interest and 20,000 of fees."""
    made = account(owner, **{"balance_minor": OWED, "overdue_minor": 120_000, **given})
    for kind, part in (
        ("opening", Part("principal", 400_000)),
        ("interest", Part("interest", 80_000)),
        ("fee", Part("late_fee", 20_000)),
    ):
        posted = transaction_post(
            key=f"owing-{next(_NUMBERS)}",
            kind=kind,
            on=date(2026, 2, 1),
            currency=made.currency,
            legs=legs_of(kind, [part]),
            at=AT,
            actor="test",
            account_id=made.pk,
        )
        assert isinstance(posted, LedgerTransaction), posted
    return made


def day(days: int) -> date:
    return ON + timedelta(days=days)


def moment(days: int) -> datetime:
    return AT + timedelta(days=days)


SETTLEMENT = OfferTerms("settlement", amount_minor=400_000, pay_by=day(20))
WAIVER = OfferTerms("fee_waiver", amount_minor=5_000)
PLAN = OfferTerms("installment", months=10, first_due_on=day(15))
PAUSE = OfferTerms("payment_pause", until_on=day(20))
RATE = OfferTerms("rate_reduction", until_on=day(60), rate_share_bp=5000)


def make(
    of: Account,
    terms: OfferTerms,
    *,
    roles: tuple[str, ...] = EVERYONE,
    actor: str = "maker",
    budget: Budget | None = BUDGET,
    key: str = "",
    why: str = "They asked for it.",
) -> Offer | Refusal:
    return offer_make(
        account_id=of.pk,
        terms=terms,
        why=why,
        key=key or f"k{next(_NUMBERS)}",
        roles=roles,
        at=AT,
        actor=actor,
        budget=budget,
    )


def made(of: Account, terms: OfferTerms, **given: object) -> Offer:
    found = make(of, terms, **given)  # type: ignore[arg-type] # passed on
    assert isinstance(found, Offer), found
    return found


def accepted(of: Account, terms: OfferTerms, **given: object) -> Offer:
    found = offer_accept(offer_id=made(of, terms, **given).pk, at=AT, actor="maker")
    assert isinstance(found, Offer), found
    return found


def pay(of: Account, amount_minor: int, days: int, *, booked: int | None = None) -> Payment:
    found = payment_take(
        account_id=of.pk,
        amount_minor=amount_minor,
        currency=of.currency,
        value_on=day(days),
        key=f"pay-{next(_NUMBERS)}",
        source="desk",
        on=day(days if booked is None else booked),
        at=moment(days if booked is None else booked),
        actor="cashier",
    )
    assert isinstance(found, Payment), found
    return found


def morning(days: int) -> dict[str, int]:
    return agreements_settle(on=day(days), at=moment(days), actor="system")


def state_of(offer: Offer) -> str:
    offer.refresh_from_db()
    return offer.state


def owed(of: Account) -> int:
    """What is owed by the ledger, which the account's balance has to agree with."""
    of.refresh_from_db()
    total = sum(owed_parts(of.pk).values())
    assert total == of.balance_minor
    return total


def code(found: object) -> str | None:
    return found.code if isinstance(found, Refusal) else None
