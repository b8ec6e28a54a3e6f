from __future__ import annotations

from datetime import date

import pytest

from forbear.core.ledger.day import Opening, run
from forbear.core.ledger.terms import Cycle, Grace, InterestFree, LateFee, Minimum, Rate
from tests.core.ledger.make import at, event, terms

BOUGHT = event("purchase", "2026-03-05", 1_000_000)


@pytest.mark.parametrize(("loss", "interest"), [("whole", 16900), ("unpaid", 14400)])
def test_a_minimum_that_is_paid_costs_interest_but_no_fee(loss: str, interest: int) -> None:
    given = terms(interest_free=InterestFree(loss=loss))  # type: ignore[arg-type]
    book = at("2026-04-10", BOUGHT, event("payment", "2026-03-30", 200_000), given=given)
    assert (book.interest, book.late_fee, book.principal) == (interest, 0, 800_000)
    assert book.days_past_due(date(2026, 4, 10), 3, 1000) == 0


def test_nothing_paid_costs_interest_from_posting_and_a_late_fee() -> None:
    book = at("2026-04-10", BOUGHT)
    assert (book.interest, book.late_fee, book.owed) == (18000, 5000, 1_023_000)
    assert book.minimum == 213_000
    assert book.days_past_due(date(2026, 4, 10), 3, 1000) == 11


@pytest.mark.parametrize(
    ("compounding", "on_fees", "expected"),
    [("none", False, 15000), ("statement", False, 15270), ("statement", True, 15345)],
)
def test_interest_on_interest_only_where_agreed(
    compounding: str, *, on_fees: bool, expected: int
) -> None:
    given = terms(compounding=compounding, interest_on_fees=on_fees, late_fee=None)
    fee = event("fee", "2026-04-10", 5000, component="late_fee")
    first, second = (at(day, BOUGHT, fee, given=given) for day in ("2026-04-10", "2026-05-10"))
    assert first.interest == 18000
    assert second.interest + second.compound_interest - first.interest == expected


def test_a_due_date_is_not_late_and_grace_counts_from_it() -> None:
    dpd = {
        day: at(f"2026-{day}", BOUGHT).days_past_due(date.fromisoformat(f"2026-{day}"), 3, 1000)
        for day in ("03-29", "03-30", "03-31", "04-02", "04-03")
    }
    assert dpd == {"03-29": 0, "03-30": 0, "03-31": 0, "04-02": 0, "04-03": 4}


def test_paid_within_the_days_of_grace_is_on_time() -> None:
    book = at("2026-04-10", BOUGHT, event("payment", "2026-04-02", 1_000_000))
    assert (book.owed, book.interest, book.late_fee) == (0, 0, 0)
    late = at("2026-04-10", BOUGHT, event("payment", "2026-04-03", 1_000_000))
    # the fee is charged in the morning, so that the payment settles it before principal
    assert (late.trace.charged["late_fee"], late.principal, late.late_fee) == (5000, 5000, 0)
    assert late.interest > 0


def test_a_shortfall_of_the_grace_amount_counts_as_paid_in_full() -> None:
    assert at("2026-04-10", BOUGHT, event("payment", "2026-03-30", 999_000)).owed == 1000
    assert at("2026-04-10", BOUGHT, event("payment", "2026-03-30", 998_999)).interest > 0


def test_interest_is_billed_after_principal_is_paid() -> None:
    """Residual interest: principal paid off between statements leaves what it had earned."""
    before = event("payment", "2026-04-20", 1_023_000)
    book = at("2026-05-10", BOUGHT, before)
    # 10 days from the statement to the payment
    assert (book.principal, book.interest) == (0, 5000)


def test_a_part_payment_never_makes_days_past_due_grow() -> None:
    on = date(2026, 5, 5)
    without = at("2026-05-05", BOUGHT).days_past_due(on, 3, 1000)
    for amount in (1, 50_000, 100_000, 213_000, 400_000):
        paid = at("2026-05-05", BOUGHT, event("payment", "2026-05-05", amount))
        assert paid.days_past_due(on, 3, 1000) <= without


