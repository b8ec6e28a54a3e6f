"""``forbear payments``: bank files in, and the money that waits for a person."""

from __future__ import annotations

import csv
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.database import day_of, with_database
from forbear.cli.options import DAY
from forbear.cli.showing import money
from forbear.core.tables import words as w
from forbear.wiring import clock

if TYPE_CHECKING:
    from forbear.services.payments.files import BankFileResult

_SHOWN = 20
_COUNTS = ("read", "added", "known", "posted", "held", "unmatched", "returned", "outgoing")


@click.group()
def command() -> None:
    """Take in what the bank tells, and match the money that waits."""


@command.command("import")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@click.option("--map", "map_path", type=click.Path(path_type=Path), help="Which column is which.")
@click.option("--rehearse", is_flag=True, help="Do everything, then leave the store as it was.")
@click.option("--on", type=DAY, help="The day of the books; today unless given.")
def take(
    files: tuple[Path, ...], map_path: Path | None, on: datetime | None, *, rehearse: bool
) -> None:
    """Take in bank files: camt.053, camt.054, MT940, or rows as CSV or Parquet.

    Each file goes in by a transaction of its own. What cannot be taken is told with place and
    reason, and written to FILE.findings.csv if it is much; what is good is kept. The same file
    twice is refused.

    The exit status is 0 if all went well, 1 if something was told, 2 if a file was not taken.
    """
    status = 0
    with with_database(status=2):
        from forbear.interchange.bank.entries import BankProblem  # noqa: PLC0415
        from forbear.services.payments.files import bank_file_take  # noqa: PLC0415 - needs Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415

        results = []
        for path in files:
            try:
                found = bank_file_take(
                    path=path,
                    map_path=map_path,
                    on=day_of(on),
                    at=clock.now(),
                    actor=_actor(),
                    is_rehearsal=rehearse,
                )
            except BankProblem as problem:
                click.echo(f"{problem} Nothing of it was taken.", err=True)
                status = 2
                continue
            if isinstance(found, Refusal):
                click.echo(found.text, err=True)
                status = 2
                continue
            results.append(found)
            if found.findings:
                _tell(path, found)
                status = max(status, 1)
    if results:
        _show(results, is_rehearsal=rehearse)
    sys.exit(status)


def _tell(path: Path, result: BankFileResult) -> None:
    """Say what was not in order; all of it into a file, if it is much."""
    for one in result.findings[:_SHOWN]:
        left = " (left out)" if one.is_left_out else ""
        click.echo(f"{path}: {one.place}: {one.reason}{left} [{one.code}]", err=True)
    if len(result.findings) <= _SHOWN:
        return
    where = path.with_name(f"{path.name}.findings.csv")
    where.unlink(missing_ok=True)
    number = os.open(where, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("code", "place", "reason", "left_out"))
        rows.writerows(
            (one.code, one.place, one.reason, str(one.is_left_out).lower())
            for one in result.findings
        )
    click.echo(f"{path}: all {len(result.findings):,} findings: {where}", err=True)


def _show(results: list[BankFileResult], *, is_rehearsal: bool) -> None:
    title = "Rehearsed, nothing was changed" if is_rehearsal else "Taken in"
    table = Table("file", "kind", title=title, box=SIMPLE, pad_edge=False)
    for name in _COUNTS:
        table.add_column(name, justify="right")
    for one in results:
        table.add_row(one.name, one.kind, *(f"{getattr(one, name):,}" for name in _COUNTS))
    Console().print(table)


@command.command("list")
@click.option("--unmatched", is_flag=True, help="Only what waits for a person.")
@click.option("--state", type=click.Choice(w.PAYMENT_STATES), help="Only payments in this state.")
@click.option("--limit", default=50, show_default=True, help="At most so many, the newest first.")
def show(state: str | None, limit: int, *, unmatched: bool) -> None:
    """List payments, or only those that wait, with the reason."""
    with with_database():
        from forbear.store.selectors.payments import payment_list  # noqa: PLC0415 - needs Django

        states = (state,) if state else w.PAYMENT_WAITS if unmatched else w.PAYMENT_STATES
        rows = list(payment_list(states=states)[:limit])
    if not rows:
        click.echo("There are none.")
        return
    table = Table(box=SIMPLE, pad_edge=False)
    for name in ("number", "booked", "state", "amount", "account", "paid by", "reasons"):
        justify: Literal["left", "right"] = "right" if name in {"number", "amount"} else "left"
        # a cut-off day or sum is worse than a name on two lines
        table.add_column(name, justify=justify, no_wrap=name not in {"paid by", "reasons"})
    for row in rows:
        table.add_row(
            str(row.pk),
            row.booked_on.isoformat(),
            row.state,
            money(row.amount_minor, row.currency),
            row.account.reference if row.account else "",
            row.paid_by,
            " ".join(row.reasons),
        )
    Console().print(table)


@command.command()
@click.argument("payment_id", type=int, metavar="NUMBER")
@click.argument("account", metavar="ACCOUNT")
@click.option("--note", default="", help="Why it is this one.")
def match(payment_id: int, account: str, note: str) -> None:
    """Post the payment NUMBER, which waits, to the account with the reference ACCOUNT."""
    with with_database():
        from forbear.services.payments.queue import payment_match  # noqa: PLC0415 - needs Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415
        from forbear.store.models import Account  # noqa: PLC0415

        found = Account.objects.filter(reference=account).values_list("pk", flat=True).first()
        if found is None:
            click.echo(f"forbear: there is no account {account!r}.", err=True)
            sys.exit(1)
        done = payment_match(
            payment_id=payment_id,
            account_id=found,
            on=day_of(None),
            at=clock.now(),
            actor=_actor(),
            note=note,
        )
        if isinstance(done, Refusal):
            click.echo(f"forbear: {done.text} [{done.code}]", err=True)
            sys.exit(1)
    amount = money(done.amount_minor, done.currency)
    click.echo(f"Payment {payment_id} of {amount} is posted to {account}.")


def _actor() -> str:
    return os.environ.get("USER", "system")[:150]
