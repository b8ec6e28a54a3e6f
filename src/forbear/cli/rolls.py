"""``forbear rolls``: who was cured and who rolled, between two days."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click
import polars as pl
from rich.console import Console
from rich.table import Table

from forbear.cli.database import with_database
from forbear.core.delinquency import MOVES, roll_matrix, rolls
from forbear.core.tables import words as w


@click.command("rolls")
@click.argument("before")
@click.argument("after")
@click.option(
    "--by", type=click.Choice(["account", "person"]), default="account", show_default=True
)
def command(before: str, after: str, by: str) -> None:
    """Compare two days: who was cured, who rolled forward or back, who stayed.

    BEFORE and AFTER are days in the database (2026-11-23), or folders that `forbear day --out`
    wrote. A person stands in the worst bucket of their accounts.
    """
    moved = rolls(_buckets(before, by), _buckets(after, by)).collect()
    console = Console()
    counts = dict(moved.group_by("move").len().iter_rows())
    console.print(", ".join(f"{counts.get(m, 0):,} {m.replace('_', ' ')}" for m in MOVES))
    table = Table("from \\ to", *w.BUCKETS, box=None, pad_edge=False, header_style="bold")
    for column in table.columns[1:]:
        column.justify = "right"
    cells = {
        (row["bucket_before"], row["bucket_after"]): row["accounts"]
        for row in roll_matrix(moved).iter_rows(named=True)
    }
    for start in w.BUCKETS:
        row = [cells[start, end] for end in w.BUCKETS]
        table.add_row(start, *(f"{count:,}" if count else "·" for count in row))
    console.print(table)


def _buckets(place: str, by: str) -> pl.LazyFrame:
    """Return ``account_id`` and ``bucket`` of a day; by person, the person's number and worst."""
    decisions = _of_day(place) if _is_day(place) else _of_folder(Path(place))
    if by == "account":
        return decisions
    worst = pl.col("bucket").max()
    return decisions.group_by(pl.col("person_id").alias("account_id")).agg(worst)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _of_folder(folder: Path) -> pl.LazyFrame:
    parts = folder / "decisions"
    if not any(parts.glob("*.parquet")):
        _leave(f"{folder} is neither a day nor a folder that `forbear day --out` wrote")
    return pl.scan_parquet(parts / "*.parquet").select("account_id", "person_id", "bucket")


def _of_day(day: str) -> pl.LazyFrame:
    with with_database():
        from forbear.store.models import Decision  # noqa: PLC0415 - needs Django

        rows = list(
            Decision.objects.filter(on=day).values_list("account_id", "person_id", "bucket")
        )
    if not rows:
        _leave(f"{day} was not decided; `forbear day --on {day}` decides it")
    schema = pl.Schema(
        {"account_id": pl.Int64(), "person_id": pl.Int64(), "bucket": w.words(w.BUCKETS)}
    )
    return pl.DataFrame(rows, schema=schema, orient="row").lazy()


def _leave(sentence: str) -> None:
    click.echo(f"forbear rolls: {sentence}", err=True)
    sys.exit(2)
