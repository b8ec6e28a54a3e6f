"""``forbear authority``: who may agree to what, since when."""

from __future__ import annotations

import sys
from datetime import datetime

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.database import day_of, with_database
from forbear.cli.options import DAY, actor
from forbear.core.agreements.authority import Limit
from forbear.core.agreements.offers import AUTHORITY_KINDS
from forbear.wiring import clock


@click.group()
def command() -> None:
    """Show and set who may agree to what: shares, amounts, months, by role."""


@command.command()
@click.option("--on", type=DAY, help="As of this day; today unless given.")
def show(on: datetime | None) -> None:
    """Show the limits in force. An empty cell does not bound; a role without a row may not."""
    with with_database():
        from forbear.services.agreements.authority import (  # noqa: PLC0415 - needs Django
            authority_limits,
        )

        limits = authority_limits(day_of(on))
    names = ("role", "kind", "share waived", "minor units at most", "months", "currency", "since")
    table = Table(*names, box=SIMPLE, pad_edge=False)
    for limit in sorted(limits, key=lambda each: (each.role, each.kind, each.currency)):
        table.add_row(
            limit.role,
            limit.kind,
            ""
            if limit.share_bp is None
            else f"{limit.share_bp // 100}.{limit.share_bp % 100:02} %",
            "" if limit.amount_minor is None else f"{limit.amount_minor:,}",
            "" if limit.months is None else str(limit.months),
            limit.currency or "any",
            limit.since.isoformat(),
        )
    Console().print(table)


@command.command("set")
@click.argument("role")
@click.argument("kind", type=click.Choice(AUTHORITY_KINDS))
@click.option("--since", required=True, type=DAY, help="The day from which it counts.")
@click.option("--share", type=click.IntRange(0, 10_000), help="Hundredths of a percent waived.")
@click.option("--amount", type=click.IntRange(min=0), help="Minor units waived at most.")
@click.option("--months", type=click.IntRange(min=0), help="Months of a plan or a pause at most.")
@click.option("--currency", default="", help="Only for accounts kept in it.")
@click.option("--withdraw", is_flag=True, help="From that day on the role may not at all.")
@click.option("--note", required=True, help="Who decided it, and why.")
def set_limit(
    *,
    role: str,
    kind: str,
    since: datetime,
    share: int | None,
    amount: int | None,
    months: int | None,
    currency: str,
    note: str,
    withdraw: bool,
) -> None:
    """Write what ROLE may agree to, for offers of KIND. Earlier limits stay on record."""
    limit = Limit(
        role=role,
        kind=kind,
        since=since.date(),
        share_bp=share,
        amount_minor=amount,
        months=months,
        currency=currency,
        is_withdrawn=withdraw,
    )
    with with_database():
        from forbear.services.agreements.authority import authority_set  # noqa: PLC0415
        from forbear.services.refusals import Refusal  # noqa: PLC0415

        done = authority_set(limit, at=clock.now(), actor=actor(), note=note)
    if isinstance(done, Refusal):
        click.echo(f"forbear authority set: {done.code}: {done.text}", err=True)
        sys.exit(1)
    click.echo(f"From {limit.since} on: {role}, {kind}.")
