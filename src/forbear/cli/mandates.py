"""``forbear mandates``: who may be debited, under what."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.banking import refused, told
from forbear.cli.database import with_database
from forbear.cli.options import DAY, actor
from forbear.core.debits import words as w
from forbear.core.debits.mandates import Mandate as MandateValue
from forbear.interchange.sepa.mandate_rows import RowProblem, read_mandate_rows
from forbear.wiring import clock

if TYPE_CHECKING:
    from forbear.services.refusals import Refusal
    from forbear.store.models import Mandate


@click.group()
def command() -> None:
    """Write down mandates as they were signed; list, suspend, resume and cancel them."""


@command.command()
@click.argument("account")
@click.option("--reference", required=True, help="The mandate's own reference.")
@click.option("--signed-on", required=True, type=DAY, help="The day it was signed.")
@click.option("--iban", required=True)
@click.option("--bic", default="", help="Not needed within SEPA.")
@click.option("--holder", required=True, help="Whose bank account it is.")
@click.option("--sequence", type=click.Choice(w.SEQUENCES), default="FRST", show_default=True)
@click.option("--scheme", type=click.Choice(w.SCHEMES), default="CORE", show_default=True)
@click.option("--amount", type=click.Choice(w.AMOUNTS), default="minimum", show_default=True)
@click.option("--fixed-minor", type=int, help="How much, if the amount is fixed; in cents.")
@click.option("--notice-days", type=int, help="Notice agreed with the cardholder.")
@click.option("--creditor-id", help="The issuer's own if left out.")
def add(account: str, signed_on: datetime, creditor_id: str | None, **given: Any) -> None:
    """Write down the mandate of an ACCOUNT, by its reference. The same one twice is one."""
    with told():
        from forbear.services.debits import mandate_add  # noqa: PLC0415 - needs Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415
        from forbear.wiring.debits import own_bank  # noqa: PLC0415

        found = mandate_add(
            MandateValue(
                signed_on=signed_on.date(),
                creditor_id=creditor_id or own_bank().creditor_id,
                **given,
            ),
            account_id=_account_id(account),
            at=clock.now(),
            actor=actor(),
        )
        if isinstance(found, Refusal):
            refused(found)
        else:
            click.echo(f"The mandate {found.reference} of account {account} is {found.state}.")


@command.command("import")
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--rejects", type=click.Path(path_type=Path), help="Where rejected rows go.")
def import_(path: Path, rejects: Path | None) -> None:
    """Write down the mandates of a CSV file; rows that do not fit go to FILE.rejects.csv.

    The exit status is 0 if every row went in, 1 if some were rejected, 2 if nothing was done.
    """
    content = path.read_bytes()
    with told():
        from forbear.services.debits import mandates_import  # noqa: PLC0415 - needs Django
        from forbear.wiring.debits import own_bank  # noqa: PLC0415

        rows, problems = read_mandate_rows(content, creditor_id=own_bank().creditor_id)
        held, more = mandates_import(rows, at=clock.now(), actor=actor())
    problems = sorted([*problems, *more], key=lambda one: one.line)
    click.echo(f"{held} mandates held, {len(problems)} rows rejected.")
    if problems:
        where = rejects or path.with_name(f"{path.name}.rejects.csv")
        _write_rejects(problems, where)
        click.echo(f"See {where}.")
        sys.exit(1)


@command.command("list")
@click.option("--state", type=click.Choice(w.MANDATE_STATES), help="Only in this state.")
@click.option("--limit", default=50, show_default=True, help="At most so many, the latest first.")
def list_(state: str | None, limit: int) -> None:
    """List mandates."""
    with with_database():
        from forbear.store.selectors.debits import mandate_list  # noqa: PLC0415 - needs Django

        rows = mandate_list(state=state, limit=limit)
        table = Table(
            *("mandate", "account", "signed", "sequence", "collects", "state", "why"),
            box=SIMPLE,
            pad_edge=False,
        )
        for row in rows:
            table.add_row(
                row.reference,
                row.account.reference,
                row.signed_on.isoformat(),
                f"{row.sequence} {row.scheme}",
                row.amount if row.fixed_minor is None else f"{row.fixed_minor} cents",
                row.state,
                row.note,
            )
    if not rows:
        click.echo("There are no mandates.")
        return
    Console().print(table)


@command.command()
@click.argument("reference")
@click.option("--note", required=True, help="Why.")
def suspend(reference: str, note: str) -> None:
    """Let the mandate of a REFERENCE rest."""
    from_services("mandate_suspend", reference, note)


@command.command()
@click.argument("reference")
@click.option("--note", required=True, help="Why.")
def resume(reference: str, note: str) -> None:
    """Let a suspended mandate be used again."""
    from_services("mandate_resume", reference, note)


@command.command()
@click.argument("reference")
@click.option("--note", required=True, help="Why.")
def cancel(reference: str, note: str) -> None:
    """End a mandate for good."""
    from_services("mandate_cancel", reference, note)


def from_services(name: str, reference: str, note: str) -> None:
    """Change a mandate by the use case of that name."""
    with told():
        from forbear.services import debits  # noqa: PLC0415 - needs Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415
        from forbear.store.models import Mandate  # noqa: PLC0415

        change: Callable[..., Mandate | Refusal] = getattr(debits, name)
        rows = list(Mandate.objects.filter(reference=reference)[:2])
        if len(rows) != 1:
            many = "no mandate" if not rows else "more than one mandate"
            click.echo(f"There is {many} {reference!r}.", err=True)
            sys.exit(1)
        found = change(mandate_id=rows[0].pk, note=note, at=clock.now(), actor=actor())
        if isinstance(found, Refusal):
            refused(found)
        else:
            click.echo(f"The mandate {reference} is {found.state}.")


def _account_id(reference: str) -> int:
    from forbear.store.models import Account  # noqa: PLC0415 - needs Django

    found = Account.objects.filter(reference=reference).values_list("pk", flat=True).first()
    if found is None:
        click.echo(f"There is no account {reference!r}. Import it first.", err=True)
        sys.exit(1)
    return found


def _write_rejects(problems: Sequence[RowProblem], where: Path) -> None:
    where.unlink(missing_ok=True)
    number = os.open(where, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(("line", "column", "value", "reason"))
        for one in problems:
            writer.writerow((one.line, one.column, one.value, one.reason))
