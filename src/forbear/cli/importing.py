"""``forbear import``: a host's files into the store."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
import polars as pl
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn
from rich.table import Table

from forbear.cli.options import DAY
from forbear.interchange import uci
from forbear.interchange.tabular.problems import ImportProblem
from forbear.interchange.uci.agreement import used
from forbear.interchange.uci.portfolio import Ledger, write
from forbear.wiring import clock

if TYPE_CHECKING:
    from forbear.services.imports import ImportResult

_SAMPLE = "uci"


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--map", "map_path", type=click.Path(path_type=Path), help="Which column is which.")
@click.option("--table", help="The table, if the file has our column names.")
@click.option("--rejects", type=click.Path(path_type=Path), help="Where rejected rows go.")
@click.option("--rehearse", is_flag=True, help="Do everything, then leave the store as it was.")
@click.option("--as-of", type=DAY, help="uci: the day it stands at.")
@click.option("--seed", default=7, show_default=True, help="uci: the seed of what is invented.")
@click.option("--limit", type=click.IntRange(1, 30_000), help="uci: only the first accounts.")
@click.option(
    "--ledger",
    type=click.Choice(["whole", "late", "none"]),
    default="whole",
    show_default=True,
    help="uci: whose postings to make; `late` is quicker.",
)
@click.option("--out", type=click.Path(path_type=Path), help="uci: write files, import nothing.")
@click.option("--check", is_flag=True, help="uci: how far derived lateness agrees with the data.")
def command(  # noqa: PLR0917 - click calls it, by name
    files: tuple[str, ...],
    map_path: Path | None,
    table: str | None,
    rejects: Path | None,
    as_of: datetime | None,
    out: Path | None,
    limit: int | None,
    ledger: Ledger,
    seed: int,
    *,
    rehearse: bool,
    check: bool,
) -> None:
    """Import CSV or Parquet files, or the real sample portfolio: ``forbear import uci``.

    All files go in by one transaction. A row that does not fit is written to FILE.rejects.csv with
    its line, column, value and reason; the others go in. The same file twice changes nothing.

    The exit status is 0 if every row went in, 1 if some were rejected, 2 if nothing was done.
    """
    try:
        if files == (_SAMPLE,):
            if check:
                _show_agreement()
                return
            day = as_of.date() if as_of else clock.business_date()
            frames = uci.portfolio(day, seed, limit=limit, ledger=ledger)
            if out is not None:
                _show_written(write(frames, out), day)
                return
            with _store(), _bar() as told:
                from forbear.services.imports import import_frames  # noqa: PLC0415 - needs Django

                results = import_frames(
                    tables=frames, at=clock.now(), actor=_actor(), label=_SAMPLE, progress=told
                )
        else:
            _refuse_sample_options(as_of=as_of, out=out, limit=limit, check=check)
            results = _import_files(_found(files), map_path, table, rejects, is_rehearsal=rehearse)
    except ImportProblem as problem:
        click.echo(str(problem), err=True)
        sys.exit(2)
    _show(results, is_rehearsal=rehearse)
    if any(result.rejected for result in results):
        sys.exit(1)


def _import_files(
    paths: Sequence[Path],
    map_path: Path | None,
    table: str | None,
    rejects: Path | None,
    *,
    is_rehearsal: bool,
) -> list[ImportResult]:
    if len(paths) > 1 and (map_path or table or rejects):
        raise ImportProblem("--map, --table and --rejects are for one file at a time.")
    with _store():
        from forbear.services.imports import import_files, incoming_file  # noqa: PLC0415

        incoming = [
            incoming_file(path, table=table, map_path=map_path, rejects=rejects) for path in paths
        ]
        with _bar() as told:
            return import_files(
                incoming=incoming,
                at=clock.now(),
                actor=_actor(),
                progress=told,
                is_rehearsal=is_rehearsal,
            )


def _found(files: Sequence[str]) -> list[Path]:
    """Return the files; a folder stands for the CSV and Parquet files in it."""
    found: list[Path] = []
    for name in files:
        path = Path(name)
        if path.is_dir():
            inside = [
                p
                for p in sorted(path.iterdir())
                if p.suffix in {".csv", ".parquet"} and not p.name.endswith(".rejects.csv")
            ]
            if not inside:
                raise ImportProblem(f"{path}: holds no CSV or Parquet file.")
            found += inside
        else:
            found.append(path)
    return found


@contextmanager
def _store() -> Iterator[None]:
    """Make the database ready; say plainly what is wrong with it, and leave with status 2."""
    import django  # noqa: PLC0415 - `forbear import uci --out` needs no Django
    from django.db import Error  # noqa: PLC0415

    from forbear.wiring.database import (  # noqa: PLC0415
        DatabaseProblem,
        ensure_database,
        explain_database_error,
        is_embedded,
    )

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forbear.wiring.settings")
    try:
        ensure_database(migrate=is_embedded())
        django.setup()
        yield
    except (DatabaseProblem, Error) as error:
        cause = error.__cause__ if isinstance(error, Error) and error.__cause__ else error
        click.echo(f"{explain_database_error(cause)} Nothing was imported.", err=True)
        sys.exit(2)


@contextmanager
def _bar() -> Iterator[Callable[[str, int, int], None]]:
    """Show how far the import has come; yield what is to be told after each batch."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def told(name: str, done: int, rows: int) -> None:
            if name not in tasks:
                tasks[name] = progress.add_task(name, total=1000)
            progress.update(tasks[name], completed=done, description=f"{name} {rows:,}")

        yield told


def _refuse_sample_options(**given: object) -> None:
    for name, value in given.items():
        if value:
            raise ImportProblem(f"--{name.replace('_', '-')} is only for `forbear import uci`.")


def _actor() -> str:
    return os.environ.get("USER", "system")[:150]


def _show(results: Sequence[ImportResult], *, is_rehearsal: bool) -> None:
    """Print what became of each file."""
    table = Table(title="Rehearsed, nothing was changed" if is_rehearsal else "Imported")
    table.add_column("table")
    for name in ("read", "added", "changed", "as before", "rejected"):
        table.add_column(name, justify="right")
    for result in results:
        numbers = (result.read, result.added, result.changed, result.same, result.rejected)
        table.add_row(result.table, *(f"{number:,}" for number in numbers))
    Console().print(table)
    for result in results:
        if result.rejects is not None:
            click.echo(f"Rows of {result.table} that do not fit: {result.rejects}")


def _show_written(paths: Sequence[Path], day: date) -> None:
    click.echo(f"The sample portfolio as of {day} is written:")
    for path in paths:
        click.echo(f"  {path}")


def _show_agreement() -> None:
    """Print how often lateness derived from bills and payments agrees with the data's status."""
    frame = uci.agreement()
    table = Table(title="Derived from bills and payments, against the data's own status (per cent)")
    table.add_column("status")
    for name in (
        "latest: rows",
        "late or not",
        "same count",
        "all: rows",
        "late or not",
        "same count",
    ):
        table.add_column(name, justify="right")
    for row in frame.iter_rows(named=True):
        parts = [row[f"{when}_{what}"] for when in ("latest", "all") for what in _MEASURES]
        table.add_row(row["status"], *(_figure(part) for part in parts))
    console = Console()
    console.print(table)
    late = used().filter(pl.col("status") > 0)
    console.print(
        "The portfolio takes the number of unpaid statements from the status. "
        f"Of {late['accounts'].sum():,} accounts that it calls late, {late['fewer'].sum():,} "
        "have fewer open dues, because less or nothing was owed."
    )


_MEASURES = ("rows", "same_lateness", "same_count")


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:,}"
