"""``forbear mail``: e-mail beside the sending of it."""

from __future__ import annotations

import os
import sys

import click

from forbear.channels.email import smtp_config
from forbear.ports.channels import ChannelError
from forbear.wiring.mail import mail_signer


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
