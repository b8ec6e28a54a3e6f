"""Ageing: the edges of days past due, buckets, cures and rolls."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from forbear.core.delinquency import (
    bucket,
    days_past_due,
    person_days_past_due,
    roll_matrix,
    rolls,
    with_ageing,
)
from forbear.core.tables import ACCOUNTS, DUES
from forbear.core.tables import words as w

ON = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("oldest", "dpd"),
    [
        pytest.param(None, 0, id="nothing-unpaid"),
        pytest.param(date(2026, 3, 3), 0, id="due-tomorrow"),
        pytest.param(date(2026, 3, 2), 0, id="due-today-is-day-0"),
        pytest.param(date(2026, 3, 1), 1, id="due-yesterday"),
        pytest.param(date(2026, 1, 31), 30, id="over-the-end-of-february"),
        pytest.param(date(2024, 2, 29), 732, id="over-a-leap-day"),
    ],
)
def test_days_past_due(oldest: date | None, dpd: int) -> None:
    column = pl.lit(oldest, dtype=pl.Date)
    assert pl.select(days_past_due(column, on=ON)).item() == dpd


@pytest.mark.parametrize(
    ("dpd", "name"),
    [
        (0, "current"),
        (1, "M1"),
        (30, "M1"),
        (31, "M2"),
        (60, "M2"),
        (61, "M3"),
        (90, "M3"),
        (91, "M4"),
        (120, "M4"),
        (121, "M5"),
        (150, "M5"),
        (151, "M6"),
        (180, "M6"),
        (181, "M7+"),
        (9_999, "M7+"),
    ],
)
def test_the_lower_bound_belongs_to_the_bucket(dpd: int, name: str) -> None:
    assert pl.select(bucket(pl.lit(dpd))).item() == name


@pytest.mark.parametrize("dpd", [None, -1])
def test_no_bucket_for_days_that_make_no_sense(dpd: int | None) -> None:
    assert pl.select(bucket(pl.lit(dpd, dtype=pl.Int32))).item() is None


def _account(account_id: int, person_id: int = 1, **values: object) -> dict[str, object]:
    return {
        "account_id": account_id,
        "person_id": person_id,
        "nation": "US",
        "currency": "USD",
        "balance_minor": 100_00,
        **values,
    }


def test_dues_win_over_the_account_and_others_keep_their_own() -> None:
    accounts = ACCOUNTS.frame(
        [
            _account(1, oldest_unpaid_due_on=date(2025, 1, 1), missed_statements=9),
            _account(2, oldest_unpaid_due_on=date(2026, 2, 1), missed_statements=1),
            _account(3, oldest_unpaid_due_on=date(2025, 1, 1), missed_statements=9),
        ]
    )
    dues = DUES.frame(
        [
            {"account_id": 1, "due_on": date(2026, 1, 1), "amount_minor": 500, "paid_minor": 500},
            {"account_id": 1, "due_on": date(2026, 2, 1), "amount_minor": 500, "paid_minor": 499},
            {"account_id": 1, "due_on": date(2026, 3, 1), "amount_minor": 500},
            {"account_id": 1, "due_on": date(2026, 3, 5), "amount_minor": 500},
            {"account_id": 3, "due_on": date(2026, 2, 1), "amount_minor": 500, "paid_minor": 500},
        ]
    )
    aged = with_ageing(accounts.lazy(), dues.lazy(), on=ON).sort("account_id").collect()
    assert aged.select("account_id", "dpd", "missed_statements", "bucket").rows() == [
        (1, 29, 2, "M1"),
        (2, 29, 1, "M1"),
        (3, 0, 0, "current"),
    ]
    assert aged["coming_due_on"].to_list() == [date(2026, 3, 5), None, None]


def test_a_person_is_as_late_as_the_worst_account() -> None:
    frame = pl.DataFrame({"person_id": [1, 1, 2], "dpd": [0, 45, 3]})
    assert frame.select(person_days_past_due()).to_series().to_list() == [45, 45, 3]


def _day(**buckets: str) -> pl.LazyFrame:
    rows = {"account_id": list(buckets), "bucket": list(buckets.values())}
    return pl.LazyFrame(rows, schema={"account_id": pl.String, "bucket": w.words(w.BUCKETS)})


def test_moves_between_two_days() -> None:
    before = _day(paid="M3", worse="M1", better="M4", same="M2", gone="M5")
    after = _day(paid="current", worse="M2", better="M2", same="M2", new="M1")
    moved = rolls(before, after).collect()
    assert dict(moved.select("account_id", "move").rows()) == {
        "paid": "cured",
        "worse": "rolled_forward",
        "better": "rolled_back",
        "same": "stayed",
        "gone": "left",
        "new": "entered",
    }


def test_a_roll_matrix_has_every_pair_and_counts_each_account_once() -> None:
    before = _day(a="M1", b="M1", c="M1", d="current")
    after = _day(a="current", b="M2", c="M2", d="current", e="M1")
    matrix = roll_matrix(rolls(before, after).collect())
    assert matrix.height == len(w.BUCKETS) ** 2
    assert matrix["accounts"].sum() == 4
    filled = matrix.filter(pl.col("accounts") > 0)
    assert filled.rows() == [
        ("current", "current", 1, 10_000),
        ("M1", "current", 1, 3_333),
        ("M1", "M2", 2, 6_666),
    ]
