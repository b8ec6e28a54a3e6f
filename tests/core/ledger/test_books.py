"""Double entry, as a table that a bookkeeper can read; and that nothing is ever lost."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forbear.core.ledger.books import MOVEMENTS, OWED, Part, legs_of, reversed_legs
from forbear.core.tables import words as w

# kind, where the money comes from, then what each book gets for 80.00 principal and 20.00 interest
BOOKED = """
opening          cash      receivable +100, opening -100
purchase         cash      receivable +100, cash -100
cash_advance     cash      receivable +100, cash -100
transfer         cash      receivable +100, cash -100
refund           cash      receivable -100, cash +100
interest         cash      receivable +100, interest_income -100
fee              cash      receivable +100, fee_income -100
cost             cash      receivable +100, cash -100
payment          cash      receivable -100, cash +100
payment          suspense  receivable -100, suspense +100
waiver           cash      receivable -100, waiver_expense +100
charge_off       cash      receivable -100, charge_off +100
recovery         cash      charge_off +0, recovery -100, cash +100
recovery         suspense  charge_off +0, recovery -100, suspense +100
credit_refund    cash      receivable +100, refund_payable -100
credit_paid_out  cash      refund_payable +100, cash -100
suspense_in      cash      suspense -100, cash +100
suspense_out     cash      suspense +100, cash -100
"""
# a busy machine is slow, not wrong
SOME = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
PARTS = (Part("principal", 80, "purchase"), Part("interest", 20))
ROWS = [line.split(maxsplit=2) for line in BOOKED.strip().splitlines()]


@pytest.mark.parametrize(("kind", "source", "expected"), ROWS)
def test_each_movement_touches_the_books_it_should(kind: str, source: str, expected: str) -> None:
    books: dict[str, int] = {}
    for leg in legs_of(kind, PARTS, source=source):
        books[leg.book] = books.get(leg.book, 0) + leg.amount_minor
    wanted = {name: int(amount) for name, amount in (one.split() for one in expected.split(","))}
    assert books == wanted


def test_the_table_shows_every_kind_that_has_books_of_its_own() -> None:
    # the first mirrors another transaction, the second moves between parts of what is owed
    of_others = {"reversal", "allocation"}
    assert {row[0] for row in ROWS} == set(MOVEMENTS) == {*w.TRANSACTION_KINDS} - of_others


def test_what_is_charged_off_is_still_owed_part_by_part() -> None:
    owed: dict[tuple[str, str], int] = {}
    for leg in legs_of("charge_off", PARTS):
        key = (leg.component, leg.lot)
        owed[key] = owed.get(key, 0) + leg.amount_minor
        assert leg.side == "cardholder"
    assert set(owed.values()) == {0}


def test_a_recovery_lowers_what_is_owed_and_leaves_the_loss_as_it_was() -> None:
    legs = legs_of("recovery", PARTS)
    assert sum(leg.amount_minor for leg in legs if leg.side == "cardholder") == -100
    assert sum(leg.amount_minor for leg in legs if leg.book == "charge_off") == 0
    assert sum(leg.amount_minor for leg in legs if leg.book == "recovery") == -100


def test_money_that_belongs_to_nobody_yet_has_no_account() -> None:
    for kind in ("suspense_in", "suspense_out"):
        assert not any(leg.is_of_account for leg in legs_of(kind, [Part("payment", 100)]))
    matched = legs_of("payment", PARTS, source="suspense")
    assert [leg.book for leg in matched if not leg.is_of_account] == ["suspense"]


@pytest.mark.parametrize("kind", ["reversal", "gift"])
def test_a_kind_without_books_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match="no books of its own"):
        legs_of(kind, PARTS)


@pytest.mark.parametrize("parts", [[], [Part("interest", 0)], [Part("interest", -1)]])
def test_parts_are_amounts_above_nothing(parts: list[Part]) -> None:
    with pytest.raises(ValueError, match="above 0"):
        legs_of("payment", parts)


some_parts = st.lists(
    st.one_of(
        st.builds(
            Part, st.just("principal"), st.integers(1, 10**12), st.sampled_from(["", *w.LOTS])
        ),
        st.builds(Part, st.sampled_from(["interest", "late_fee", "cost"]), st.integers(1, 10**12)),
    ),
    min_size=1,
    max_size=6,
)


@SOME
@given(st.sampled_from(sorted(MOVEMENTS)), some_parts, st.sampled_from(["cash", "suspense"]))
def test_every_transaction_sums_to_zero_and_its_parts_to_the_whole(
    kind: str, parts: list[Part], source: str
) -> None:
    legs = legs_of(kind, parts, source=source)
    whole = sum(part.amount_minor for part in parts)
    assert sum(leg.amount_minor for leg in legs) == 0
    owed = sum(leg.amount_minor for leg in legs if leg.side == "cardholder")
    movement = MOVEMENTS[kind]
    moved = 0 if not movement.own or kind == "charge_off" else movement.sign * whole
    assert owed == moved
    assert all(leg.book in OWED for leg in legs if leg.side == "cardholder")


@SOME
@given(st.sampled_from(sorted(MOVEMENTS)), some_parts)
def test_a_reversal_restores_every_book_and_component(kind: str, parts: list[Part]) -> None:
    legs = legs_of(kind, parts)
    left: dict[tuple[object, ...], int] = {}
    for leg in (*legs, *reversed_legs(legs)):
        key = (leg.book, leg.side, leg.component, leg.lot, leg.is_of_account)
        left[key] = left.get(key, 0) + leg.amount_minor
    assert set(left.values()) == {0}
