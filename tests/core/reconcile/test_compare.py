"""A statement beside the ledger, as a table: what is said of each pair."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forbear.core.reconcile import CAUSES, PARTS, RESULT, VERDICTS, Inputs, compared
from forbear.core.reconcile.tables import ACCOUNTS, ASKED, EXPECTED, HELD, NEAR, STATEMENTS

ON = date(2026, 3, 10)
# a busy machine is slow, not wrong
SOME = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
Owed = dict[str, int]


def statement(
    balance: int, *, number: int = 1, currency: str = "USD", **parts: int
) -> dict[str, object]:
    return {
        "statement_id": number,
        "account_id": 1,
        "statement_on": ON,
        "currency": currency,
        "balance_minor": balance,
        **{f"{part}_minor": parts.get(part) for part in PARTS},
    }


def inputs(
    statements: list[dict[str, object]],
    held: Owed,
    near: tuple[tuple[int, str, int], ...] = (),
    expected: int | None = None,
) -> Inputs:
    return Inputs(
        pl.DataFrame(
            [{"account_id": 1, "account_reference": "A1", "currency": "USD"}], schema=ACCOUNTS
        ),
        pl.DataFrame(statements, schema=STATEMENTS),
        pl.DataFrame(
            [
                {"account_id": 1, "statement_on": ON, "component": name, "owed_minor": amount}
                for name, amount in held.items()
            ],
            schema=HELD,
        ),
        pl.DataFrame(
            [
                {
                    "account_id": 1,
                    "statement_on": ON,
                    "transaction_id": number,
                    "on": ON + timedelta(days=days),
                    "kind": kind,
                    "owed_minor": amount,
                }
                for number, (days, kind, amount) in enumerate(near, 1)
            ],
            schema=NEAR,
        ),
        pl.DataFrame(
            []
            if expected is None
            else [{"account_id": 1, "statement_on": ON, "owed_minor": expected}],
            schema=EXPECTED,
        ),
    )


def said(given: Inputs, **options: int) -> tuple[object, ...]:
    [row] = compared(given, **options).to_dicts()
    return (row["verdict"], row["cause"], row["component"], row["difference_minor"])


FULL = {"principal": 900, "interest": 80, "late_fee": 20}


@pytest.mark.parametrize(
    ("printed", "held", "near", "expected"),
    [
        pytest.param({"balance": 1000}, FULL, (), ("matched", None, None, 0), id="agrees"),
        pytest.param(
            {"balance": 1000, **FULL}, FULL, (), ("matched", None, None, 0), id="agrees by part"
        ),
        pytest.param({"balance": 0}, {}, (), ("matched", None, None, 0), id="nothing on both"),
        pytest.param(
            {"balance": 5}, {}, (), ("ledger_missing", None, None, 5), id="no ledger at all"
        ),
        pytest.param(
            {"balance": 800},
            FULL,
            ((1, "payment", -200),),
            ("differs", "booked_apart", None, -200),
            id="the ledger booked the payment a day later",
        ),
        pytest.param(
            {"balance": 1200},
            FULL,
            ((0, "payment", -200),),
            ("differs", "booked_apart", None, 200),
            id="the host booked the payment a day later",
        ),
        pytest.param(
            {"balance": 800},
            FULL,
            ((1, "payment", -199), (0, "payment", -200)),
            ("differs", "unknown", None, -200),
            id="no payment near explains it",
        ),
        pytest.param(
            {"balance": 980},
            FULL,
            ((0, "fee", 20),),
            ("differs", "fee", None, -20),
            id="the ledger booked a fee that the host has not",
        ),
        pytest.param(
            {"balance": 999},
            FULL,
            ((0, "interest", 1),),
            ("differs", "interest_rounding", None, -1),
            id="interest of a minor unit that the host has not",
        ),
        pytest.param(
            {"balance": 1030, **FULL, "late_fee": 50},
            FULL,
            (),
            ("differs", "fee", "late_fee", 30),
            id="a fee is missing in the ledger",
        ),
        pytest.param(
            {"balance": 980, **FULL, "late_fee": 0},
            FULL,
            (),
            ("differs", "fee", "late_fee", -20),
            id="the host charged no fee",
        ),
        pytest.param(
            {"balance": 1001, **FULL, "interest": 81},
            FULL,
            (),
            ("differs", "interest_rounding", "interest", 1),
            id="interest rounded otherwise",
        ),
        pytest.param(
            {"balance": 1002, **FULL, "interest": 82},
            FULL,
            (),
            ("differs", "interest", "interest", 2),
            id="interest, too much for rounding",
        ),
        pytest.param(
            {"balance": 1001}, FULL, (), ("differs", "rounding", None, 1), id="a minor unit"
        ),
        pytest.param(
            {"balance": 1001, **FULL, "principal": 901},
            FULL,
            (),
            ("differs", "unknown", "principal", 1),
            id="a minor unit of principal is no rounding",
        ),
        pytest.param(
            {"balance": 1000, **FULL, "principal": 880, "interest": 100},
            FULL,
            (),
            ("differs", "division", "principal", 0),
            id="the same sum, divided otherwise",
        ),
        pytest.param(
            {"balance": -1000}, FULL, (), ("differs", "sign", None, -2000), id="credit or debit"
        ),
        pytest.param(
            {"balance": 1000, "currency": "EUR"},
            FULL,
            (),
            ("differs", "currency", None, None),
            id="another currency",
        ),
        pytest.param(
            {"balance": -50, "principal": -50},
            {"credit": -50},
            (),
            ("matched", None, None, 0),
            id="in credit",
        ),
        pytest.param(
            {"balance": 600, "principal": 600},
            {"principal": 1000, "payment": -400},
            (),
            ("matched", None, None, 0),
            id="payments never divided: only the sum is compared",
        ),
    ],
)
def test_what_is_said_of_a_statement(
    printed: dict[str, int], held: Owed, near: tuple[tuple[int, str, int], ...], expected: object
) -> None:
    given = dict(printed)
    balance = given.pop("balance")
    assert said(inputs([statement(balance, **given)], held, near)) == expected


def test_of_two_statements_the_later_counts_and_the_other_is_told() -> None:
    given = inputs([statement(1000, number=2), statement(990, number=1)], FULL)
    found = compared(given).select("statement_id", "verdict").rows()
    assert found == [(1, "duplicate"), (2, "matched")]


def test_a_statement_that_never_came_is_told() -> None:
    [row] = compared(inputs([], {}, expected=700)).to_dicts()
    assert (row["verdict"], row["ledger_minor"], row["currency"]) == (
        "statement_missing",
        700,
        "USD",
    )


def test_the_bound_of_rounding_is_the_callers() -> None:
    given = inputs([statement(1005)], FULL)
    assert said(given, rounding_minor=5)[1] == "rounding"
    assert said(given, rounding_minor=4)[1] == "unknown"


amounts = st.integers(-(10**6), 10**6)


@SOME
@given(
    printed=st.lists(st.tuples(amounts, st.sampled_from(["USD", "EUR"])), max_size=3),
    held=st.dictionaries(st.sampled_from([*PARTS, "payment", "credit"]), amounts, max_size=4),
    near=st.lists(
        st.tuples(st.integers(-3, 3), st.just("payment"), st.integers(-5, 5)), max_size=3
    ),
)
def test_no_statement_is_lost_and_no_difference_is_hidden(
    printed: list[tuple[int, str]], held: Owed, near: list[tuple[int, str, int]]
) -> None:
    rows = [
        statement(balance, number=number, currency=currency)
        for number, (balance, currency) in enumerate(printed)
    ]
    found = compared(inputs(rows, held, tuple(near)))
    assert found.schema == RESULT
    assert sorted(found["statement_id"].to_list()) == list(range(len(rows)))
    for row in found.to_dicts():
        assert row["verdict"] in VERDICTS
        assert row["cause"] in (None, *CAUSES)
        assert (row["verdict"] == "differs") == (row["cause"] is not None)
        if row["verdict"] == "duplicate":
            continue
        balance, currency = printed[row["statement_id"]]
        agrees = currency == "USD" and balance == sum(held.values())
        assert (row["verdict"] == "matched") == agrees


@pytest.mark.parametrize(
    ("balance", "asks", "falls", "cause"),
    [
        (100, 50, 20, None),
        (100, None, None, None),  # the statement does not say
        (100, 49, 20, "minimum"),
        (100, 49, 21, "minimum"),
        (100, 50, 21, "due_day"),
        (107, 49, 21, "unknown"),  # the balance is told first
    ],
)
def test_minimum_and_due_day_are_compared_where_both_sides_say(
    balance: int, asks: int | None, falls: int | None, cause: str | None
) -> None:
    given = inputs([statement(balance)], {"principal": 100})
    day = None if falls is None else ON + timedelta(days=falls)
    statements = given.statements.with_columns(
        pl.lit(asks, pl.Int64()).alias("minimum_minor"), pl.lit(day, pl.Date()).alias("due_on")
    )
    asked = pl.DataFrame(
        [{"account_id": 1, "statement_on": ON, "asked_minor": 50}], schema=ASKED
    ).with_columns(asked_on=pl.lit(ON + timedelta(days=20)))
    [row] = compared(replace(given, statements=statements, asked=asked)).to_dicts()
    assert row["cause"] == cause
    assert (row["verdict"] == "matched") == (cause is None)
    assert (row["ledger_minimum_minor"], row["statement_due_on"]) == (50, day)
    [alone] = compared(replace(given, statements=statements)).to_dicts()
    assert (alone["verdict"] == "matched") == (balance == 100)
