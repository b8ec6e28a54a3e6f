"""Whatever happens in whatever order: no offer is lost, none is kept twice, the books agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from forbear.core.agreements.offers import BINDING
from forbear.services.agreements.accepting import offer_accept
from forbear.services.agreements.offers import offer_decline, offer_withdraw
from forbear.services.payments.returning import payment_return
from forbear.store.models import Account, LedgerTransaction, Offer, OfferStep, Payment
from tests.services.agreements.make import (
    PAUSE,
    PLAN,
    SETTLEMENT,
    WAIVER,
    day,
    make,
    moment,
    morning,
    owed,
    owing,
    pay,
)

pytestmark = pytest.mark.django_db
TERMS = (
    replace(SETTLEMENT, amount_minor=120_000),
    WAIVER,
    replace(WAIVER, condition_minor=60_000, pay_by=day(20)),
    PLAN,
    PAUSE,
)


def act(random: Random, of: Account, today: int) -> None:
    offers = list(Offer.objects.filter(account=of).values_list("pk", flat=True))
    number = random.choice(offers) if offers else 0
    given = {"offer_id": number, "at": moment(today), "actor": "a"}
    match random.randrange(8):
        case 0 | 1:
            make(of, random.choice(TERMS))
        case 2 | 7:
            offer_accept(**given)  # type: ignore[arg-type] # passed on
        case 3:
            end = random.choice((offer_withdraw, offer_decline))
            end(**given, why="so")  # type: ignore[arg-type] # passed on
        case 4 | 5:
            of.refresh_from_db()
            if of.status == "open" and of.balance_minor > 0:
                pay(
                    of,
                    random.choice((30_000, 60_000)),
                    random.randint(max(today - 4, 0), today),
                    booked=today,
                )
        case _:
            paid = Payment.objects.filter(account=of, state="posted").order_by("pk").first()
            if paid is not None:
                payment_return(
                    payment_id=paid.pk, on=day(today), at=moment(today), actor="b", reason="AM04"
                )


def check(of: Account, bound: set[int]) -> None:
    # below zero where more was paid than was owed; the account and its ledger agree
    owed(of)
    for offer in Offer.objects.filter(account=of):
        assert offer.pk not in bound or offer.state in BINDING
        if offer.state in BINDING:
            bound.add(offer.pk)
        assert OfferStep.objects.filter(offer=offer, step="accepted").exists() == (
            offer.accepted_on is not None
        )
        if offer.type in {"settlement", "fee_waiver"}:
            steps = OfferStep.objects.filter(offer=offer, transaction__isnull=False)
            kept = steps.filter(step="fulfilled").count() - steps.filter(step="undone").count()
            assert kept in {0, 1}
            assert kept == 0 or offer.state == "fulfilled"
    waived = LedgerTransaction.objects.filter(account=of, kind="waiver")
    assert waived.count() == waived.filter(offer_step__isnull=False).count()


@pytest.mark.parametrize("seed", range(4))
def test_any_order(seed: int) -> None:
    random = Random(seed)
    of, bound, today = owing(), set[int](), 0
    for _ in range(45):
        act(random, of, today)
        check(of, bound)
        if random.random() < 0.4:
            today += 1
            morning(today)
            check(of, bound)
    later = today + 400
    morning(later)
    check(of, bound)
    assert morning(later) == {}
    states = set(Offer.objects.values_list("state", flat=True))
    assert not states & {"offered", "asked", "kept"}
    assert day(later) > day(0) + timedelta(days=399)
