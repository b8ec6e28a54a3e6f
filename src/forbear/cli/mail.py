"""``forbear mail``: e-mail beside the sending of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from forbear.channels.email import smtp_config
from forbear.cli.database import with_database
from forbear.ports.channels import ChannelError
from forbear.wiring.mail import mail_signer

if TYPE_CHECKING:
    from forbear.services.returned_mail import MailTaken


@click.group()
def command() -> None:
    """Show the DNS record by which receivers check our signature; read what comes back."""


@command.command("dkim-record")
def dkim_record() -> None:
    """Print the DNS record of the key that signs e-mail, as a line of a zone file."""
    try:
        url = os.environ.get("FORBEAR_SMTP_URL", "")
        signer = mail_signer(os.environ, sender=smtp_config(url).sender)
    except ChannelError as error:
        click.echo(f"forbear: {error}", err=True)
        sys.exit(2)
    if signer is None:
        click.echo(
            "forbear: e-mail is not signed here. Set FORBEAR_DKIM_SELECTOR to a name of the key, "
            "such as fb2026, and run this again.",
            err=True,
        )
        sys.exit(2)
    click.echo(signer.zone_line())


@command.command()
@click.argument("place", required=False, type=click.Path(path_type=Path))
@click.option("--listen", type=click.IntRange(0, 65535), help="Take mail by LMTP at this port.")
@click.option("--verbose", is_flag=True, help="Say of each mail what was done, and why.")
def read(place: Path | None, *, listen: int | None, verbose: bool) -> None:
    """Take in what comes back: bounces, complaints, and what people write.

    PLACE is a Maildir, an mbox file or a folder of .eml files. With --listen it is the mail server
    that brings the mails, by LMTP to this machine, until stopped.
    """
    if (place is None) == (listen is None):
        raise click.UsageError("Name a PLACE to read from, or a port to --listen at.")
    tell = _tell if verbose else None
    with with_database():
        from forbear.wiring.mail_in import mail_door, mail_read  # noqa: PLC0415 - needs Django

        if place is not None:
            counts = mail_read(place, on_taken=tell)
            told = ", ".join(f"{many} {word}" for word, many in sorted(counts.items()))
            click.echo(f"{told}." if told else "There was no mail.")
            return
        assert listen is not None
        with mail_door(port=listen, on_taken=tell) as port:
            click.echo(f"Taking mail by LMTP at 127.0.0.1:{port}. Stop with Ctrl-C.")
            try:
                Event().wait()
            except KeyboardInterrupt:
                click.echo("Stopped.")


def _tell(name: str, taken: MailTaken) -> None:
    click.echo(f"{name}: {taken.word} {taken.because}".rstrip(), err=True)
