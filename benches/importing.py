"""How fast ``forbear import`` is: a million rows of a host's file, and the sample portfolio."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
from benches._own_database import own_database

ROWS = 1_000_000
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
MAP = """
table = "accounts"
time_zone = "America/New_York"
[columns]
reference = "acct"
person_reference = "cust"
nation = { constant = "US" }
region = { constant = "US-NY" }
currency = { constant = "USD" }
balance_minor = { source = "balance", scale = 2, thousands = "," }
overdue_minor = { source = "overdue", scale = 2 }
oldest_unpaid_due_on = { source = "oldest", format = "%m/%d/%Y" }
status = { source = "st", values = { O = "open", C = "charged_off" } }
"""


def _files(folder: Path, rows: int) -> tuple[Path, Path, Path, Path]:
    number = pl.int_range(rows)
    base = pl.select(number.alias("n"))
    persons, accounts, contacts = (
        folder / name for name in ("persons.csv", "accounts.csv", "contacts.parquet")
    )
    base.select(
        pl.format("P{}", "n").alias("reference"),
        pl.format("Cardholder {}", "n").alias("name"),
        pl.lit("America/New_York").alias("time_zones"),
    ).write_csv(persons)
    base.select(
        pl.format("A{}", "n").alias("acct"),
        pl.format("P{}", "n").alias("cust"),
        pl.format("1,{}.{}", (pl.col("n") % 900 + 100), (pl.col("n") % 90 + 10)).alias("balance"),
        pl.format("{}.{}", (pl.col("n") % 900), (pl.col("n") % 90 + 10)).alias("overdue"),
        (pl.lit(date(2026, 11, 1)) - pl.duration(days=pl.col("n") % 200))
        .dt.strftime("%m/%d/%Y")
        .alias("oldest"),
        pl.when(pl.col("n") % 50 == 0).then(pl.lit("C")).otherwise(pl.lit("O")).alias("st"),
    ).write_csv(accounts)
    base.select(
        pl.format("K{}", "n").alias("reference"),
        pl.format("P{}", "n").alias("person_reference"),
        pl.format("A{}", "n").alias("account_reference"),
        (pl.lit(AT) - pl.duration(minutes=pl.col("n") % 40_000 + 1)).alias("at"),
        pl.lit("call").alias("channel"),
        pl.lit("no_answer").alias("outcome"),
    ).write_parquet(contacts)
    mapping = folder / "accounts.toml"
    mapping.write_text(MAP)
    return persons, accounts, contacts, mapping


def run(rows: int = ROWS) -> list[dict[str, object]]:
    """Measure in a process of its own, with an empty database of its own."""
    with tempfile.TemporaryDirectory(prefix="forbear-bench-") as folder:
        done = subprocess.run(
            [sys.executable, "-m", "benches.importing", folder, str(rows)],
            cwd=Path(__file__).resolve().parent.parent,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _measure(folder: Path, rows: int) -> Iterator[dict[str, object]]:
    with own_database(folder):
        from forbear.interchange import uci  # noqa: PLC0415 - after the settings
        from forbear.services.imports import import_files, import_frames, incoming_file  # noqa: PLC0415

        start = time.perf_counter()
        done = import_frames(tables=uci.portfolio(AT.date()), at=AT, actor="bench", label="uci")
        total = sum(one.read for one in done)
        yield _row("import, the sample portfolio", total, start, "made and stored, all tables")
        persons, accounts, contacts, mapping = _files(folder, rows)
        for path, given, note in (
            (persons, None, "CSV"),
            (accounts, mapping, "CSV with a mapping"),
            (accounts, mapping, "the same file again"),
            (contacts, None, "Parquet"),
        ):
            start = time.perf_counter()
            [one] = import_files(
                incoming=[incoming_file(path, map_path=given)], at=AT, actor="bench"
            )
            assert one.rejected == 0
            yield _row(f"import, {one.table}", one.read, start, note)


def _row(name: str, rows: int, start: float, note: str) -> dict[str, object]:
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    words = f"{note}; {rows:,} rows in {seconds:.1f} s, peak {peak} MiB"
    return {"name": name, "value": int(rows / seconds), "unit": "rows/s", "note": words}


if __name__ == "__main__":
    for result in _measure(Path(sys.argv[1]), int(sys.argv[2])):
        print(json.dumps(result), flush=True)
