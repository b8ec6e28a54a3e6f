"""Agreements on accounts that Forbear works out: the night takes them in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from forbear.core.agreements.affordability import Budget
from forbear.core.agreements.offers import OfferTerms
from forbear.core.ledger.terms import Terms
from forbear.services import cards
from forbear.services.agreements import owed, plans
from forbear.services.agreements.accepting import offer_accept
from forbear.services.agreements.offers import offer_make
from forbear.services.night import night_run
from forbear.store.models import Account, CardEvent, CardState, Offer, Plan
from tests.services.cards import PRODUCTS, booked, opened

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 20, 4, tzinfo=UTC)
ON = date(2026, 4, 20)


@pytest.fixture(autouse=True)
def _products(monkeypatch: pytest.MonkeyPatch) -> None:
    def known() -> dict[str, list[Terms]]:
        return PRODUCTS

    for module in (cards, owed, plans):
        monkeypatch.setattr(module, "products_known", known)


def offered(of: Account, terms: OfferTerms) -> Offer:
    made = offer_make(
        account_id=of.pk,
        terms=terms,
        why="asked",
        key=f"{terms.type}-{of.pk}",
        roles=("hardship", "team_lead"),
        at=AT,
        actor="a",
        budget=Budget(10_000_000, {}),
    )
    assert isinstance(made, Offer), made
    return made


def late_card() -> Account:
    one = opened(credit_limit_minor=5_000_000)
    booked(one, "purchase", date(2026, 3, 5), 1_000_000)
    Account.objects.filter(pk=one.pk).update(balance_minor=1_000_000)
    night_run(on=ON - timedelta(days=1), at=AT, products=PRODUCTS)
    return one


@pytest.mark.parametrize("days", [0, 9])
def test_the_night_takes_a_plan_in_with_what_accrued_until_it_was_agreed(days: int) -> None:
    of = late_card()
    terms = OfferTerms("installment", months=12, first_due_on=ON + timedelta(days=20))
    offer = offered(of, terms)
    assert offer.owed_minor >= 1_000_000
    later = AT + timedelta(days=days)
    if days:
        night_run(on=later.date() - timedelta(days=1), at=later, products=PRODUCTS)
    done = offer_accept(offer_id=offer.pk, at=later, actor="a")
    assert isinstance(done, Offer), done
    assert Plan.objects.get().total_minor == offer.owed_minor
    told = night_run(on=later.date() + timedelta(days=60), at=later, products=PRODUCTS).told
    assert told == []
    card = CardState.objects.get(pk=of.pk)
    assert card.has_plan
    of.refresh_from_db()
    # nothing was charged while it stands
    assert of.balance_minor == offer.owed_minor


def test_a_pause_is_told_to_the_night() -> None:
    of = late_card()
    offer = offered(of, OfferTerms("payment_pause", until_on=ON + timedelta(days=20)))
    assert isinstance(offer_accept(offer_id=offer.pk, at=AT, actor="a"), Offer)
    assert CardEvent.objects.get(kind="pause").content["until"] == "2026-05-10"
