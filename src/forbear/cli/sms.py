"""``forbear sms``: listening to the SMSC, and one on this machine to try it on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event

import click

from forbear.channels.local.arrivals import PortInUseError
from forbear.channels.local.smsc import Smsc, SmscManner, smsc
from forbear.cli.database import with_database
from forbear.ports.channels import ChannelError
from forbear.wiring import clock
from forbear.wiring.home import data_folder


@click.group()
def command() -> None:
    """Hear what people answer by text message; run an SMSC on this machine."""


@command.command()
def listen() -> None:
    """Take receipts and messages from the SMSC of FORBEAR_SMPP_URL until stopped.

    `forbear outbox work` does this too; use this where sending runs elsewhere.
    """
    with with_database():
        from forbear.wiring.smpp import listening  # noqa: PLC0415 - needs Django
        from forbear.wiring.tasks import adapters  # noqa: PLC0415

        try:
            channel = adapters().channels()["sms"]
        except ChannelError as error:
            _leave(f"{error.code}: {error}")
        with listening(channel) as can:
            if not can:
                _leave("CHANNEL_NOT_CONFIGURED: set FORBEAR_SMPP_URL to listen to an SMSC.")
            click.echo("Listening. Stop with Ctrl-C.")
            Event().wait()


@command.command()
def secret() -> None:
    """Print the secret with which a gateway signs what it reports; it is made at first use."""
    with with_database():
        from forbear.web.api.signed import webhook_secret  # noqa: PLC0415 - needs Django

        click.echo(webhook_secret())


@command.command()
@click.option("--port", default=2775, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where messages are kept; arrived/smsc in the data folder if left out.",
)
@click.option("--no-receipts", is_flag=True, help="Send no delivery receipts.")
def simulate(port: int, folder: Path | None, *, no_receipts: bool) -> None:
    """Run an SMSC on this machine that keeps every message and sends nothing on.

    It reads what it shall do from its input, a line each: say NUMBER TEXT, throttle COUNT, cut,
    nonsense, die, quit.
    """
    where = folder or data_folder() / "arrived" / "smsc"
    try:
        with smsc(
            where, clock=clock.now, port=port, manner=SmscManner(receipts=not no_receipts)
        ) as running:
            click.echo(f"FORBEAR_SMPP_URL={running.url}")
            click.echo(f"Messages are kept in {where}. Say quit, or stop with Ctrl-C.")
            _obey(running)
    except PortInUseError as error:
        _leave(str(error))


def _obey(running: Smsc) -> None:
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word == "quit":
            return
        if word:
            click.echo(_done(running, word, rest))
    Event().wait()  # without a terminal: until stopped


def _done(running: Smsc, word: str, rest: str) -> str:
    acts: dict[str, Callable[[], object]] = {
        "cut": running.cut,
        "nonsense": running.nonsense,
        "die": running.die,
    }
    if word in acts and not rest:
        acts[word]()
        return "done"
    if word == "throttle" and rest.isascii() and rest.isdigit():
        running.throttle(int(rest))
        return "done"
    sender, _, text = rest.partition(" ")
    if word == "say" and text:
        return "taken" if all(running.say(sender, "10690", text)) else "not taken; is anyone bound?"
    return "Say one of: say NUMBER TEXT, throttle COUNT, cut, nonsense, die, quit."


def _leave(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(1)
