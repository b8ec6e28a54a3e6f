"""``forbear reconcile``: the ledger against the host's statements."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.database import day_of, with_database
from forbear.cli.options import DAY
from forbear.wiring import clock

if TYPE_CHECKING:
    from forbear.services.reconciliation import Reconciliation

_SHOWN = 20
_MONTH = timedelta(days=30)
_COLUMNS = (
    ("account_reference", "account"),
    ("statement_on", "statement"),
    ("verdict", "verdict"),
    ("cause", "likely why"),
    ("component", "of"),
    ("currency", ""),
    ("statement_minor", "host"),
    ("ledger_minor", "ledger"),
    ("difference_minor", "apart by"),
)


@click.command()
@click.option("--on", type=DAY, help="Statements of one day.")
@click.option("--from", "since", type=DAY, help="Statements from this day on.")
@click.option("--to", "until", type=DAY, help="Statements up to this day. Default: today.")
@click.option("--rounding", default=1, show_default=True, help="Minor units called rounding.")
@click.option("--days-apart", default=3, show_default=True, help="How far to look for a booking.")
@click.option("--out", type=click.Path(path_type=Path), help="Write every difference as CSV.")
def command(  # noqa: PLR0917 - click calls it, by name
    on: datetime | None,
    since: datetime | None,
    until: datetime | None,
    rounding: int,
    days_apart: int,
    out: Path | None,
) -> None:
    """Compare the ledger with the statements that the host printed, and list what differs.

    Without a day: the statements of the last 31 days. Amounts are minor units. Nothing is changed;
    the comparison is kept: its counts, its day, and the digest of its differences.

    The exit status is 0 if all agree, 1 if something differs or is missing, 2 if nothing was done.
    """
    if on is not None and (since or until):
        raise click.UsageError(
            "--on is one day; --from and --to are several. Give one or the other."
        )
    with with_database(status=2):
        from forbear.services.reconciliation import (  # noqa: PLC0415 - needs Django
            reconcile,
            reconciliation_keep,
        )
        from forbear.services.refusals import Refusal  # noqa: PLC0415

        first, last = _days(on, since, until)
        with Console(stderr=True).status("Comparing …"):
            found = reconcile(
                since=first, until=last, rounding_minor=rounding, days_apart=days_apart
            )
            if not isinstance(found, Refusal):
                reconciliation_keep(
                    found,
                    rounding_minor=rounding,
                    days_apart=days_apart,
                    at=clock.now(),
                    actor="system",
                )
    if isinstance(found, Refusal):
        click.echo(f"forbear: {found.text}", err=True)
        sys.exit(2)
    if out is not None:
        found.differences.write_csv(out)
    _show(found, out)
    sys.exit(0 if found.agrees else 1)


def _days(on: datetime | None, since: datetime | None, until: datetime | None) -> tuple[date, date]:
    if on is not None:
        return on.date(), on.date()
    last = day_of(until)
    return (since.date() if since else last - _MONTH), last


def _show(found: Reconciliation, out: Path | None) -> None:
    """Print the counts, the causes and the first differences."""
    days = f"{found.since}" if found.since == found.until else f"{found.since} to {found.until}"
    click.echo(f"Statements of {days}")
    for verdict, many in found.counts.items():
        click.echo(f"  {verdict.replace('_', ' '):<20}{many:>12,}")
    for cause, many in found.causes.items():
        click.echo(f"    {cause.replace('_', ' '):<18}{many:>12,}")
    if found.agrees:
        click.echo("All agree.")
        return
    table = Table(box=SIMPLE, pad_edge=False)
    for name, label in _COLUMNS:
        table.add_column(label, justify="right" if name.endswith("_minor") else "left")
    differences = found.differences
    for row in differences.head(_SHOWN).iter_rows(named=True):
        table.add_row(*(_cell(row[name]) for name, _label in _COLUMNS))
    Console().print(table)
    rest = differences.height - _SHOWN
    if rest > 0 and out is None:
        click.echo(f"… and {rest:,} more; --out FILE.csv writes them all.")
    if out is not None:
        click.echo(f"All {differences.height:,} are in {out}.")


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else str(value).replace("_", " ")
