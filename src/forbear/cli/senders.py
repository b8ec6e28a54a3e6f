"""``forbear senders``: the registered names and numbers under which text messages leave."""

from __future__ import annotations

from datetime import datetime

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.banking import refused
from forbear.cli.database import day_of, with_database
from forbear.cli.options import DAY, actor
from forbear.wiring import clock


@click.group()
def command() -> None:
    """Write down the senders that are registered; list and end them."""


@command.command()
@click.argument("channel", type=click.Choice(["sms"]))
@click.argument("nation")
@click.argument("value", metavar="SENDER")
@click.option("--registration", required=True, help="Its number in the register.")
@click.option("--from", "from_on", type=DAY, help="Its first day; today if left out.")
def add(channel: str, nation: str, value: str, registration: str, from_on: datetime | None) -> None:
    """Write down a SENDER, a name or number, as registered for a NATION such as GB."""
    with with_database():
        from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django
        from forbear.services.senders import sender_add  # noqa: PLC0415

        found = sender_add(
            channel=channel,
            nation=nation.upper(),
            value=value,
            registration=registration,
            from_on=day_of(from_on),
            at=clock.now(),
            actor=actor(),
        )
        if isinstance(found, Refusal):
            refused(found)
        else:
            click.echo(
                f"{found.value} may write by {found.channel} to {found.nation} "
                f"from {found.from_on} (number {found.pk})."
            )


@command.command()
@click.argument("number", type=click.IntRange(1))
@click.option("--on", type=DAY, help="From this day it is not used; today if left out.")
def end(number: int, on: datetime | None) -> None:
    """End the sender NUMBER, as `forbear senders list` shows it."""
    with with_database():
        from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django
        from forbear.services.senders import sender_end  # noqa: PLC0415

        found = sender_end(
            sender_id=number,
            until_on=day_of(on),
            at=clock.now(),
            actor=actor(),
        )
        if isinstance(found, Refusal):
            refused(found)
        else:
            click.echo(f"{found.value} is not used from {found.until_on}.")


@command.command("list")
def list_() -> None:
    """List the senders, those that live first."""
    with with_database():
        from forbear.store.models import SenderIdentity  # noqa: PLC0415 - needs Django

        rows = list(SenderIdentity.objects.order_by("-until_on", "channel", "nation", "pk"))
        table = Table(
            *("number", "channel", "nation", "sender", "registration", "from", "until"),
            box=SIMPLE,
            pad_edge=False,
        )
        for row in rows:
            table.add_row(
                str(row.pk),
                row.channel,
                row.nation,
                row.value,
                row.registration,
                row.from_on.isoformat(),
                row.until_on.isoformat() if row.until_on else "",
            )
    if not rows:
        click.echo("No sender is registered: no text message can leave. See: senders add --help")
        return
    Console().print(table)
