"""Money against its aims: a day's interest for ten million accounts, a night, and one balance.

Each part runs in a process of its own. Options by the environment: ``BENCH_MONEY_ACCOUNTS`` (ten
million), ``BENCH_MONEY_STORED`` (accounts in PostgreSQL), ``BENCH_MONEY_PARTS`` (some of: accrual,
night, balance, database, payments). A part whose module is not there (``_money_payments`` measures
the import of payments) is left out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ACCOUNTS = os.environ.get("BENCH_MONEY_ACCOUNTS", "10000000")
STORED = os.environ.get("BENCH_MONEY_STORED", "100000")
SECTION = "money"  # its table stands apart, so that it can be measured apart
Row = dict[str, object]


def run() -> list[Row]:
    """Measure each part."""
    asked = os.environ.get("BENCH_MONEY_PARTS", ",".join(PARTS)).split(",")
    return [row for name in asked for row in PARTS[name]()]


def accrual() -> list[Row]:
    """The interest of one day, beside bare NumPy: three turns of each, the median of the ratios."""
    turns = [
        (_asked("_money_frame", ACCOUNTS, "numpy"), _asked("_money_frame", ACCOUNTS, "columns"))
        for _ in range(3)
    ]
    for bare, ours in turns:
        assert bare["total"] == ours["total"], "both must come to the same grains"
    ratios = [ours["seconds"] / bare["seconds"] for bare, ours in turns]
    bare, ours = turns[ratios.index(sorted(ratios)[1])]
    name = f"interest of one day, {int(ACCOUNTS):,} accounts"
    return [
        _row(name, ours["seconds"], "s", f"six balances each; peak {ours['peak']:.2f} GiB"),
        _row(f"{name}, bare NumPy", bare["seconds"], "s", f"peak {bare['peak']:.2f} GiB"),
        _row(f"{name}: forbear / NumPy", sorted(ratios)[1], "×", "aim at most 3; same run"),
    ]


def night() -> list[Row]:
    """Payments, ends of grace and statements of one night."""
    done = _asked("_money_night", ACCOUNTS)
    note = (
        f"{done['touched']:,} touched: {done['payments']:,} payments, {done['statements']:,} "
        f"statements, {done['fees']:,} late fees; {done['postings']:,} postings; "
        f"peak {done['peak']:.2f} GiB"
    )
    return [_row(f"a night, {done['accounts']:,} accounts", done["seconds"], "s", note)]


def balance() -> list[Row]:
    """What one account owes, worked out from five years."""
    done = _asked("_money_balance")
    note = f"aim 5 ms; median; {done['events']} events and 60 statements, every line explained"
    return [
        _row(
            "balance of one account, worked out from five years", done["seconds"] * 1000, "ms", note
        )
    ]


def database() -> list[Row]:
    """A night through PostgreSQL, and a balance read from its postings."""
    with tempfile.TemporaryDirectory(prefix="forbear-bench-") as folder:
        done = _asked("_money_database", folder, STORED)
    name = f"a night through PostgreSQL, {int(STORED):,} accounts"
    note = (
        f"{done['accounts']:,} touched: {done['payments']:,} payments, {done['statements']:,} "
        f"statements, {done['late_fees']:,} late fees; peak {done['peak']:.2f} GiB"
    )
    return [
        _row(name, done["seconds"], "s", note),
        _row(
            "balance of one account, from five years of postings",
            done["balance"] * 1000,
            "ms",
            "aim 5 ms; median; 600 bookings in PostgreSQL",
        ),
    ]


def payments() -> list[Row]:
    """The import of payments, where it is there."""
    if find_spec("benches._money_payments") is None:
        return []
    rows: list[Row] = _asked("_money_payments")["rows"]
    return rows


def _asked(module: str, *given: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", f"benches.{module}", *given],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _row(name: str, value: object, unit: str, note: str) -> Row:
    return {"name": name, "value": value, "unit": unit, "note": note}


PARTS: dict[str, Callable[[], list[Row]]] = {
    "accrual": accrual,
    "night": night,
    "balance": balance,
    "database": database,
    "payments": payments,
}
