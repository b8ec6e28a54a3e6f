"""Reconciliation over a real database: the same account in many lights."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from django.db import ProgrammingError, transaction

from forbear.core.ledger.books import Part, legs_of
from forbear.interchange import uci
from forbear.services.imports import import_frames
from forbear.services.ledger import transaction_post
from forbear.services.reconciliation import Reconciliation, reconcile, reconciliation_keep
from forbear.services.refusals import Refusal
from forbear.store.models import Account, HostStatement, LedgerTransaction
from forbear.store.selectors.reconciliation import runs_list
from tests.store.make import account

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
ON = date(2026, 3, 10)
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def book(owed: Account, kind: str, component: str, amount: int, on: date = ON) -> None:
    found = transaction_post(
        key=f"{owed.pk} {kind} {component} {on}",
        kind=kind,
        on=on,
        currency=owed.currency,
        legs=legs_of(kind, [Part(component, amount)]),
        at=AT,
        actor="a",
        account_id=owed.pk,
    )
    assert isinstance(found, LedgerTransaction)


def printed(owed: Account, balance: int, on: date = ON, **given: object) -> None:
    HostStatement.objects.create(
        **{
            "account": owed,
            "statement_on": on,
            "currency": owed.currency,
            "balance_minor": balance,
            **given,
        }
    )


def done(since: date = ON, until: date = ON) -> Reconciliation:
    found = reconcile(since=since, until=until)
    assert isinstance(found, Reconciliation), found
    return found


def test_the_ledger_is_compared_as_of_the_day_of_the_statement() -> None:
    owed = account()
    book(owed, "purchase", "principal", 900)
    book(owed, "fee", "late_fee", 20, ON + DAY)
    printed(owed, 900)
    assert done().agrees
    assert done().counts["matched"] == 1


def test_two_debts_of_one_person_are_not_multiplied_by_each_other() -> None:
    first = account()
    second = account(first.person)
    for owed, amount in ((first, 900), (second, 70)):
        book(owed, "purchase", "principal", amount)
        book(owed, "interest", "interest", 8)
        book(owed, "fee", "late_fee", 2)
        printed(owed, amount + 10, interest_minor=8, late_fee_minor=2)
    assert done().counts["matched"] == 2


def test_a_payment_booked_a_day_apart_is_found_and_still_listed() -> None:
    owed = account()
    book(owed, "purchase", "principal", 900, ON - DAY * 20)
    book(owed, "payment", "principal", 300, ON + DAY)
    printed(owed, 600)
    found = done()
    assert not found.agrees
    [row] = found.differences.to_dicts()
    assert (row["cause"], row["transaction_kind"]) == ("booked_apart", "payment")
    assert row["transaction_on"] == ON + DAY
    assert found.causes == {"booked_apart": 1}


def test_a_missing_fee_is_named_by_its_component() -> None:
    owed = account()
    book(owed, "purchase", "principal", 900)
    printed(owed, 930, principal_minor=900, late_fee_minor=30)
    [row] = done().differences.to_dicts()
    assert (row["cause"], row["component"], row["difference_minor"]) == ("fee", "late_fee", 30)


def test_a_statement_that_did_not_come_is_told_once_its_month_is_over() -> None:
    stated, silent, young = account(), account(), account()
    for owed in (stated, silent, young):
        book(owed, "purchase", "principal", 900, ON - DAY * 60 if owed != young else ON - DAY * 9)
    printed(stated, 900)
    printed(silent, 900, ON - DAY * 45)
    found = done()
    assert found.counts["statement_missing"] == 1
    [row] = found.differences.to_dicts()
    assert row["account_reference"] == silent.reference
    assert done(ON - DAY * 45, ON).agrees


def test_a_second_statement_of_the_same_day_is_told() -> None:
    owed = account()
    book(owed, "purchase", "principal", 900)
    printed(owed, 905)
    printed(owed, 900)
    counts = done().counts
    assert (counts["matched"], counts["duplicate"], counts["differs"]) == (1, 1, 0)


def test_a_statement_without_a_ledger_is_told() -> None:
    printed(account(), 900)
    assert done().counts["ledger_missing"] == 1


def test_nothing_to_compare_is_refused() -> None:
    found = reconcile(since=ON, until=ON)
    assert isinstance(found, Refusal)
    assert found.code == "NO_STATEMENTS"
    backwards = reconcile(since=ON, until=ON - DAY)
    assert isinstance(backwards, Refusal)
    assert backwards.code == "DAYS_REVERSED"


def test_whatever_is_spoiled_in_the_sample_is_found_and_nothing_else() -> None:
    until = date(2026, 11, 20)
    frames = uci.portfolio(until, limit=120)
    place = pl.int_range(pl.len())
    spoiled = frames["statements"].with_columns(
        # every seventh says a cent more, every eleventh forgets 200 of what is owed
        balance_minor=pl.col("balance_minor")
        + pl.when(place % 7 == 0).then(1).otherwise(0)
        - pl.when(place % 11 == 0).then(20_000).otherwise(0)
    )
    wrong = spoiled.filter((place % 7 == 0) | (place % 11 == 0))
    taken = {**frames, "statements": spoiled.filter(place % 13 != 0)}
    import_frames(tables=taken, at=datetime(2026, 11, 20, tzinfo=UTC), actor="a", label="uci")
    found = done(until - DAY * 200, until)
    kept = spoiled.filter(place % 13 != 0)
    expected = wrong.join(kept, on=["account_reference", "statement_on"], how="semi")
    told = found.rows.filter(pl.col("verdict").is_in(["differs", "ledger_missing"]))
    key = ["account_reference", "statement_on"]
    assert told.select(key).sort(key).equals(expected.select(key).sort(key))
    assert found.counts["matched"] == kept.height - expected.height


def test_the_sample_portfolio_agrees_with_its_bills() -> None:
    until = date(2026, 11, 20)
    frames = uci.portfolio(until, limit=300)
    import_frames(tables=frames, at=datetime(2026, 11, 20, tzinfo=UTC), actor="a", label="uci")
    found = done(until - DAY * 200, until)
    assert found.counts["differs"] == 0
    assert found.counts["duplicate"] == 0
    # a bill of nothing is no posting: the ledger of some begins later
    assert found.counts["matched"] == 1800


def test_a_comparison_is_kept_for_ever() -> None:
    owed = account()
    book(owed, "purchase", "principal", 900)
    printed(owed, 905)
    found = done()
    runs = [
        reconciliation_keep(found, at=datetime(2026, 4, 1, tzinfo=UTC), actor="a") for _ in range(2)
    ]
    assert [run.counts["differs"] for run in runs_list()] == [1, 1]
    assert runs[0].differences_sha256 == runs[1].differences_sha256
    printed(owed, 906)
    other = reconciliation_keep(done(), at=datetime(2026, 4, 2, tzinfo=UTC), actor="a")
    assert other.differences_sha256 != runs[0].differences_sha256
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        other.delete()
