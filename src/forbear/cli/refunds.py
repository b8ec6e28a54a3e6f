"""``forbear refunds``: credit balances paid back."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.banking import money, on_option, out_option, refused, told, write_runs
from forbear.cli.database import day_of, with_database
from forbear.cli.options import actor
from forbear.core.debits import words as w
from forbear.interchange.sepa.writing import TRANSFER_VERSIONS, TransferVersion
from forbear.wiring import clock

_by = click.option("--by", help="Who decides; the user of the machine if left out.")


@click.group()
def command() -> None:
    """Pay credit balances back: asked for by one person, approved by another."""


@command.command()
@click.argument("account")
@click.option("--amount-minor", required=True, type=int, help="How much, in cents.")
@click.option("--holder", required=True, help="Whose bank account it is.")
@click.option("--iban", required=True)
@click.option("--bic", default="", help="Not needed within SEPA.")
@click.option("--reason", required=True, help="Why.")
@click.option("--key", required=True, help="Names the request: the same one twice is one.")
@click.option("--by", help="Who asks; the user of the machine if left out.")
def request(account: str, amount_minor: int, by: str | None, **given: str) -> None:
    """Ask for a refund of an ACCOUNT's credit balance."""
    with told():
        from forbear.services.refunds import refund_request  # noqa: PLC0415 - needs Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415
        from forbear.store.models import Account  # noqa: PLC0415

        row = Account.objects.filter(reference=account).first()
        if row is None:
            click.echo(f"There is no account {account!r}.", err=True)
            sys.exit(1)
        found = refund_request(
            account_id=row.pk,
            amount_minor=amount_minor,
            at=clock.now(),
            actor=by or actor(),
            **given,
        )
        if isinstance(found, Refusal):
            refused(found)
        else:
            click.echo(f"Refund {found.pk} of {money(found.amount_minor)} is {found.state}.")


@command.command()
@click.argument("refund_id", type=int)
@_by
def approve(refund_id: int, by: str | None) -> None:
    """Approve a refund that somebody else asked for."""
    _decide(refund_id, by, is_approved=True)


@command.command()
@click.argument("refund_id", type=int)
@_by
def refuse(refund_id: int, by: str | None) -> None:
    """Refuse a refund that somebody else asked for."""
    _decide(refund_id, by, is_approved=False)


def _decide(refund_id: int, by: str | None, *, is_approved: bool) -> None:
    with told():
        from forbear.services.refunds import refund_decide  # noqa: PLC0415 - needs Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415
        from forbear.store.models import Refund  # noqa: PLC0415

        if not Refund.objects.filter(pk=refund_id).exists():
            click.echo(f"There is no refund {refund_id}.", err=True)
            sys.exit(1)
        found = refund_decide(
            refund_id=refund_id, is_approved=is_approved, at=clock.now(), actor=by or actor()
        )
        if isinstance(found, Refusal):
            refused(found)
        else:
            click.echo(f"Refund {found.pk} of {money(found.amount_minor)} is {found.state}.")


@command.command()
@on_option
@out_option
@click.option(
    "--version",
    type=click.Choice(TRANSFER_VERSIONS),
    default=TRANSFER_VERSIONS[-1],
    show_default=True,
    help="The version of the message that your bank takes.",
)
def file(on: datetime | None, out: Path | None, version: TransferVersion) -> None:
    """Write the pain.001 file of the approved refunds; again writes the same file."""
    with told():
        day = day_of(on)
        from forbear.services.refunds import refunds_write_file  # noqa: PLC0415 - needs Django
        from forbear.wiring.debits import own_bank  # noqa: PLC0415

        runs = refunds_write_file(
            on=day, bank=own_bank(), at=clock.now(), version=version, actor=actor()
        )
        write_runs(runs, out)
    if not runs:
        click.echo(f"Nothing goes to the bank on {day}.")


@command.command("list")
@click.option("--state", type=click.Choice(w.REFUND_STATES), help="Only in this state.")
@click.option("--limit", default=50, show_default=True, help="At most so many, the latest first.")
def list_(state: str | None, limit: int) -> None:
    """List refunds."""
    with with_database():
        from forbear.store.selectors.debits import refund_list  # noqa: PLC0415 - needs Django

        rows = refund_list(state=state, limit=limit)
        table = Table(
            *("refund", "account", "amount", "state", "asked by", "decided by", "reason"),
            box=SIMPLE,
            pad_edge=False,
        )
        for row in rows:
            table.add_row(
                str(row.pk),
                row.account.reference,
                money(row.amount_minor, row.currency),
                row.state,
                row.requested_by,
                row.decided_by,
                row.reason,
            )
    if not rows:
        click.echo("There are no refunds.")
        return
    Console().print(table)
