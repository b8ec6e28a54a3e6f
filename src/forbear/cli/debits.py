"""``forbear debits``: from the plan of a day to the bank's answer."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.banking import money, on_option, out_option, told, write_runs
from forbear.cli.database import day_of, with_database
from forbear.cli.options import actor
from forbear.core.debits.reasons import reason_of
from forbear.core.debits.words import OBJECTIONS
from forbear.interchange.sepa.writing import COLLECTION_VERSIONS, CollectionVersion
from forbear.wiring import clock

if TYPE_CHECKING:
    from forbear.services.debits import ResultsRead


@click.group()
def command() -> None:
    """Plan, announce and file the debits of a day; read what the bank answers.

    Each may be run again at any time: what was done stays done once.
    """


@command.command()
@on_option
def plan(on: datetime | None) -> None:
    """Plan a debit for each due with an active mandate that can be announced in time."""
    with told():
        from forbear.services.debits import debits_plan  # noqa: PLC0415 - needs Django
        from forbear.wiring.debits import debit_rules, own_bank  # noqa: PLC0415

        found = debits_plan(
            on=day_of(on),
            rules=debit_rules(),
            creditor_id=own_bank().creditor_id,
            at=clock.now(),
            actor=actor(),
        )
    click.echo(f"{len(found.debits)} planned, {money(found.sum_minor)}.")
    for code, many in found.without.items():
        click.echo(f"  {many} without: {code}. {OBJECTIONS[code][0].replace('{}', '…')}")


@command.command()
@on_option
def announce(on: datetime | None) -> None:
    """Put a message for each planned debit into the outbox; count those that have left."""
    with told():
        from forbear.services.debits import debits_announce  # noqa: PLC0415 - needs Django
        from forbear.wiring.debits import debit_rules  # noqa: PLC0415

        found = debits_announce(on=day_of(on), rules=debit_rules(), at=clock.now(), actor=actor())
    click.echo(
        f"{found.planned} messages planned, {found.announced} debits announced, "
        f"{found.withheld} withheld, {found.without_way} that nothing can announce in time."
    )


@command.command()
@on_option
@out_option
@click.option(
    "--version",
    type=click.Choice(COLLECTION_VERSIONS),
    default=COLLECTION_VERSIONS[-1],
    show_default=True,
    help="The version of the message that your bank takes.",
)
def file(on: datetime | None, out: Path | None, version: CollectionVersion) -> None:
    """Write the pain.008 file of a day; again writes the same file, byte for byte."""
    day = day_of(on)
    with told():
        from forbear.services.debits import debits_write_file  # noqa: PLC0415 - needs Django
        from forbear.wiring.debits import debit_rules, own_bank  # noqa: PLC0415

        runs = debits_write_file(
            on=day,
            rules=debit_rules(),
            bank=own_bank(),
            at=clock.now(),
            version=version,
            actor=actor(),
        )
        write_runs(runs, out)
    if not runs:
        click.echo(f"Nothing goes to the bank on {day}.")


@command.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@on_option
def results(files: tuple[Path, ...], on: datetime | None) -> None:
    """Read what the bank answers: pain.002, camt.053 or camt.054 files.

    The exit status is 0 if everything was used, 1 if something was not, 2 if a file is none of
    these.
    """
    has_problems = False
    contents = [(path, path.read_bytes()) for path in files]
    for path, content in contents:
        with told():
            from forbear.services.debits import debits_read_results  # noqa: PLC0415

            found = debits_read_results(
                content, name=path.name, on=day_of(on), at=clock.now(), actor=actor()
            )
            _show_results(path, found)
        has_problems = has_problems or bool(found.problems)
    if has_problems:
        sys.exit(1)


def _show_results(path: Path, found: ResultsRead) -> None:
    if found.is_repeat:
        click.echo(f"{path}: was read before; nothing was done.")
    else:
        click.echo(
            f"{path}: {found.entries} entries, {len(found.failures)} debits failed, "
            f"{len(found.refunds)} refunds came back, {found.known} known before."
        )
    for failure in found.failures:
        reason = reason_of(failure.code)
        again = (
            f"may be tried once more after {reason.retry_days} banking days"
            if reason.retry_days is not None
            else "is not tried again"
        )
        click.echo(
            f"  {failure.debit.end_to_end_id}: {failure.code}. {reason.text} It {again}; the "
            f"mandate is {failure.debit.mandate.state}."
        )
    for problem in found.problems:
        click.echo(f"  {problem}", err=True)


@command.command("list")
@click.option("--account", help="Only of this account, by its reference.")
@click.option("--limit", default=50, show_default=True, help="At most so many, the latest first.")
def list_(account: str | None, limit: int) -> None:
    """List debits with their days, amounts and states."""
    with with_database():
        from forbear.store.selectors.debits import debit_list  # noqa: PLC0415 - needs Django

        rows = debit_list(account=account, limit=limit)
        table = Table(
            "debit", "due", "collection", "amount", "state", "why", box=SIMPLE, pad_edge=False
        )
        for row in rows:
            table.add_row(
                row.end_to_end_id,
                row.due_on.isoformat(),
                row.collection_on.isoformat(),
                money(row.sent_minor or row.amount_minor, row.currency),
                row.state,
                row.note,
            )
    if not rows:
        click.echo("There are no debits.")
        return
    Console().print(table)
