"""A portfolio in columns comes to the same, to the unit, as each of its accounts by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from forbear.core.ledger.book import Book
from forbear.core.ledger.bulk import (
    EVENTS,
    ORDINARY,
    Day,
    Holder,
    Past,
    age,
    catch_up,
    frames_of,
    states_of,
    work_day,
)
from forbear.core.ledger.day import run
from forbear.core.ledger.state import CHARGES, State
from forbear.core.ledger.terms import Terms, terms_on
from tests.properties.cards import FIRST, Account, account, product, with_statements

DAYS = 130
ONE = timedelta(days=1)
Products = dict[str, list[Terms]]


def portfolio(
    seed: int, *, accounts: int = 10, scale: int = 100_000
) -> tuple[Products, list[Account]]:
    draw = Random(seed)
    products = {"a": product(draw), "b": product(draw), "host": product(draw, has_cycle=False)}
    made = []
    for number in range(1, accounts + 1):
        name = draw.choice(list(products))
        one = account(draw, number, name, DAYS, scale=scale)
        if name == "host":
            with_statements(draw, one, DAYS)
        made.append(one)
    return products, made


def begun(accounts: Sequence[Account]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Accounts as of the day before their first event."""
    rows = [
        (Holder(one.account_id, one.product, one.events[0].on - 2 * ONE, one.limit), State())
        for one in accounts
    ]
    return frames_of(rows)


def night(
    states: pl.DataFrame,
    dues: pl.DataFrame,
    accounts: Sequence[Account],
    products: Products,
    on: date,
) -> Day:
    """Work out a day: ordinary events as a frame, an account with others by itself."""
    rows, others = [], {}
    for one in accounts:
        events = [event for event in one.events if event.on == on]
        if any(event.kind not in ORDINARY for event in events):
            others[one.account_id] = events
            continue
        for seq, event in enumerate(events):
            row = {name: getattr(event, name, None) for name in EVENTS}
            rows.append(row | {"account_id": one.account_id, "seq": seq})
    known = {one.account_id: one for one in accounts}

    def past(account_id: int) -> Past:
        return Past(known[account_id].events)

    frame = pl.DataFrame(rows, schema=EVENTS)
    return work_day(states, dues, frame, on=on, products=products, others=others, past=past)


def plain(one: Account, products: Products, on: date) -> Book:
    return run(products[one.product], one.events, on, limit=one.limit)


def differences(
    states: pl.DataFrame,
    dues: pl.DataFrame,
    accounts: Sequence[Account],
    products: Products,
    on: date,
) -> list[object]:
    """Say where the frame is not what each account comes to by itself."""
    caught_up, _ = catch_up(states, on=on, products=products)
    known = {one.account_id: one for one in accounts}
    found = []
    for holder, state in states_of(caught_up, dues):
        one = known[holder.account_id]
        if one.events[0].on > on:
            continue
        expected = plain(one, products, on).state()
        if state != expected:
            fields = [
                (name, getattr(state, name), getattr(expected, name))
                for name in State.__dataclass_fields__
                if getattr(state, name) != getattr(expected, name)
            ]
            found.append((str(on), holder.account_id, one.product, fields))
    return found


def nights(
    accounts: Sequence[Account], products: Products, *, every: int = 16, is_eager: bool = False
) -> tuple[list[Day], pl.DataFrame, pl.DataFrame]:
    """Work night after night, and compare now and then; eager: no day's interest is put off."""
    states, dues = begun(accounts)
    done = []
    for offset in range(DAYS):
        on = FIRST + offset * ONE
        done.append(night(states, dues, accounts, products, on))
        states, dues = done[-1].states, done[-1].dues
        if is_eager:
            states, _ = catch_up(states, on=on, products=products)
        if offset % every == every - 1 or offset == DAYS - 1:
            assert differences(states, dues, accounts, products, on) == []
    return done, *_sorted(states, dues, products)


def _sorted(
    states: pl.DataFrame, dues: pl.DataFrame, products: Products
) -> tuple[pl.DataFrame, pl.DataFrame]:
    last, _ = catch_up(states, on=FIRST + DAYS * ONE, products=products)
    return last.sort("account_id"), dues.sort("account_id", "due_on", "amount")


