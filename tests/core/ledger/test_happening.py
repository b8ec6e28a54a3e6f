"""Plans, pauses, charge-off, refunds, waivers and host statements, one account at a time."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from forbear.core.agreements.schedule import instalments
from forbear.core.ledger.day import run
from forbear.core.ledger.events import Event, PlannedPayment
from forbear.core.ledger.terms import Allocation, ChargeOff, Cycle, Grace, Rate, Terms
from tests.core.ledger.make import at, event, terms

BOUGHT = event("purchase", "2026-03-05", 1_000_000)


def planned(amount: int, count: int, on: str, **more: Any) -> Event:
    first = date.fromisoformat(on).replace(day=28)
    parts = tuple(
        PlannedPayment(each.due_on, each.amount) for each in instalments(amount, count, first)
    )
    return event("plan", on, planned=parts, **{"interest": False, **more})


def dpd(day: str, *events: Event, given: Terms | None = None) -> int:
    return at(day, *events, given=given).days_past_due(date.fromisoformat(day), 3, 1000)


def test_a_plan_takes_the_place_of_minimum_payments() -> None:
    # on 15 May 10,000.00, two bills of interest, two late fees and five days of interest are owed
    before = at("2026-05-15", BOUGHT)
    owed = before.owed + 2500
    plan = planned(owed, 12, "2026-05-15")
    book = at("2026-05-15", BOUGHT, plan)
    assert (book.owed, book.instalment, len(book.dues)) == (owed, 1_000_000, 12)
    assert not book.trace.refused
    assert dpd("2026-05-15", BOUGHT, plan) == 0
    later = at("2027-01-01", BOUGHT, plan)
    assert later.owed == owed  # neither interest nor late fees
    assert dpd("2027-01-01", BOUGHT, plan) == 218  # nothing was paid since 28 May


def test_a_plan_that_is_kept_asks_for_its_instalments_only() -> None:
    owed = at("2026-05-15", BOUGHT).owed + 2500
    plan = planned(owed, 12, "2026-05-15")
    first = plan.planned[0].amount_minor
    book = at("2026-06-10", BOUGHT, plan, event("payment", "2026-05-28", first))
    assert (book.minimum, len(book.dues)) == (plan.planned[1].amount_minor, 11)
    assert dpd("2026-06-10", BOUGHT, plan, event("payment", "2026-05-28", first)) == 0


def test_a_plan_that_does_not_sum_to_what_is_owed_is_refused() -> None:
    for amount in (1_000_000, 2_000_000):
        book = at("2026-05-15", BOUGHT, planned(amount, 12, "2026-05-15"))
        assert [each.code for each in book.trace.refused] == ["PLAN_SUM"]
        assert not book.has_plan


def test_a_refused_plan_changes_nothing() -> None:
    plan = planned(2_000_000, 12, "2026-05-15")
    for day in ("2026-05-15", "2026-08-01"):
        assert at(day, BOUGHT, plan).state() == at(day, BOUGHT).state()


def test_a_plan_may_bear_interest_and_asks_for_it_too() -> None:
    plan = planned(2_000_000, 12, "2026-05-15", interest=True)
    given = terms(rates={"purchase": Rate(5_000_000, "day"), "instalment": Rate(1_000_000, "day")})
    book = at("2026-05-16", BOUGHT, plan, given=given)
    assert book.has_plan
    assert book.accrued == 100 * 10**8


def test_a_plan_that_is_broken_keeps_what_fell_due() -> None:
    plan = planned(at("2026-05-15", BOUGHT).owed + 2500, 12, "2026-05-15")
    broken = event("plan_broken", "2026-07-01")
    book = at("2026-07-01", BOUGHT, plan, broken)
    assert [due_on.isoformat() for due_on, _, _ in book.dues] == ["2026-05-28", "2026-06-28"]
    assert dpd("2026-07-01", BOUGHT, plan, broken) == 34
    assert at("2026-07-02", BOUGHT, plan, broken).accrued > 0
    alone = at("2026-07-01", BOUGHT, broken)
    assert [each.code for each in alone.trace.refused] == ["NO_PLAN"]


def test_a_plan_ends_with_its_last_payment_and_comes_back_if_that_bounces() -> None:
    owed = at("2026-05-15", BOUGHT).owed + 2500
    plan = planned(owed, 2, "2026-05-15")
    paid = event("payment", "2026-06-01", owed)
    spent = event("purchase", "2026-06-20", 50_000)
    after = at("2026-08-20", BOUGHT, plan, paid, spent)
    assert (after.has_plan, after.minimum > 0, after.late_fee > 0) == (False, True, True)
    back = event("reversal", "2026-06-02", of=paid.event_id)
    again = at("2026-06-02", BOUGHT, plan, paid, back)
    assert again.state() == at("2026-06-02", BOUGHT, plan).state()


def test_a_charge_off_stops_interest_and_late_fees_unless_agreed() -> None:
    off = event("charge_off", "2026-04-20")
    stopped = at("2026-06-10", BOUGHT, off)
    assert (stopped.interest, stopped.late_fee) == (18000 + 5000, 5000)
    going_on = terms(charge_off=ChargeOff(interest=True, fees=True))
    assert (
        at("2026-06-10", BOUGHT, off, given=going_on).state().owed
        == at("2026-06-10", BOUGHT).state().owed
    )


def test_a_pause_of_fees_holds_the_late_fee_of_that_cycle() -> None:
    pause = event("pause", "2026-04-01", until=date(2026, 4, 3), interest=False)
    assert at("2026-04-10", BOUGHT, pause).late_fee == 0
    ended = event("pause", "2026-04-01", until=date(2026, 4, 2), interest=False)
    assert at("2026-04-10", BOUGHT, ended).late_fee == 5000


def test_a_refund_counts_towards_the_whole_and_not_towards_the_minimum() -> None:
    part = event("refund", "2026-03-20", 200_000)
    assert at("2026-03-31", BOUGHT, part).unpaid_dues() == 100_000
    whole = at("2026-04-10", BOUGHT, event("refund", "2026-03-20", 1_000_000))
    assert (whole.owed, whole.interest, whole.late_fee, whole.dues) == (0, 0, 0, [])
    # no more is due than is owed
    most = at("2026-03-21", BOUGHT, event("refund", "2026-03-20", 950_000))
    assert most.unpaid_dues() == 50_000


def test_a_waiver_settles_dues_and_can_be_reversed() -> None:
    waiver = event("waiver", "2026-04-12", 5000, component="late_fee")
    book = at("2026-04-12", BOUGHT, waiver)
    assert (book.late_fee, book.unpaid_dues()) == (0, 208_000)
    back = event("reversal", "2026-04-13", of=waiver.event_id)
    again = at("2026-04-13", BOUGHT, waiver, back)
    assert (again.late_fee, again.unpaid_dues()) == (5000, 213_000)
    refused = event("reversal", "2026-04-13", of="never")
    assert [e.code for e in at("2026-04-13", BOUGHT, refused).trace.refused] == [
        "NOTHING_TO_REVERSE"
    ]


def test_credit_that_was_spent_is_owed_when_its_payment_bounces() -> None:
    paid = event("payment", "2026-03-01", 5000)
    spent = event("purchase", "2026-03-06", 3000)
    back = event("reversal", "2026-03-20", of=paid.event_id)
    book = at("2026-03-20", paid, spent, back)
    assert (book.owed, book.credit) == (3000, 0)


def test_credit_of_another_payment_covers_what_a_reversal_owes_again() -> None:
    first = event("payment", "2026-03-12", 1_000_000)
    second = event("payment", "2026-03-13", 400_000)
    back = event("reversal", "2026-03-14", of=first.event_id)
    book = at("2026-03-14", BOUGHT, first, second, back)
    assert (book.owed, book.credit, book.unpaid_dues()) == (600_000, 0, 0)


def test_a_part_of_a_decided_bill_bears_interest_from_the_day_it_bounced() -> None:
    paid = event("payment", "2026-03-30", 1_000_000)
    back = event("reversal", "2026-04-20", of=paid.event_id)
    book = at("2026-04-21", BOUGHT, paid, back)
    assert (book.purchase_owed, book.accrued) == (1_000_000, 500 * 10**8)


def statement(on: str, due: str, **more: Any) -> Event:
    return event("statement", on, due_on=date.fromisoformat(due), **more)


def test_statements_of_the_host_are_taken_with_their_minimum() -> None:
    given = terms(cycle=None)
    made = statement("2026-03-12", "2026-04-01", minimum_minor=123_400)
    book = at("2026-04-06", BOUGHT, made, given=given)
    assert (book.minimum, book.unpaid_dues(), book.late_fee) == (123_400, 123_400, 6170)
    by_terms = at("2026-03-12", BOUGHT, statement("2026-03-12", "2026-04-01"), given=given)
    assert by_terms.minimum == 100_000
    most = statement("2026-03-12", "2026-04-01", minimum_minor=9_000_000)
    assert at("2026-03-12", BOUGHT, most, given=given).minimum == 1_000_000


def test_a_statement_before_the_last_one_is_decided_is_refused() -> None:
    given = terms(cycle=None)
    soon = statement("2026-04-02", "2026-04-20")
    book = at("2026-04-02", BOUGHT, statement("2026-03-12", "2026-04-01"), soon, given=given)
    assert [each.code for each in book.trace.refused] == ["STATEMENT_TOO_SOON"]


def test_allocation_by_named_balances_takes_the_others_afterwards() -> None:
    given = terms(
        interest_free=None,
        allocation=Allocation(order=("principal", "fees", "interest"), principal=("transfer",)),
    )
    owed = [event("cash_advance", "2026-03-05", 500), event("transfer", "2026-03-05", 300)]
    book = at("2026-03-06", *owed, event("payment", "2026-03-06", 400), given=given)
    assert (book.transfer, book.cash_advance) == (0, 400)


def test_terms_that_change_work_from_their_day_on() -> None:
    first = terms(interest_free=None, cycle=None, grace=Grace())
    second = terms(
        since=date(2026, 3, 15),
        interest_free=None,
        cycle=None,
        rates={"purchase": Rate(4_000_000, "day", None)},
    )
    book = run([first, second], [BOUGHT], date(2026, 3, 20))
    assert book.accrued == (10 * 500 + 5 * 400) * 10**8


@pytest.mark.parametrize("moved", [12, 20, 28])
def test_a_statement_day_that_terms_move_never_overtakes_a_decision(moved: int) -> None:
    second = terms(since=date(2026, 3, 11), cycle=Cycle(moved, due_days=20))
    made = run([terms(), second], [BOUGHT], date(2026, 6, 30)).trace.statements
    assert all(later.statement_on > earlier.due_on for earlier, later in pairwise(made))
