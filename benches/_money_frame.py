"""Interest of one day for a frame of accounts, beside the same arithmetic in bare NumPy.

``python -m benches._money_frame SIZE columns|numpy`` prints its result as JSON: seconds for the
fastest of three rounds, and the peak of memory of the whole process.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from forbear.core.ledger.bulk.accrual import accrue
from forbear.core.ledger.bulk.frames import STATES
from forbear.core.ledger.terms import Alternative, Minimum, Rate, Terms

ON = date(2026, 11, 20)
LOTS = (
    "purchase_new",
    "purchase_billed",
    "purchase_owed",
    "cash_advance",
    "transfer",
    "instalment",
)
INTO = ("deferred_new", "deferred_since", *["accrued"] * 4)
# a rate that does not reduce: 18.24 % a year
TERMS = Terms(
    since=date(2020, 1, 1),
    currency="CNY",
    rates={"purchase": Rate(1_824_000_000), "cash_advance": Rate(2_399_000_000)},
    minimum=Minimum((Alternative(principal_e10=10**9),)),
)
Columns = dict[str, npt.NDArray[np.int64]]


def columns(size: int) -> Columns:
    """Return balances and grains as an account has them; most of the lots are empty."""
    draw = np.random.default_rng(7)
    made: Columns = {}
    for lot in LOTS:
        is_used = draw.random(size) < (0.7 if lot.startswith("purchase") else 0.15)
        made[lot] = np.where(is_used, draw.integers(1, 5_000_000, size), 0)
    for into in dict.fromkeys(INTO):
        made[into] = draw.integers(0, 10**13, size)
    return made


def in_numpy(made: Columns) -> Columns:
    """Do the arithmetic of one day in bare columns of 64 bits."""
    down = 36_500
    after = {into: made[into].copy() for into in dict.fromkeys(INTO)}
    for lot, into in zip(LOTS, INTO, strict=True):
        up = 2_399_000_000 if lot == "cash_advance" else 1_824_000_000
        after[into] += (made[lot] * up + down // 2) // down
    return after


def frame(made: Columns) -> pl.DataFrame:
    """Return the same accounts as a frame of states."""
    size = len(made["accrued"])
    filled = {
        "account_id": pl.int_range(size, eager=True),
        "product": pl.repeat("card", size, eager=True, dtype=pl.String),
        "accrued_through": pl.repeat(ON - timedelta(days=1), size, eager=True),
        **{name: pl.Series(values) for name, values in made.items()},
    }
    rest = {
        name: pl.repeat(_zero(dtype), size, dtype=dtype, eager=True)
        for name, dtype in STATES.items()
        if name not in filled
    }
    return pl.DataFrame(filled | rest).select(STATES.names())


def _zero(dtype: pl.DataType) -> object:
    return {pl.Int64(): 0, pl.Boolean(): False}.get(dtype)


def timed(work: Callable[[], object]) -> float:
    """Return the seconds of the fastest of three rounds."""
    best = float("inf")
    for _ in range(3):
        begin = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begin)
    return best


def main(size: str, which: str) -> None:
    made = columns(int(size))
    if which == "numpy":
        seconds = timed(lambda: in_numpy(made))
        accrued = in_numpy(made)["accrued"]
    else:
        states = frame(made)
        made.clear()
        seconds = timed(lambda: accrue(states, [TERMS], through=ON, explain=False))
        accrued = accrue(states, [TERMS], through=ON, explain=False)[0]["accrued"].to_numpy()
    total = int((accrued % 1_000_003).sum())
    print(json.dumps({"seconds": seconds, "total": total, "peak": _peak()}))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main(*sys.argv[1:])
