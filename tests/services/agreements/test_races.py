"""Two people at the same moment, on a real PostgreSQL: one of them is told so, nothing is twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from forbear.services.agreements.accepting import offer_accept
from forbear.services.agreements.deciding import offer_decide
from forbear.services.agreements.following import agreements_settle
from forbear.services.agreements.offers import offer_withdraw
from forbear.services.agreements.proving import reader_verify
from forbear.services.refusals import Refusal
from forbear.store.models import (
    Approval,
    ApprovalAnswer,
    LedgerTransaction,
    Offer,
    OfferStep,
    Plan,
    SignedAgreement,
    SignStep,
)
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
from tests.services.agreements.signing import VISITOR, digest, linked, papers, read, sign

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


def test_two_tabs_sign_once(tmp_path: Path) -> None:
    made_by = papers(tmp_path)
    link = linked()
    steps, shown = [read(link), read(link)], digest(link, made_by)
    found = together(*(lambda step=step: sign(step, made_by, shown=shown) for step in steps))
    assert found[0] == found[1] == SignedAgreement.objects.get()
    assert OfferStep.objects.filter(step="accepted").count() == 1
    assert Plan.objects.count() == 1


def test_a_signature_and_a_withdrawal_at_once_are_one_of_them(tmp_path: Path) -> None:
    made_by = papers(tmp_path)
    link = linked(terms=SETTLEMENT)
    step, shown = read(link), digest(link, made_by)
    together(
        lambda: sign(step, made_by, shown=shown),
        lambda: offer_withdraw(offer_id=link.offer_id, at=AT, actor="maker", why="wrong"),
    )
    state = state_of(link.offer)
    assert state in {"accepted", "withdrawn"}
    assert SignedAgreement.objects.count() == (state == "accepted")


def test_wrong_answers_from_everywhere_at_once_are_few_tries() -> None:
    link = linked()
    wrong = {"card_last4": "0000", "mobile": "0000"}

    def guess() -> object:
        return reader_verify(link_id=link.pk, typed=wrong, at=AT, visitor=VISITOR)

    together(*[guess] * 6)
    assert SignStep.objects.filter(link=link, kind="wrong").count() == 3
