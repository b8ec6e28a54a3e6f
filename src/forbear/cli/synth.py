"""`forbear synth`: a made-up portfolio of any size, to try strategies and to measure."""

from __future__ import annotations

import shlex
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from forbear.cli.options import DAY
from forbear.engine.synth import write_portfolio

# Fixed, so that the same command gives the same files on any day.
DEFAULT_ON = date(2026, 11, 20)


@click.command("synth")
@click.option("--accounts", type=click.IntRange(min=1), required=True, help="How many accounts.")
@click.option(
    "--contacts-per-account",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="Past contacts an account, on average, over the last 60 days.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="The same seed gives the same portfolio.",
)
@click.option(
    "--on",
    type=DAY,
    default=DEFAULT_ON.isoformat(),
    show_default=True,
    help="The day at whose start the portfolio stands.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder to write, one folder of Parquet files a table.",
)
def command(accounts: int, contacts_per_account: int, seed: int, on: datetime, out: Path) -> None:
    """Write a made-up portfolio as Parquet. Nobody in it is real."""
    console = Console(stderr=True)
    columns = (
        TextColumn("Writing accounts"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    try:
        with Progress(*columns, console=console) as progress:
            task = progress.add_task("", total=accounts)
            written = write_portfolio(
                out,
                accounts=accounts,
                contacts_per_account=contacts_per_account,
                seed=seed,
                on=on.date(),
                told=lambda done: progress.advance(task, done),
            )
    except OSError as refused:
        raise click.ClickException(str(refused)) from refused
    for name, rows in written.rows.items():
        click.echo(f"{name:<15} {rows:>13,} rows")
    click.echo(
        f"\nNext: forbear day --portfolio {shlex.quote(str(out))} --on {on.date()} --out DIR"
    )
