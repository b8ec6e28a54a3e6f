"""One card account: the jumping integers against the slow fractions, and what must always hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from forbear.core.ledger.balance import balance_of
from forbear.core.ledger.book import Book
from forbear.core.ledger.day import Opening, run
from forbear.core.ledger.events import Event
from forbear.core.ledger.lines import GRAIN
from forbear.core.ledger.reading import Account
from forbear.core.ledger.state import CHARGES, LOTS
from forbear.core.ledger.terms import (
    Allocation,
    Alternative,
    ChargeOff,
    Cycle,
    Grace,
    InterestFree,
    LateFee,
    Minimum,
    Rate,
    Terms,
)
from tests.reference.card import Slow, slowly

FIRST = date(2023, 11, 20)
DAYS = 200  # over a turn of the year and a 29th of February
LIMIT = 60_000

rates = st.one_of(
    st.builds(Rate, st.sampled_from([0, 3_500_000, 5_000_000]), st.just("day"), st.none()),
    st.builds(Rate, st.sampled_from([150_000_000, 187_000_001]), st.just("month"), st.just(365)),
    st.builds(
        Rate,
        st.integers(0, 4_000_000_000),
        st.just("year"),
        st.sampled_from([360, 365, None]),
        st.just(date(2024, 2, 10)),
        st.integers(0, 4_000_000_000),
    ),
)
late_fees = st.one_of(
    st.none(),
    st.builds(
        LateFee,
        rate_e10=st.sampled_from([500_000_000, 123_456_789]),
        of=st.sampled_from(["unpaid_minimum", "overdue_principal"]),
        floor_minor=st.sampled_from([0, 500]),
        cap_minor=st.sampled_from([None, 900]),
    ),
    st.builds(
        LateFee,
        fixed_minor=st.just(3000),
        repeat_minor=st.sampled_from([None, 4100]),
        repeat_cycles=st.integers(1, 3),
        not_above=st.sampled_from([None, "minimum"]),
    ),
)
alternatives = st.one_of(
    st.builds(
        Alternative,
        principal_e10=st.sampled_from([100_000_000, 1_000_000_000]),
        interest=st.booleans(),
        fees=st.booleans(),
    ),
    st.builds(Alternative, balance_e10=st.sampled_from([250_000_000, 333_333_333])),
)
orders = st.permutations(["interest", "fees", "principal"]).map(tuple)
terms_values = st.builds(
    Terms,
    since=st.just(date(2020, 1, 1)),
    currency=st.just("CNY"),
    rates=st.builds(
        lambda purchase, cash, transfer: {
            "purchase": purchase,
            **({"cash_advance": cash} if cash else {}),
            **({"transfer": transfer} if transfer else {}),
        },
        rates,
        st.one_of(st.none(), rates),
        st.one_of(st.none(), rates),
    ),
    minimum=st.builds(
        Minimum,
        any_of=st.lists(alternatives, min_size=1, max_size=2).map(tuple),
        floor_minor=st.sampled_from([0, 2500]),
        over_limit=st.booleans(),
        round_up_to_minor=st.sampled_from([1, 100]),
    ),
    cycle=st.builds(Cycle, st.integers(1, 31), due_days=st.integers(5, 24)),
    grace=st.builds(Grace, st.integers(0, 3), st.sampled_from([0, 1000])),
    interest_free=st.one_of(
        st.none(),
        st.builds(
            InterestFree,
            st.sampled_from(["whole", "unpaid"]),
            st.sampled_from(["posting", "statement"]),
            st.sampled_from(["each_statement", "after_full_payment"]),
        ),
    ),
    compounding=st.sampled_from(["none", "statement", "daily"]),
    interest_on_fees=st.booleans(),
    late_fee=late_fees,
    allocation=st.builds(
        Allocation,
        order=orders,
        principal=st.sampled_from(
            ["highest_rate", "oldest", ("cash_advance", "purchase"), ("transfer",)]
        ),
        above_minimum=st.sampled_from([None, "highest_rate"]),
        late_after_days=st.sampled_from([None, 20]),
        late_order=orders,
    ),
    rounding=st.sampled_from(["half_up", "half_even", "down", "up"]),
    charge_off=st.builds(ChargeOff, st.booleans(), st.booleans()),
)
amounts = st.one_of(st.integers(1, 3000), st.integers(1, 50_000))


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    events = []
    for index in range(draw(st.integers(1, 14))):
        kind = draw(
            st.sampled_from(
                ["purchase"] * 4
                + ["payment"] * 4
                + ["cash_advance", "transfer", "refund", "fee", "waiver", "pause", "charge_off"]
            )
        )
        on = FIRST + timedelta(days=draw(st.integers(0, DAYS)))
        part = draw(st.sampled_from(["late_fee", "other_fee", "cost"]))
        if kind == "waiver":
            part = draw(st.sampled_from(["interest", "late_fee", "principal", "other_fee"]))
        events.append(
            Event(
                event_id=f"e{index}",
                kind=kind,
                on=on,
                amount_minor=draw(amounts),
                component=part,
                until=on + timedelta(days=draw(st.integers(0, 40))),
                interest=draw(st.booleans()),
                fees=draw(st.booleans()),
            )
        )
    return sorted(events, key=lambda each: each.on)


days = st.integers(0, DAYS + 40).map(lambda after: FIRST + timedelta(days=after))


def columns(book: Book) -> dict[str, object]:
    return {
        **{name: getattr(book, name) for name in CHARGES},
        "new": book.purchase_new,
        "billed": book.purchase_billed,
        "owed": book.purchase_owed,
        "cash_advance": book.cash_advance,
        "transfer": book.transfer,
        "credit": book.credit,
        "dues": [list(due) for due in book.dues],
        "minimum": book.minimum,
        "is_free": book.has_interest_free,
    }


def slow_columns(slow: Slow) -> dict[str, object]:
    return {
        **slow.charges,
        **{name: slow.sum_of(name) for name in ("new", "billed", "owed")},
        "cash_advance": slow.sum_of("cash_advance"),
        "transfer": slow.sum_of("transfer"),
        "credit": slow.credit,
        "dues": [due for due in slow.dues if due[1] > due[2]],
        "minimum": slow.statement[3] if slow.statement else 0,
        "is_free": slow.is_free,
    }


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(terms_values, histories(), days)
def test_the_slow_reference_comes_to_the_same(terms: Terms, events: list[Event], on: date) -> None:
    book = run([terms], events, on, limit=LIMIT)
    slow = slowly(terms, events, on, limit=LIMIT)
    assert columns(book) == slow_columns(slow)
    assert book.days_past_due(on, terms.grace.days, terms.grace.amount_minor) == slow.past_due_days(
        on
    )
    # what is not billed differs only by the rounding of each day to a grain
    assert abs(book.accrued - slow.runs * GRAIN) < 10_000
    assert abs(book.accrued_on_interest - slow.runs_on_interest * GRAIN) < 10_000


@settings(max_examples=150, deadline=None)
@given(terms_values, histories(), days, days)
def test_jumping_stepping_and_going_on_come_to_the_same(
    terms: Terms, events: list[Event], on: date, between: date
) -> None:
    book = run([terms], events, on, limit=LIMIT)
    stepped = run([terms], events, on, limit=LIMIT, is_stepping=True)
    assert book.state() == stepped.state()
    assert book.trace.posted == stepped.trace.posted
    # an account without an event yet has no statements
    assume(events[0].on <= between <= on)
    opening = Opening(between, run([terms], events, between, limit=LIMIT).state())
    later = [each for each in events if each.on > between]
    assert run([terms], later, on, opening=opening, limit=LIMIT).state() == book.state()


@settings(max_examples=150, deadline=None)
@given(terms_values, histories(), days)
def test_as_of_a_day_is_a_replay_of_what_was_known(
    terms: Terms, events: list[Event], on: date
) -> None:
    known = [each for each in events if each.on <= on]
    assert run([terms], events, on).state() == run([terms], known, on).state()


@settings(max_examples=200, deadline=None)
@given(terms_values, histories(), days)
def test_parts_sum_to_the_whole(terms: Terms, events: list[Event], on: date) -> None:
    account = Account("a", "CNY", ("CN",), (terms,), tuple(events), "", LIMIT)
    found = balance_of(account, on)
    state = found.state
    assert state.owed == sum(part.owed for part in found.components)
    for part in (*found.components, *found.balances):
        gone = part.paid + part.waived + part.refunded
        assert part.opening + part.charged - gone == part.owed >= 0
    principal = found.components[0]
    for name in ("opening", "charged", "paid", "waived", "refunded", "owed"):
        assert sum(getattr(kind, name) for kind in found.balances) == getattr(principal, name)
    # every payment went somewhere
    paid = sum(each.amount_minor for each in events if each.kind == "payment" and each.on <= on)
    back = sum(each.amount_minor for each in events if each.kind == "refund" and each.on <= on)
    settled = sum(part.paid + part.refunded for part in found.components)
    assert paid + back == settled + state.credit
    # lines of interest hold exactly what has accrued
    open_lines = [line for line in found.interest_lines if line.posted_on is None]
    accrued = state.accrued + state.accrued_on_interest
    assert sum(line.grains for line in open_lines) == accrued
    assert sum(line.grains for line in found.conditional_lines) == found.deferred
    assert all(getattr(state, name) >= 0 for name in (*LOTS, *CHARGES, "credit"))
    assert not (state.credit and state.owed)
    assert sum(due.unpaid for due in state.dues) <= state.owed


@settings(max_examples=150, deadline=None)
@given(terms_values, histories(), days, amounts)
def test_paying_never_makes_an_account_later(
    terms: Terms, events: list[Event], on: date, amount: int
) -> None:
    grace = terms.grace
    before = run([terms], events, on)
    paid = Event("extra", "payment", on, amount)
    after = run([terms], sorted([*events, paid], key=lambda each: each.on), on)
    late = [book.days_past_due(on, grace.days, grace.amount_minor) for book in (before, after)]
    assert late[1] <= late[0]
    assert after.owed - after.credit == before.owed - before.credit - amount


@settings(max_examples=150, deadline=None)
@given(terms_values, histories(), days, st.sampled_from(["purchase", "cash_advance", "fee"]))
def test_a_reversed_charge_never_was(
    terms: Terms, events: list[Event], on: date, kind: str
) -> None:
    charge = Event("wrong", kind, FIRST + timedelta(days=30), 7000, component="other_fee")  # type: ignore[arg-type]
    undone = Event("undo", "reversal", FIRST + timedelta(days=90), of="wrong")
    with_both = sorted([*events, charge, undone], key=lambda each: each.on)
    with_charge = sorted([*events, charge], key=lambda each: each.on)
    expected = events if on >= undone.on else with_charge
    assert run([terms], with_both, on).state().owed == run([terms], expected, on).state().owed


@settings(max_examples=200, deadline=None)
@given(terms_values, histories(), amounts, st.integers(0, 30))
def test_a_payment_reversed_on_its_day_is_as_if_it_had_not_been(
    terms: Terms, events: list[Event], amount: int, after: int
) -> None:
    on = FIRST + timedelta(days=DAYS + 1 + after)
    paid = Event("pay", "payment", on, amount)
    undone = Event("undo", "reversal", on, of="pay")
    before = run([terms], events, on).state()
    book = run([terms], [*events, paid, undone], on)
    # the day's statement may come after both; charges, principal, dues and credit are as before
    assert book.state().owed == before.owed
    assert book.state().dues == before.dues
    assert book.state().credit == before.credit
    assert book.state().credited_since == before.credited_since
    assert all(getattr(book, name) == getattr(before, name) for name in CHARGES)


@settings(max_examples=150, deadline=None)
@given(terms_values, histories(), st.lists(amounts, min_size=2, max_size=4), days)
def test_payments_of_one_day_settle_the_same_in_any_order(
    terms: Terms, events: list[Event], paid: list[int], on: date
) -> None:
    # by one order of components: neither the 90 days' change nor the part above the minimum
    assume(terms.allocation.late_after_days is None and not terms.allocation.above_minimum)
    assume(terms.interest_free is None or terms.interest_free.loss == "whole")
    known = [each for each in events if each.on <= on]
    ways = [
        [Event(f"p{index}", "payment", on, amount) for index, amount in enumerate(order)]
        for order in (paid, paid[::-1], [sum(paid)])
    ]
    states = [run([terms], [*known, *way], on).state() for way in ways]
    assert states[0] == states[1] == states[2]


@pytest.mark.parametrize("leap", [2024, 2023])
def test_a_leap_day_is_a_day_of_interest(leap: int) -> None:
    terms = Terms(
        since=date(2020, 1, 1),
        currency="CNY",
        rates={"purchase": Rate(5_000_000, "day", None)},
        minimum=Minimum((Alternative(principal_e10=10**9),)),
    )
    book = run([terms], [Event("p", "purchase", date(leap, 2, 1), 100_000)], date(leap, 3, 1))
    assert book.accrued == 50 * GRAIN * (29 if leap == 2024 else 28)