@settings(max_examples=8)
@given(seed=st.integers(0, 2**32), scale=st.sampled_from([100, 100_000, 10**7, 10**9, 3 * 10**10]))
def test_night_after_night_equals_the_plain_day(seed: int, scale: int) -> None:
    products, accounts = portfolio(seed, scale=scale)
    done, _, _ = nights(accounts, products)
    lot_names = {"purchase_new", "purchase_billed", "purchase_owed"}
    posted: Counter[tuple[int, str]] = Counter()
    for row in pl.concat(each.postings for each in done).iter_rows(named=True):
        part = row["lot"] or row["component"]
        posted[row["account_id"], "purchase" if part in lot_names else part] += row["amount_minor"]
    stated = {
        (row["account_id"], row["on"]): row
        for row in pl.concat(each.statements for each in done).iter_rows(named=True)
    }
    for one in accounts:
        book = plain(one, products, FIRST + (DAYS - 1) * ONE)
        parts = {name: getattr(book, name) for name in ("cash_advance", "transfer", *CHARGES)}
        parts |= {
            "purchase": sum(getattr(book, name) for name in lot_names),
            "instalment": book.instalment,
            "credit": -book.credit,
        }
        assert {name: posted[one.account_id, name] for name in parts} == parts
        if any(event.kind == "reversal" for event in one.events):
            continue  # what was stated before was true as it was then known
        for made in book.trace.statements:
            told = stated.pop((one.account_id, made.statement_on))
            assert told["due_on"] == made.due_on
            assert told["balance_minor"] == made.balance
            assert told["minimum_minor"] == made.minimum
            assert told["past_due_minor"] == made.past_due


@settings(max_examples=3)
@given(seed=st.integers(0, 2**32))
def test_interest_put_off_for_quiet_days_comes_to_the_same(seed: int) -> None:
    products, accounts = portfolio(seed, accounts=8)
    _, lazy, lazy_dues = nights(accounts, products, every=DAYS)
    _, eager, eager_dues = nights(accounts, products, every=DAYS, is_eager=True)
    assert lazy.equals(eager)
    assert lazy_dues.equals(eager_dues)


@settings(max_examples=3)
@given(seed=st.integers(0, 2**32))
def test_one_account_alone_equals_itself_among_many(seed: int) -> None:
    products, accounts = portfolio(seed, accounts=6)
    _, together, _ = nights(accounts, products, every=DAYS)
    _, alone, _ = nights(accounts[:1], products, every=DAYS)
    assert alone.equals(together.filter(pl.col("account_id") == accounts[0].account_id))


@settings(max_examples=4)
@given(seed=st.integers(0, 2**32))
def test_lateness_is_that_of_the_plain_day(seed: int) -> None:
    products, accounts = portfolio(seed, accounts=12)
    on = FIRST + (DAYS - seed % 30) * ONE
    books = {one.account_id: plain(one, products, on) for one in accounts}
    rows = [
        (Holder(one.account_id, one.product, on - ONE, one.limit), books[one.account_id].state())
        for one in accounts
    ]
    for row in age(*frames_of(rows), on=on, products=products).iter_rows(named=True):
        book = books[row["account_id"]]
        one = accounts[row["account_id"] - 1]
        grace = terms_on(products[one.product], on).grace
        assert row["dpd"] == book.days_past_due(on, grace.days, grace.amount_minor)
        assert row["balance_minor"] == book.owed - book.credit
        over = book.unpaid_dues(by=on - grace.days * ONE)
        assert row["overdue_minor"] == (over if row["dpd"] else 0)
        assert (row["bucket"] == "current") == (row["dpd"] == 0)


def test_stretches_explain_every_grain() -> None:
    products, accounts = portfolio(11)
    plain_kinds = {"purchase", "cash_advance", "transfer", "payment"}
    for one in accounts:
        one.events[:] = [event for event in one.events if event.kind in plain_kinds][:1]
    accounts = [one for one in accounts if one.events and one.product != "host"]
    assert len(accounts) > 3
    for name, terms in products.items():
        products[name] = [replace(each, cycle=None) for each in terms]
    states, dues = begun(accounts)
    for offset in range(40):
        done = night(states, dues, accounts, products, FIRST + offset * ONE)
        states, dues = done.states, done.dues
    caught_up, lines = catch_up(states, on=FIRST + 90 * ONE, products=products)
    told = lines.group_by("account_id").agg(pl.col("grains").sum())
    columns = (
        "deferred_new",
        "deferred_before",
        "deferred_since",
        "accrued",
        "accrued_on_interest",
    )
    held = caught_up.select("account_id", pl.sum_horizontal(*columns).alias("held"))
    both = held.join(told, on="account_id", how="left").with_columns(pl.col("grains").fill_null(0))
    assert both["held"].equals(both["grains"], check_names=False)
    assert (lines["grains"] > 0).all()
    assert (lines["from_on"] <= lines["to_on"]).all()


def test_an_account_beyond_64_bits_is_held_and_told() -> None:
    products, (one, other) = portfolio(5, accounts=2)
    one.events[:] = [replace(one.events[0], kind="purchase", amount_minor=9 * 10**18)] * 2
    one.events[1] = replace(one.events[1], event_id="again")
    states, dues = begun([one, other])
    on = one.events[0].on
    done = night(states, dues, [one], products, on)
    assert done.held["account_id"].to_list() == [one.account_id]
    assert "64 bits" in done.held["why"].item()
    same = done.states.sort("account_id").equals(states.sort("account_id"))
    assert same
    assert done.postings.is_empty()
