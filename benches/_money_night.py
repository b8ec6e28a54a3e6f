"""A whole night of a portfolio: payments, ends of grace and statements, in shards of accounts.

Accounts are spread over 28 billing days, as issuers do it: one in about 28 has its statement that
night and one in as many the end of its grace; 3 % pay. ``python -m benches._money_night SIZE``
prints JSON: the seconds of the work alone, what was done, and the peak of memory.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import Counter
from datetime import date, timedelta

import numpy as np
import polars as pl

from forbear.core.ledger.bulk import DUES, EVENTS, STATES, work_day
from forbear.core.ledger.terms import (
    Allocation,
    Alternative,
    Cycle,
    Grace,
    InterestFree,
    LateFee,
    Minimum,
    Rate,
    Terms,
)

ON = date(2026, 11, 20)
SHARD = 1_000_000
DAYS = 28
PAYING = 0.03


def products() -> dict[str, list[Terms]]:
    """Return one product for each billing day, with the common terms of a Chinese card."""
    return {
        f"card-{day}": [
            Terms(
                since=date(2020, 1, 1),
                currency="CNY",
                rates={"purchase": Rate(5_000_000, "day", None)},
                cycle=Cycle(day, due_days=20),
                grace=Grace(3, 1000),
                interest_free=InterestFree(),
                late_fee=LateFee(rate_e10=500_000_000),
                minimum=Minimum((Alternative(1_000_000_000, interest=True, fees=True),)),
                allocation=Allocation(late_after_days=90),
            )
        ]
        for day in range(1, DAYS + 1)
    }


def shard(first: int, size: int, terms: dict[str, list[Terms]]) -> tuple[pl.DataFrame, ...]:
    """Return states, dues and payments of some accounts as they stand before the night."""
    draw = np.random.default_rng(first)
    days = draw.integers(1, DAYS + 1, size)
    cycles = {day: _last_cycle(terms[f"card-{day}"][0]) for day in range(1, DAYS + 1)}
    owed = draw.integers(1_000, 5_000_000, size)
    is_revolving = draw.random(size) < 0.4
    decided = np.array([cycles[day][2] for day in range(1, DAYS + 1)])[days - 1]
    asked = owed // 10
    given: dict[str, object] = {
        "account_id": np.arange(first, first + size),
        "product": [f"card-{day}" for day in days.tolist()],
        "accrued_through": [cycles[day][3] for day in days.tolist()],
        "purchase_new": draw.integers(0, 300_000, size),
        "purchase_billed": np.where(decided, 0, owed),
        "purchase_owed": np.where(decided & is_revolving, owed, 0),
        "deferred_before": np.where(decided, 0, owed * 300_000),
        "interest": np.where(is_revolving, owed // 60, 0),
        "statement_balance": owed,
        "minimum": asked,
        "statement_on": [cycles[day][0] for day in days.tolist()],
        "due_on": [cycles[day][1] for day in days.tolist()],
        "is_decided": decided,
        "has_interest_free": ~is_revolving,
    }
    rest = {
        name: pl.repeat(_empty(dtype), size, dtype=dtype, eager=True)
        for name, dtype in STATES.items()
        if name not in given
    }
    states = pl.DataFrame(given | rest).select(STATES.names()).cast(dict(STATES))
    dues = states.filter(is_revolving | ~decided).select(
        "account_id", "due_on", amount="minimum", paid=pl.lit(0, dtype=pl.Int64)
    )
    paying = draw.random(size) < PAYING
    payments = states.filter(paying).select(
        "account_id",
        seq=pl.lit(0, dtype=pl.Int64),
        event_id=pl.lit("payment"),
        kind=pl.lit("payment"),
        amount_minor=pl.col("minimum") * 2 + 1,
        component=pl.lit(""),
        due_on=pl.lit(None, dtype=pl.Date),
        minimum_minor=pl.lit(None, dtype=pl.Int64),
    )
    return states, dues.select(DUES.names()), payments.select(EVENTS.names())


def _last_cycle(terms: Terms) -> tuple[date, date, bool, date]:
    """Return the last statement, its due date, whether it is decided, and the day accrued to."""
    assert terms.cycle is not None
    made = [ON - timedelta(days=back) for back in range(1, 40)]
    statement = next(day for day in made if terms.cycle.next_statement(day - timedelta(1)) == day)
    due_on = terms.cycle.due_on(statement)
    decided = due_on + timedelta(days=terms.grace.days + 1)
    is_decided = decided < ON
    return statement, due_on, is_decided, (decided if is_decided else statement) - timedelta(1)


def _empty(dtype: pl.DataType) -> object:
    return {pl.Int64(): 0, pl.Boolean(): False}.get(dtype)


def main(size: str) -> None:
    terms, total, done = products(), 0.0, Counter[str]()
    for first in range(0, int(size), SHARD):
        states, dues, payments = shard(first, min(SHARD, int(size) - first), terms)
        begin = time.perf_counter()
        day = work_day(states, dues, payments, on=ON, products=terms, explain=False)
        total += time.perf_counter() - begin
        done += Counter(
            accounts=states.height,
            touched=day.touched,
            payments=payments.height,
            statements=day.statements.height,
            fees=day.postings.filter(pl.col("kind") == "late_fee").height,
            postings=day.postings.height,
            singles=day.singles.height,
        )
    assert done["statements"] > done["accounts"] // 40
    assert done["fees"] > 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps({"seconds": total, "peak": peak, **done}))


if __name__ == "__main__":
    main(*sys.argv[1:])
