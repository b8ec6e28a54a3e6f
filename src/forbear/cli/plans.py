"""``forbear plans``: plans and where they stand."""

from __future__ import annotations

import sys
from datetime import datetime

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.database import with_database
from forbear.cli.options import DAY
from forbear.core.calendar.zones import local_date
from forbear.core.tables.words import PLAN_STATES
from forbear.wiring import clock

MOST = 200


@click.group()
def command() -> None:
    """Show plans: which are kept, missed, broken; and the payments of one."""


@command.command("list")
@click.option("--state", type=click.Choice(PLAN_STATES), help="Only those in this state.")
def listed(state: str | None) -> None:
    """List plans, the latest first."""
    with with_database():
        from forbear.store.models import Plan  # noqa: PLC0415 - needs Django

        found = Plan.objects.select_related("account", "offer").order_by("-pk")
        rows = list((found.filter(state=state) if state else found)[:MOST])
    if not rows:
        click.echo("There are none.")
        return
    names = ("number", "account", "state", "minor units", "months", "since")
    table = Table(*names, box=SIMPLE, pad_edge=False)
    for row in rows:
        total = f"{row.total_minor:,} {row.offer.currency}"
        cells = (row.account.reference, row.state, total, str(row.offer.months))
        table.add_row(str(row.pk), *cells, row.starts_on.isoformat())
    Console().print(table)


@command.command()
@click.argument("plan_id", type=int, metavar="NUMBER")
@click.option("--on", type=DAY, help="As of this day; today unless given.")
def show(plan_id: int, on: datetime | None) -> None:
    """Show the payments of the plan NUMBER and where it stands."""
    with with_database():
        from forbear.services.agreements.plans import standing_of  # noqa: PLC0415 - needs Django
        from forbear.store.models import Plan  # noqa: PLC0415

        plan = Plan.objects.select_related("account__person", "offer").filter(pk=plan_id).first()
        if plan is None:
            click.echo(f"forbear plans show: there is no plan {plan_id}.", err=True)
            sys.exit(1)
        # a payment is late by the day where the cardholder is
        today = local_date(clock.now(), plan.account.person.time_zones)
        standing = standing_of(plan, on=on.date() if on else today)
        rows = list(plan.instalments.order_by("number"))
    click.echo(
        f"{plan.account.reference}: {standing.state}; {standing.paid_minor:,} paid, "
        f"{standing.left_minor:,} left, {standing.behind_minor:,} behind {plan.offer.currency}."
    )
    table = Table("payment", "due on", "principal", "interest", "sum", box=SIMPLE, pad_edge=False)
    for row in rows:
        parts = (row.principal_minor, row.interest_minor, row.amount_minor)
        cells = (str(row.number), row.due_on.isoformat(), *(f"{part:,}" for part in parts))
        table.add_row(*cells)
    Console().print(table)
