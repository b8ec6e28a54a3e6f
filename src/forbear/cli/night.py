"""``forbear night``: what every card account owes after a day, over the database."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from forbear.cli.database import with_database
from forbear.cli.options import DAY
from forbear.core.money import major_units
from forbear.packs.products import ProductError

if TYPE_CHECKING:
    from forbear.services.night import NightSummary

_SHOWN = 20


@click.command()
@click.option("--on", required=True, type=DAY, help="The last day to work out.")
@click.option(
    "--products",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of product files of your own.",
)
@click.option("--batch", default=20_000, show_default=True, help="Accounts in one transaction.")
def command(on: datetime, products: Path | None, batch: int) -> None:
    """Charge interest and late fees, make statements, and age every card account.

    Days that were missed are caught up first, in order. A run that was killed goes on where it
    stopped; a day that is done is not done again.

    The exit status is 0 if every account was worked out, 1 if some are told, 2 if nothing was done.
    """
    begin = time.monotonic()
    console = Console(stderr=True)
    try:
        with with_database(status=2):
            from forbear.wiring.night import database_night  # noqa: PLC0415 - needs Django

            with console.status("Working …") as status:
                summary = database_night(
                    on=on.date(),
                    products=products,
                    batch=batch,
                    tell=lambda work: status.update(f"Working on {work.on} …"),
                )
    except ProductError as error:
        click.echo(f"forbear night: {error}", err=True)
        sys.exit(2)
    _show(summary, time.monotonic() - begin)
    sys.exit(1 if summary.told else 0)


def _show(summary: NightSummary, seconds: float) -> None:
    """Print what was done, and which accounts are to be looked at."""
    days = summary.days
    if not days:
        click.echo("Nothing to do.")
    else:
        click.echo(f"{days[0]}" if len(days) == 1 else f"{days[0]} to {days[-1]}")
        for name, many in summary.counts.items():
            click.echo(f"  {_LABELS[name]:<24}{many:>16,}")
        for currency, sums in sorted(summary.charged.items()):
            for name, minor in sums.items():
                click.echo(f"  {name:<24}{major_units(minor, currency):>16,} {currency}")
        click.echo(f"  {'seconds':<24}{seconds:>16.1f}")
    for one in summary.told[:_SHOWN]:
        click.echo(f"account {one['account_id']}: {one['why']}")
    if (rest := len(summary.told) - _SHOWN) > 0:
        click.echo(f"… and {rest:,} more.")


_LABELS = {
    "accounts": "accounts touched",
    "events": "events taken in",
    "statements": "statements",
    "late_fees": "late fees",
    "singles": "worked out singly",
}
