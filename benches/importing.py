"""How fast ``forbear import`` is: a million rows of a host's file into an empty database.

python -m benches.importing [ROWS]
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

import polars as pl

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
    """Import ``rows`` rows of each table into a database of its own; one result a table."""
    folder = Path(tempfile.mkdtemp(prefix="forbear-bench-"))
    os.environ["FORBEAR_HOME"] = str(folder / "home")
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "forbear.wiring.settings"
    # the settings are read when these are first asked for
    from forbear.wiring import embedded  # noqa: PLC0415
    from forbear.wiring.database import ensure_database  # noqa: PLC0415
    from forbear.wiring.home import data_folder  # noqa: PLC0415

    try:
        ensure_database(migrate=True)
        from forbear.services.imports import import_files, incoming_file  # noqa: PLC0415

        persons, accounts, contacts, mapping = _files(folder, rows)
        results = []
        for path, given in (
            (persons, None),
            (accounts, mapping),
            (accounts, mapping),
            (contacts, None),
        ):
            start = time.perf_counter()
            [done] = import_files(
                incoming=[incoming_file(path, map_path=given)], at=AT, actor="bench"
            )
            seconds = time.perf_counter() - start
            assert done.rejected == 0
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            results.append(
                {
                    "bench": "import",
                    "table": done.table,
                    "format": path.suffix[1:],
                    "rows": done.read,
                    "added": done.added,
                    "seconds": round(seconds, 1),
                    "rows_per_second": int(done.read / seconds),
                    "peak_mib": peak,
                }
            )
    finally:
        where = embedded.places(data_folder())
        embedded.stop(where)
        for left in (where.base, where.sockets, folder):
            shutil.rmtree(left, ignore_errors=True)
    return results


def machine() -> str:
    """Say on what this was measured."""
    parts = ", ".join(f"{name} {version(name)}" for name in ("polars", "pyarrow", "psycopg"))
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {parts}, PostgreSQL 18"


if __name__ == "__main__":
    print(machine())
    for result in run(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS):
        print(result)
