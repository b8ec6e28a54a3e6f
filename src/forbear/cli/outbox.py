"""``forbear outbox``: the messages that wait for their moment."""

from __future__ import annotations

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.database import with_database
from forbear.services.refusals import Refusal
from forbear.wiring import clock

_ACTOR = "command line"
# In the order of a message's life.
_STATES = ("planned", "queued", "sending", "sent", "done", "failed", "unknown", "refused", "lapsed")


@click.group()
def command() -> None:
    """Release, send, count, stop and redrive the messages of the outbox."""


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


_CHANNEL = click.argument("channel", type=click.Choice(["sms", "email", "letter"]))


@command.command()
@_CHANNEL
@click.option("--why", required=True, help="The reason, for all who will wonder.")
def stop(channel: str, why: str) -> None:
    """Let no message leave by CHANNEL any more, within a second, wherever workers run."""
    with with_database():
        from forbear.services.outbox.switches import channel_stop  # noqa: PLC0415 - needs Django

        _done(channel_stop(channel=channel, why=why, at=clock.now(), actor=_ACTOR))
    click.echo(f"Stopped: {channel}. What waits keeps waiting. `forbear outbox start {channel}`")


@command.command()
@_CHANNEL
def start(channel: str) -> None:
    """Let messages leave by CHANNEL again; the gate is asked for each."""
    with with_database():
        from forbear.services.outbox.switches import channel_start  # noqa: PLC0415 - needs Django

        _done(channel_start(channel=channel, at=clock.now(), actor=_ACTOR))
    click.echo(f"Started: {channel}.")


@command.command()
@_CHANNEL
@click.argument("per_second", type=click.IntRange(0, 100_000))
@click.option("--burst", type=click.IntRange(1), help="How many may leave at once after a rest.")
def limit(channel: str, per_second: int, burst: int | None) -> None:
    """Hold CHANNEL to PER_SECOND messages, in all workers together; 0: no limit."""
    with with_database():
        from forbear.services.outbox.switches import channel_limit  # noqa: PLC0415 - needs Django

        given = per_second or None
        _done(
            channel_limit(
                channel=channel, per_second=given, burst=burst, at=clock.now(), actor=_ACTOR
            )
        )
    click.echo(f"{channel}: {f'{per_second} a second' if given else 'no limit'}.")


@command.command()
@click.option("--limit", "many", default=50, show_default=True, help="At most so many.")
def dead(many: int) -> None:
    """List the messages that failed, or that may have left and were never answered for."""
    with with_database():
        from forbear.services.outbox import MESSAGE_CHANNELS  # noqa: PLC0415 - needs Django
        from forbear.store.selectors.messages import dead_letters  # noqa: PLC0415 - needs Django

        found = list(dead_letters(channels=MESSAGE_CHANNELS)[:many])
    if not found:
        click.echo("There are no dead letters.")
        return
    table = Table("id", "channel", "state", "since", "why", box=SIMPLE, pad_edge=False)
    for one in found:
        since = f"{one.state_at:%Y-%m-%d %H:%M}" if one.state_at else ""
        table.add_row(str(one.pk), one.channel, one.state, since, one.note)
    Console().print(table)


@command.command()
@click.argument("message", type=click.IntRange(1, 2**63 - 1), metavar="ID")
@click.option("--even-if-it-left", is_flag=True, help="Send again what may have arrived.")
def redrive(message: int, *, even_if_it_left: bool) -> None:
    """Let the dead letter ID wait for its moment once more; the gate is asked again."""
    with with_database():
        from forbear.services.outbox.dead import message_redrive  # noqa: PLC0415 - needs Django

        _done(
            message_redrive(
                planned_id=message, at=clock.now(), actor=_ACTOR, even_if_it_left=even_if_it_left
            )
        )
    click.echo(f"Message {message} waits for its moment again.")


def _done(found: object) -> None:
    """Say in a sentence why something was not done."""
    if isinstance(found, Refusal):
        cure = " Then: --even-if-it-left." if found.code == "MAY_HAVE_LEFT" else ""
        raise click.ClickException(f"{found.code}: {found.text}{cure}")


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
