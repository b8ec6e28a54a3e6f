"""Payments are divided as the day divides them, whether in columns or one by one."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import polars as pl
import pytest

from forbear.core.ledger.bulk import Holder, Past, coming, frames_of
from forbear.core.ledger.day import run
from forbear.core.ledger.events import Event
from forbear.core.ledger.terms import Allocation, Rate
from forbear.core.payments.by_terms import Cards, divided
from tests.core.ledger.make import terms
from tests.properties.cards import FIRST, Account, account, product

ONE = timedelta(days=1)
ON = FIRST + timedelta(days=75)


def cards_of(draw: Random, many: int, on: date) -> tuple[Cards, list[Account]]:
    """Accounts as of some day before ``on``, and what was booked on them since."""
    products = {"a": product(draw), "b": product(draw)}
    made = [account(draw, n, draw.choice("ab"), 76, scale=100_000) for n in range(1, many + 1)]
    rows, waiting, past = [], {}, {}
    for one in made:
        as_of = on - draw.choice([0, 1, 1, 1, 2, 9]) * ONE
        known = [event for event in one.events if event.on <= on]
        book = run(products[one.product], known, as_of, limit=one.limit)
        rows.append((Holder(one.account_id, one.product, as_of - ONE, one.limit), book.state()))
        waiting[one.account_id] = [event for event in known if event.on > as_of]
        past[one.account_id] = Past(known)
    states, dues = frames_of(rows)
    ahead = pl.concat(
        coming(some, on=day + ONE, products=products)
        for (day,), some in states.partition_by("accrued_through", as_dict=True).items()
    )
    return Cards(states, dues, ahead, waiting, past.__getitem__, products), made


def paid(draw: Random, accounts: list[Account], on: date) -> pl.DataFrame:
    rows = [
        (n, one.account_id, draw.choice([1, 5_000, 90_000, 2_000_000]), on - day * ONE)
        for n, one in enumerate(draw.choices(accounts, k=3 * len(accounts)))
        for day in [draw.choice([0, 0, 0, 0, 0, 7])]
    ]
    names = ["n", "account_id", "amount_minor", "counts_on"]
    return pl.DataFrame(rows, schema=names, orient="row")


def told(rows: pl.DataFrame) -> list[tuple[object, ...]]:
    return sorted(rows.rows())


@pytest.mark.parametrize("seed", range(12))
def test_columns_divide_as_the_plain_day(seed: int) -> None:
    draw = Random(seed)
    cards, accounts = cards_of(draw, 40, ON)
    payments = paid(draw, accounts, ON)
    found = divided(payments, cards, few=0)
    assert told(found) == told(divided(payments, cards, few=10_000))
    sums = found.group_by("n").agg(pl.col("taken_minor").sum())
    assert told(sums) == told(payments.select("n", "amount_minor"))
    assert (found["taken_minor"] > 0).all()


def test_the_terms_decide_which_balance_comes_first() -> None:
    dear = {"purchase": Rate(5_000_000, "day", None), "cash_advance": Rate(9_000_000, "day", None)}
    for order, expected in (("highest_rate", "cash_advance"), (("purchase",), "purchase")):
        products = {"p": [terms(rates=dear, allocation=Allocation(principal=order))]}
        events = [
            Event("1", "purchase", date(2026, 3, 1), 50_000),
            Event("2", "cash_advance", date(2026, 3, 2), 50_000),
        ]
        state = run(products["p"], events, date(2026, 3, 3)).state()
        states, dues = frames_of([(Holder(1, "p", date(2026, 3, 2)), state)])
        ahead = coming(states, on=date(2026, 3, 3), products=products)
        cards = Cards(states, dues, ahead, {}, {}.__getitem__, products)
        payments = pl.DataFrame(
            {"n": [0], "account_id": [1], "amount_minor": [700], "counts_on": [date(2026, 3, 4)]}
        )
        assert divided(payments, cards).rows() == [(0, 1, "principal", expected, 700)]
