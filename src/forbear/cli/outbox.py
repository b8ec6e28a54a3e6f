"""``forbear outbox``: the messages that wait for their moment."""

from __future__ import annotations

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.database import with_database

# In the order of a message's life.
_STATES = ("planned", "queued", "sending", "sent", "done", "failed", "unknown", "refused", "lapsed")


@click.group()
def command() -> None:
    """Release, send and count the messages of the outbox."""


@command.command()
@click.option("--limit", default=500, show_default=True, help="At most so many messages.")
def release(limit: int) -> None:
    """Ask the gate for the messages whose moment it is, and queue those it permits."""
    with with_database():
        from forbear.wiring.tasks import release_now  # noqa: PLC0415 - needs Django

        found = release_now(limit=limit)
    click.echo(
        f"{found.queued} queued, {found.refused} refused, {found.waiting} wait for later, "
        f"{found.lapsed} lapsed."
    )


@command.command()
@click.option("--once", is_flag=True, help="Stop when nothing more can leave at this moment.")
@click.option("--concurrency", default=4, show_default=True, help="Messages sent side by side.")
def work(*, once: bool, concurrency: int) -> None:
    """Send what is queued; without --once, go on until stopped."""
    with with_database():
        from forbear.wiring.worker import work_forever, work_once  # noqa: PLC0415 - needs Django

        if not once:
            click.echo("Sending. Stop with Ctrl-C.")
            work_forever(concurrency=concurrency)
            return
        with Console(stderr=True).status("Sending …"):
            work_once(concurrency=concurrency)
    _show()


@command.command()
def status() -> None:
    """Count the messages by channel and state."""
    _show()


def _show() -> None:
    with with_database():
        from forbear.store.selectors.outbox import outbox_counts  # noqa: PLC0415 - needs Django

        counts = outbox_counts()
    if not counts:
        click.echo("The outbox is empty.")
        return
    table = Table("channel", *_STATES, box=SIMPLE, pad_edge=False)
    for channel in sorted({channel for channel, _ in counts}):
        table.add_row(channel, *(str(counts.get((channel, state), "")) for state in _STATES))
    Console().print(table)
