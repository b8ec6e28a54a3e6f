"""Offers are kept: within authority, once, and whatever happens in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import Error, transaction

from forbear.core.agreements.affordability import Budget
from forbear.core.agreements.offers import OfferTerms
from forbear.services.agreements.accepting import offer_accept
from forbear.services.agreements.deciding import offer_decide
from forbear.services.agreements.offers import offer_decline, offer_withdraw
from forbear.services.payments.returning import payment_return
from forbear.store.models import (
    Account,
    Approval,
    LedgerTransaction,
    Offer,
    OfferStep,
    Plan,
    Relief,
)
from forbear.store.selectors.board_alerts import waiting_now
from forbear.store.selectors.offers import approvals_open, offer_facts
from tests.services.agreements.make import (
    AT,
    OWED,
    PAUSE,
    PLAN,
    RATE,
    SETTLEMENT,
    WAIVER,
    accepted,
    code,
    day,
    made,
    make,
    moment,
    morning,
    owed,
    owing,
    pay,
    state_of,
)
from tests.store.make import account

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (replace(SETTLEMENT, amount_minor=0), "SETTLEMENT_AMOUNT"),
        (replace(SETTLEMENT, amount_minor=OWED), "SETTLEMENT_AMOUNT"),
        (replace(SETTLEMENT, pay_by=None), "PAY_BY"),
        (replace(SETTLEMENT, pay_by=day(-1)), "PAY_BY"),
        (replace(SETTLEMENT, expires_on=day(-1)), "OFFER_EXPIRES"),
        (replace(SETTLEMENT, expires_on=day(91)), "OFFER_EXPIRES"),
        (replace(WAIVER, amount_minor=0), "WAIVER_AMOUNT"),
        (replace(WAIVER, component="gold"), "COMPONENT_UNKNOWN"),
        (replace(WAIVER, condition_minor=1), "PAY_BY"),
        (replace(PLAN, months=61), "PLAN_MONTHS"),
        (replace(PLAN, months=0), "PLAN_MONTHS"),
        (replace(PLAN, first_due_on=day(-1)), "FIRST_PAYMENT"),
        (replace(PLAN, first_due_on=date(2999, 1, 1)), "FIRST_PAYMENT_LATE"),
        (replace(SETTLEMENT, pay_by=date(2999, 1, 1)), "PAY_BY_LATE"),
        (replace(WAIVER, condition_minor=1, pay_by=date(2999, 1, 1)), "PAY_BY_LATE"),
        (replace(PAUSE, until_on=day(181)), "PAUSE_END"),
        (replace(PAUSE, until_on=day(0)), "PAUSE_END"),
        (replace(RATE, rate_share_bp=10_001), "RATE_SHARE"),
        (OfferTerms("gift"), "OFFER_UNKNOWN"),
        (SETTLEMENT, None),
        (WAIVER, None),
        (PLAN, None),
        (replace(PLAN, months=60), None),
        (PAUSE, None),
        (RATE, None),
    ],
)
def test_an_offer_is_one_that_can_be_kept(terms: OfferTerms, said: str | None) -> None:
    assert code(make(owing(), terms)) == said
    assert Offer.objects.count() == (0 if said else 1)


def test_an_account_that_the_ledger_does_not_know_gets_no_offer() -> None:
    assert code(make(account(), SETTLEMENT)) == "OFFER_WITHOUT_LEDGER"


def test_a_plan_is_one_that_the_household_can_pay() -> None:
    of = owing()
    assert code(make(of, PLAN, budget=None)) == "BUDGET_MISSING"
    assert code(make(of, PLAN, budget=Budget(80_000, {}))) == "NOT_AFFORDABLE"
    tight = made(of, PLAN, budget=Budget(129_999, {}))
    assert (tight.state, tight.monthly_minor) == ("asked", 50_000)
    assert Approval.objects.get().needs == ["ABOVE_AFFORDABLE"]
    given = {"approval_id": Approval.objects.get().pk, "is_given": True, "at": AT, "actor": "lead"}
    lead = ("team_lead",)
    assert code(offer_decide(**given, roles=lead)) == "NOTE_MISSING"  # type: ignore[arg-type]
    done = offer_decide(**given, roles=lead, why="Her brother helps.")  # type: ignore[arg-type]
    assert isinstance(done, Offer)
    assert done.state == "offered"


@pytest.mark.parametrize(
    ("roles", "terms", "state"),
    [
        (("collector",), WAIVER, "offered"),
        (("collector",), replace(WAIVER, amount_minor=10_001), "asked"),
        (("collector",), SETTLEMENT, "asked"),
        (("collector",), replace(PLAN, months=13), "asked"),
        (("hardship",), replace(PLAN, months=60), "offered"),
        (("team_lead",), SETTLEMENT, "offered"),
        (("team_lead",), replace(SETTLEMENT, amount_minor=299_999), "asked"),
        ((), WAIVER, "asked"),
    ],
)
def test_what_lies_above_ones_authority_is_asked_for(
    roles: tuple[str, ...], terms: OfferTerms, state: str
) -> None:
    offer = made(owing(), terms, roles=roles)
    assert offer.state == state
    assert Approval.objects.count() == (1 if state == "asked" else 0)
    # what waits is nothing that anybody may speak of
    assert len(offer_facts(offer.account_id, on=day(0))) == (0 if state == "asked" else 1)
    if state == "asked":
        assert code(offer_accept(offer_id=offer.pk, at=AT, actor="maker")) == "OFFER_NOT_OPEN"


def test_nobody_approves_their_own_nor_beyond_their_limits() -> None:
    offer = made(owing(), SETTLEMENT, roles=("collector",))
    asked = Approval.objects.get().pk
    common = {"approval_id": asked, "is_given": True, "at": AT}
    own = offer_decide(**common, roles=("team_lead",), actor="maker")  # type: ignore[arg-type]
    assert code(own) == "APPROVAL_OWN"
    low = offer_decide(**common, roles=("collector",), actor="b")  # type: ignore[arg-type]
    assert code(low) == "NO_AUTHORITY"
    done = offer_decide(**common, roles=("team_lead",), actor="b")  # type: ignore[arg-type]
    assert isinstance(done, Offer)
    again = offer_decide(**common, roles=("team_lead",), actor="c")  # type: ignore[arg-type]
    assert code(again) in {"APPROVAL_ANSWERED", "OFFER_NOT_OPEN"}
    assert state_of(offer) == "offered"


def test_a_refused_one_is_never_an_offer() -> None:
    offer = made(owing(), SETTLEMENT, roles=("collector",))
    given = {"approval_id": Approval.objects.get().pk, "is_given": False, "roles": (), "at": AT}
    assert code(offer_decide(**given, actor="b")) == "NOTE_MISSING"  # type: ignore[arg-type]
    offer_decide(**given, actor="b", why="Too much.")  # type: ignore[arg-type]
    assert state_of(offer) == "refused"


def test_the_same_key_is_one_offer_and_there_is_one_of_a_type() -> None:
    of = owing()
    first = made(of, WAIVER, key="x")
    assert made(of, WAIVER, key="x").pk == first.pk
    assert code(make(owing(), WAIVER, key="x")) == "IDEMPOTENCY_CONFLICT"
    assert code(make(of, WAIVER)) == "OFFER_LIVE"
    assert code(make(of, PAUSE, why=" ")) == "NOTE_MISSING"


def test_a_settlement_paid_in_time_ends_the_debt_by_itself() -> None:
    of = owing()
    offer = accepted(of, SETTLEMENT)
    pay(of, 150_000, 3)
    assert (state_of(offer), owed(of)) == ("accepted", 350_000)
    pay(of, 250_000, 20)
    assert (state_of(offer), owed(of), of.status) == ("fulfilled", 0, "settled")
    assert of.overdue_minor == 0
    waived = LedgerTransaction.objects.get(account=of, kind="waiver")
    assert f"Offer {offer.pk}" in waived.note
    assert morning(21) == morning(60) == {}
    assert LedgerTransaction.objects.filter(account=of, kind="waiver").count() == 1


def test_what_was_paid_in_time_and_comes_late_is_honoured() -> None:
    of = owing()
    offer = accepted(of, SETTLEMENT)
    assert morning(20) == {}
    assert morning(21) == {"broken": 1}
    assert morning(22) == {}
    pay(of, 400_000, 20, booked=23)
    assert (state_of(offer), owed(of)) == ("fulfilled", 0)


def test_what_was_paid_too_late_or_before_is_not_what_was_agreed() -> None:
    of = owing()
    pay(of, 50_000, -1)
    offer = accepted(of, replace(SETTLEMENT, amount_minor=300_000))
    pay(of, 299_999, 20)
    assert morning(21) == {"broken": 1}
    pay(of, 1, 21)
    assert (state_of(offer), owed(of)) == ("broken", 150_000)


def test_money_that_goes_back_undoes_what_it_brought() -> None:
    of = owing()
    offer = accepted(of, SETTLEMENT)
    payment = pay(of, 400_000, 5)
    assert owed(of) == 0
    payment_return(payment_id=payment.pk, on=day(8), at=moment(8), actor="bank", reason="AM04")
    assert (state_of(offer), owed(of), of.status) == ("accepted", OWED, "open")
    pay(of, 400_000, 9)
    assert (state_of(offer), owed(of)) == ("fulfilled", 0)


@pytest.mark.parametrize(("condition", "at_once"), [(0, True), (30_000, False)])
def test_a_fee_waiver_is_booked_at_once_or_when_its_condition_is_met(
    condition: int,
    at_once: bool,  # noqa: FBT001 - a row of the table
) -> None:
    of = owing()
    terms = replace(WAIVER, condition_minor=condition, pay_by=day(20) if condition else None)
    offer = accepted(of, terms)
    assert (state_of(offer) == "fulfilled") == at_once
    assert owed(of) == OWED - (5_000 if at_once else 0)
    pay(of, 30_000, 20)
    assert (state_of(offer), owed(of)) == ("fulfilled", OWED - 35_000)


def test_a_rate_reduction_waives_its_share_of_interest_once() -> None:
    of = owing()
    offer = accepted(of, RATE)
    from forbear.core.ledger.books import Part, legs_of
    from forbear.services.ledger import transaction_post

    for number, days in enumerate((10, 40, 70)):
        transaction_post(
            key=f"i{number}",
            kind="interest",
            on=day(days),
            currency=of.currency,
            legs=legs_of("interest", [Part("interest", 1_001)]),
            at=moment(days),
            actor="night",
            account_id=of.pk,
        )
        Account.objects.filter(pk=of.pk).update(
            balance_minor=OWED + 1_001 * (number + 1) - 501 * min(number, 2)
        )
        morning(days)
        morning(days)
    assert owed(of) == OWED + 3 * 1_001 - 2 * 501
    assert state_of(offer) == "fulfilled"


def test_a_payment_pause_is_relief_with_an_end() -> None:
    of = owing()
    offer = accepted(of, PAUSE)
    of.refresh_from_db()
    assert of.hardship_until == day(20) == Relief.objects.get(offer=offer).until_on
    assert morning(20) == {}
    assert morning(21) == {"fulfilled": 1}


def test_an_accepted_offer_is_never_withdrawn() -> None:
    offer = accepted(owing(), SETTLEMENT)
    again = offer_accept(offer_id=offer.pk, at=AT, actor="x")
    assert isinstance(again, Offer)
    for end in (offer_withdraw, offer_decline):
        assert code(end(offer_id=offer.pk, at=AT, actor="a", why="no")) == "OFFER_BINDS"
    assert OfferStep.objects.filter(offer=offer, step="accepted").count() == 1
    for change in (
        {"state": "withdrawn"},
        {"state": "expired"},
        {"amount_minor": 1},
        {"pay_by": day(1)},
    ):
        with pytest.raises(Error, match="Cannot update"), transaction.atomic():
            Offer.objects.filter(pk=offer.pk).update(**change)
    with pytest.raises(Error, match="Cannot delete"), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).delete()
    with pytest.raises(Error, match="Cannot update"), transaction.atomic():
        OfferStep.objects.update(note="x")


@pytest.mark.parametrize("end", [offer_withdraw, offer_decline])
def test_an_open_offer_can_end_and_then_is_not_accepted(end: object) -> None:
    of = owing()
    offer = made(of, SETTLEMENT)
    assert callable(end)
    assert isinstance(end(offer_id=offer.pk, at=AT, actor="a", why="a mistake"), Offer)
    assert code(offer_accept(offer_id=offer.pk, at=AT, actor="a")) == "OFFER_NOT_OPEN"
    assert made(of, SETTLEMENT).state == "offered"


def test_an_offer_expires_after_its_last_day() -> None:
    of = owing()
    offer = made(of, SETTLEMENT)
    assert offer.expires_on == day(14)
    assert code(offer_accept(offer_id=offer.pk, at=moment(15), actor="a")) == "OFFER_EXPIRED"
    assert morning(14) == {}
    assert morning(15) == {"expired": 1}
    assert state_of(offer) == "expired"


def test_one_plan_or_settlement_runs_at_a_time() -> None:
    of = owing()
    plan = made(of, PLAN)
    accepted(of, SETTLEMENT)
    assert code(offer_accept(offer_id=plan.pk, at=AT, actor="a")) == "OFFER_CONFLICT"
    assert not Plan.objects.exists()
    assert code(offer_accept(offer_id=0, at=AT, actor="a")) == "OFFER_MISSING"


def test_an_offer_that_was_taken_back_asks_nobody_any_more() -> None:
    asked = made(owing(), SETTLEMENT, roles=("collector",))
    assert asked.state == "asked"
    assert [row.subject_id for row in approvals_open()] == [asked.pk]
    assert waiting_now(at=AT).approvals == 1
    done = offer_withdraw(offer_id=asked.pk, at=AT, actor="maker", why="Another sum.")
    assert isinstance(done, Offer)
    assert not approvals_open().exists()
    assert waiting_now(at=AT).approvals == 0
