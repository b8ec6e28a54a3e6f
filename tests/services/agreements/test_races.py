"""Two people at the same moment, on a real PostgreSQL: one of them is told so, nothing is twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from forbear.services.agreements.accepting import offer_accept
from forbear.services.agreements.deciding import offer_decide
from forbear.services.agreements.following import agreements_settle
from forbear.services.agreements.offers import offer_withdraw
from forbear.services.refusals import Refusal
from forbear.store.models import Approval, ApprovalAnswer, LedgerTransaction, Offer, OfferStep
from tests.services.agreements.make import (
    AT,
    SETTLEMENT,
    WAIVER,
    accepted,
    day,
    made,
    make,
    moment,
    owed,
    owing,
    pay,
    state_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[object]:
    """Do them at the same moment, each on a connection of its own."""
    gate = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        gate.wait(timeout=60)
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_two_leads_answer_one_question_once() -> None:
    offer = made(owing(), SETTLEMENT, roles=("collector",))
    asked = Approval.objects.get().pk

    def answer(who: str, *, is_given: bool) -> Callable[[], object]:
        return lambda: offer_decide(
            approval_id=asked, is_given=is_given, roles=("team_lead",), at=AT, actor=who, why="so"
        )

    found = together(answer("wu", is_given=True), answer("li", is_given=False))
    assert sum(isinstance(each, Refusal) for each in found) == 1
    assert ApprovalAnswer.objects.count() == 1
    is_given = ApprovalAnswer.objects.get().is_given
    assert state_of(offer) == ("offered" if is_given else "refused")


def test_accepted_or_withdrawn_but_never_both() -> None:
    offer = made(owing(), SETTLEMENT)
    found = together(
        lambda: offer_accept(offer_id=offer.pk, at=AT, actor="a"),
        lambda: offer_withdraw(offer_id=offer.pk, at=AT, actor="b", why="a mistake"),
    )
    assert sum(isinstance(each, Refusal) for each in found) == 1
    steps = set(OfferStep.objects.values_list("step", flat=True))
    assert len(steps & {"accepted", "withdrawn"}) == 1


def test_a_waiver_accepted_twice_at_once_is_booked_once() -> None:
    of = owing()
    offer = made(of, WAIVER)
    together(*[lambda: offer_accept(offer_id=offer.pk, at=AT, actor="a")] * 4)
    assert LedgerTransaction.objects.filter(account=of, kind="waiver").count() == 1
    assert owed(of) == 495_000


def test_the_same_offer_made_twice_at_once_is_one() -> None:
    of = owing()
    together(*[lambda: make(of, WAIVER)] * 4)
    assert Offer.objects.count() == 1


def test_the_last_payment_and_the_morning_do_not_both_keep_our_word() -> None:
    of = owing()
    offer = accepted(of, SETTLEMENT)
    pay(of, 399_999, 3)
    together(
        lambda: pay(of, 1, 4),
        lambda: agreements_settle(on=day(4), at=moment(4), actor="system"),
        lambda: agreements_settle(on=day(4), at=moment(4), actor="system"),
    )
    assert (state_of(offer), owed(of)) == ("fulfilled", 0)
    assert LedgerTransaction.objects.filter(account=of, kind="waiver").count() == 1