def test_jumping_over_quiet_days_is_stepping_through_them() -> None:
    events = (BOUGHT, event("cash_advance", "2026-05-17", 50_001))
    for day in ("2026-03-31", "2026-04-03", "2026-06-10", "2028-03-01"):
        jumped, stepped = at(day, *events), at(day, *events, is_stepping=True)
        assert jumped.state() == stepped.state()
        assert jumped.trace.posted == stepped.trace.posted


def test_going_on_from_a_state_is_as_good_as_beginning_again() -> None:
    later = event("payment", "2026-05-02", 30_000)
    whole = at("2026-07-01", BOUGHT, later).state()
    for day in ("2026-03-05", "2026-03-10", "2026-04-02", "2026-04-03", "2026-05-01"):
        opening = Opening(date.fromisoformat(day), at(day, BOUGHT).state())
        assert run([terms()], [later], date(2026, 7, 1), opening=opening).state() == whole


def test_a_charge_that_is_reversed_takes_its_interest_along() -> None:
    other = event("purchase", "2026-03-06", 5000)
    undone = event("reversal", "2026-05-20", of=BOUGHT.event_id)
    assert (
        at("2026-05-19", BOUGHT, other, undone).state() == at("2026-05-19", BOUGHT, other).state()
    )
    assert at("2026-05-20", BOUGHT, other, undone).state() == at("2026-05-20", other).state()


def test_a_payment_that_is_reversed_is_owed_again_from_that_day() -> None:
    paid = event("payment", "2026-03-30", 200_000)
    back = event("reversal", "2026-03-30", of=paid.event_id)
    assert at("2026-03-30", BOUGHT, paid, back).state() == at("2026-03-30", BOUGHT).state()
    late = event("reversal", "2026-05-20", of=paid.event_id)
    book = at("2026-05-20", BOUGHT, paid, late)
    assert book.principal == 1_000_000
    assert book.days_past_due(date(2026, 5, 20), 3, 1000) == 51


def test_a_pause_holds_its_last_day_too_and_not_the_next() -> None:
    given = terms(interest_free=None)
    pause = event("pause", "2026-03-05", until=date(2026, 3, 8))
    assert at("2026-03-09", BOUGHT, pause, given=given).accrued == 0
    assert at("2026-03-10", BOUGHT, pause, given=given).interest == 500
    one_day = event("pause", "2026-03-05", until=date(2026, 3, 5))
    assert at("2026-03-10", BOUGHT, one_day, given=given).interest == 2000


def test_a_statement_on_the_31st_moves_to_the_last_day() -> None:
    given = terms(cycle=Cycle(31, due_days=20))
    made = at("2026-06-30", event("purchase", "2025-12-31", 10_000), given=given).trace.statements
    days = [each.statement_on.isoformat() for each in made]
    assert days == [
        "2025-12-31",
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
        "2026-05-31",
        "2026-06-30",
    ]


def test_the_actual_basis_changes_with_the_year() -> None:
    rate = Rate(3_660_000_000, "year", None)
    given = terms(rates={"purchase": rate}, interest_free=None, cycle=None)
    book = at("2025-01-01", event("purchase", "2024-12-31", 1_000_000), given=given)
    assert book.accrued == 1_000_000 * 10**8 * 366 // 366 // 1000
    later = at("2025-01-02", event("purchase", "2025-01-01", 1_000_000), given=given)
    assert later.accrued == (2 * 1_000_000 * 10**5 * 366 + 365) // (2 * 365)


def test_credit_is_used_by_the_next_purchase() -> None:
    book = at(
        "2026-03-06", event("payment", "2026-03-01", 700), event("purchase", "2026-03-06", 1000)
    )
    assert (book.credit, book.owed) == (0, 300)


def test_a_fixed_late_fee_is_not_above_the_minimum_and_grows_when_repeated() -> None:
    given = terms(
        late_fee=LateFee(fixed_minor=3000, repeat_minor=4100, repeat_cycles=6, not_above="minimum"),
        minimum=Minimum((), floor_minor=5000),
        grace=Grace(),
    )
    book = at("2026-05-05", BOUGHT, given=given)
    assert [line.amount_minor for line in book.trace.fees] == [3000, 4100]
    assert book.late_fee == 7100
    small = at("2026-04-10", event("purchase", "2026-03-05", 2000), given=given)
    assert small.late_fee == 2000
