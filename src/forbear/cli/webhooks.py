"""``forbear webhooks``: which systems are told what happens, and what they did not hear."""

from __future__ import annotations

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.banking import refused
from forbear.cli.database import with_database
from forbear.cli.options import actor
from forbear.core.webhooks import EVENTS
from forbear.wiring import clock


@click.group()
def command() -> None:
    """Add, list and end the addresses that are told; show and try again what was given up."""


@command.command()
@click.argument("name")
@click.argument("url")
@click.option(
    "--event",
    "events",
    multiple=True,
    required=True,
    type=click.Choice(EVENTS),
    help="What it is told of; several times for several.",
)
def add(name: str, url: str, events: tuple[str, ...]) -> None:
    """Tell the system NAME at URL of events, and print its secret. It is not shown again."""
    with with_database():
        from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django
        from forbear.services.webhooks.endpoints import endpoint_add  # noqa: PLC0415
        from forbear.wiring.keeping import keeper  # noqa: PLC0415
        from forbear.wiring.webhooks import webhook_url_fault  # noqa: PLC0415

        made = endpoint_add(
            name=name,
            url=url,
            events=events,
            fault_of=webhook_url_fault,
            keeper=keeper(),
            at=clock.now(),
            actor=actor(),
        )
        if isinstance(made, Refusal):
            refused(made)
    found, secret = made
    click.echo(f"Webhook {found.pk}, {name}. Its secret is shown this once:", err=True)
    click.echo(secret)


@command.command("list")
def show() -> None:
    """List the addresses, what they are told of, and what waits or was given up."""
    with with_database():
        from forbear.store.selectors.webhooks import endpoint_list  # noqa: PLC0415 - needs Django

        rows = endpoint_list(with_ended=True)
    if not rows:
        click.echo("There are none.")
        return
    table = Table(
        "number", "name", "address", "told of", "waiting", "given up", "state", box=SIMPLE
    )
    for row in rows:
        table.add_row(
            str(row.endpoint.pk),
            row.endpoint.name,
            row.endpoint.url,
            " ".join(row.endpoint.events),
            str(row.waiting),
            str(row.dead),
            "ended" if row.endpoint.ended_at else "told",
        )
    Console().print(table)


@command.command()
@click.argument("number", type=click.IntRange(1))
def rotate(number: int) -> None:
    """Give webhook NUMBER another secret and print it; for a day both sign."""
    with with_database():
        from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django
        from forbear.services.webhooks.endpoints import endpoint_rotate  # noqa: PLC0415
        from forbear.wiring.keeping import keeper  # noqa: PLC0415

        made = endpoint_rotate(endpoint_id=number, keeper=keeper(), at=clock.now(), actor=actor())
        if isinstance(made, Refusal):
            refused(made)
    click.echo(made[1])


@command.command()
@click.argument("number", type=click.IntRange(1))
@click.option("--why", default="", help="Kept with it.")
def end(number: int, why: str) -> None:
    """Tell webhook NUMBER nothing more."""
    with with_database():
        from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django
        from forbear.services.webhooks.endpoints import endpoint_end  # noqa: PLC0415

        done = endpoint_end(endpoint_id=number, at=clock.now(), actor=actor(), why=why)
        if isinstance(done, Refusal):
            refused(done)
    click.echo(f"Webhook {number} is told nothing more.")


@command.command()
def dead() -> None:
    """List what was given up, the newest first, at most a hundred."""
    with with_database():
        from forbear.store.selectors.webhooks import deliveries_dead  # noqa: PLC0415

        rows = list(deliveries_dead()[:100])
    if not rows:
        click.echo("Nothing was given up.")
        return
    table = Table("number", "webhook", "event", "tries", "answer", box=SIMPLE)
    for row in rows:
        said = f"{row.status or ''} {row.said}".strip()
        table.add_row(str(row.pk), row.endpoint.name, row.event.type, str(row.tries), said[:80])
    Console().print(table)


@command.command()
@click.argument("number", type=click.IntRange(1))
def redrive(number: int) -> None:
    """Try delivery NUMBER from the beginning, as `forbear webhooks dead` shows it."""
    with with_database():
        from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django
        from forbear.services.webhooks.sending import webhook_redrive  # noqa: PLC0415

        done = webhook_redrive(delivery_id=number, at=clock.now(), actor=actor())
        if isinstance(done, Refusal):
            refused(done)
    click.echo(f"Delivery {number} is tried again.")
