"""``forbear books``: what stands in each book on a day, and the close of a period."""

from __future__ import annotations

import os
import sys
from datetime import datetime

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.database import day_of, with_database
from forbear.cli.options import DAY
from forbear.wiring import clock


@click.group()
def command() -> None:
    """Show the books of a day, and close periods."""


@command.command()
@click.option("--on", type=DAY, help="The day. Default: today.")
def show(on: datetime | None) -> None:
    """Print opening, debit, credit and closing of each book and currency, in minor units."""
    with with_database():
        day = day_of(on)
        from forbear.store.selectors.books import trial_balance  # noqa: PLC0415 - needs Django
        from forbear.store.selectors.ledger import locked_through  # noqa: PLC0415

        lines = trial_balance(since=day, until=day)
        through = locked_through()
    click.echo(f"Books of {day}; closed through {through or 'no day yet'}.")
    table = Table(box=SIMPLE, pad_edge=False)
    for name in ("currency", "book"):
        table.add_column(name)
    for name in ("opening", "debit", "credit", "closing", "postings"):
        table.add_column(name, justify="right")
    for line in lines:
        figures = (
            line.opening_minor,
            line.debit_minor,
            line.credit_minor,
            line.closing_minor,
            line.many,
        )
        table.add_row(line.currency, line.book, *(f"{figure:,}" for figure in figures))
    if lines:
        Console().print(table)
    else:
        click.echo("The ledger is empty up to this day.")


@command.command()
@click.option("--through", type=DAY, required=True, help="The last day that is to be closed.")
@click.option("--note", default="", help="Why; kept with the lock.")
def close(through: datetime, note: str) -> None:
    """Close the books through a day; an earlier day than before opens them again."""
    if through.date() > clock.business_date("Etc/GMT-14"):  # where a day begins first
        click.echo(
            f"forbear: {through.date()} has not begun: closing it would stop all booking.", err=True
        )
        sys.exit(1)
    with with_database():
        from forbear.services.ledger import period_lock  # noqa: PLC0415 - needs Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415

        made = period_lock(
            locked_through=through.date(),
            at=clock.now(),
            actor=os.environ.get("USER", "system")[:150],
            note=note,
        )
    if isinstance(made, Refusal):
        click.echo(f"forbear: {made.text}", err=True)
        sys.exit(1)
    click.echo(f"The books are closed through {made.locked_through}.")
