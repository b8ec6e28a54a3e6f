"""``forbear offers``: what is on offer, what was agreed, and the morning's judgement of it."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.database import with_database
from forbear.cli.options import DAY, actor
from forbear.core.agreements.offers import OFFER_STATES
from forbear.ports.letters import LetterError
from forbear.wiring import clock

MOST = 200


@click.group()
def command() -> None:
    """List offers; every morning: let them expire, be kept or broken, and keep our word."""


@command.command()
@click.option("--on", type=DAY, help="As of the morning of this day; today unless given.")
def settle(on: datetime | None) -> None:
    """Judge all that is offered and agreed, and do what is ours to do.

    Run it in the morning, when the bank's files of the day before are in. Twice is once. Without a
    day, what is not over where the cardholder is waits for the next morning.
    """
    with with_database():
        from forbear.services.agreements.following import (  # noqa: PLC0415 - needs Django
            agreements_settle,
        )

        counts = agreements_settle(on=on.date() if on else None, at=clock.now(), actor=actor())
    said = ", ".join(f"{many} {state.replace('_', ' ')}" for state, many in counts.items())
    click.echo(f"{said or 'Nothing changed'}.")


@command.command("list")
@click.option("--account", "reference", help="Only those of the account with this number.")
@click.option("--state", type=click.Choice(OFFER_STATES), help="Only those in this state.")
def show(reference: str | None, state: str | None) -> None:
    """List offers, the latest first."""
    with with_database():
        from forbear.store.models import Offer  # noqa: PLC0415 - needs Django

        found = Offer.objects.select_related("account").order_by("-pk")
        found = found.filter(account__reference=reference) if reference else found
        found = found.filter(state=state) if state else found
        rows = list(found[:MOST])
    if not rows:
        click.echo("There are none.")
        return
    names = ("number", "account", "type", "state", "minor units", "months", "until", "made by")
    table = Table(*names, box=SIMPLE, pad_edge=False)
    for row in rows:
        until = row.until_on or row.pay_by or row.expires_on
        table.add_row(
            str(row.pk),
            row.account.reference,
            row.type,
            row.state,
            f"{row.amount_minor:,} {row.currency}" if row.amount_minor else "",
            str(row.months or ""),
            until.isoformat(),
            row.made_by,
        )
    Console().print(table)


@command.command()
@click.argument("offer_id", type=int, metavar="NUMBER")
def accept(offer_id: int) -> None:
    """Note that the cardholder accepts the offer NUMBER: from then on it binds us."""
    with with_database():
        from forbear.services.agreements.accepting import offer_accept  # noqa: PLC0415
        from forbear.services.refusals import Refusal  # noqa: PLC0415

        done = offer_accept(offer_id=offer_id, at=clock.now(), actor=actor())
        if isinstance(done, Refusal):
            _refused("accept", done.code, done.text)
        state = getattr(done, "state", "")
    click.echo(f"Offer {offer_id} is {state}.")


@command.command()
@click.argument("offer_id", type=int, metavar="NUMBER")
@click.option("--why", required=True, help="Why, for the record.")
def withdraw(offer_id: int, why: str) -> None:
    """Take the offer NUMBER back, before it is accepted."""
    with with_database():
        from forbear.services.agreements.offers import offer_withdraw  # noqa: PLC0415
        from forbear.services.refusals import Refusal  # noqa: PLC0415

        done = offer_withdraw(offer_id=offer_id, at=clock.now(), actor=actor(), why=why)
        if isinstance(done, Refusal):
            _refused("withdraw", done.code, done.text)
    click.echo(f"Offer {offer_id} is withdrawn.")


@command.command("sign-link")
@click.argument("offer_id", type=int, metavar="NUMBER")
def sign_link(offer_id: int) -> None:
    """Send the cardholder a link by which the offer NUMBER is read and signed.

    It goes out with the next messages, if the gate permits, and is good until the offer's last day.
    """
    with with_database():
        from forbear.services.agreements.links import sign_link_send  # noqa: PLC0415
        from forbear.services.refusals import Refusal  # noqa: PLC0415
        from forbear.wiring.adapters import public_url  # noqa: PLC0415

        done = sign_link_send(
            offer_id=offer_id, public_url=public_url(), at=clock.now(), actor=actor()
        )
        if isinstance(done, Refusal):
            _refused("sign-link", done.code, done.text)
        planned_id = done.planned_id
    click.echo(f"The link of offer {offer_id} goes out with message {planned_id}.")


@command.command()
@click.argument("offer_id", type=int, metavar="NUMBER")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the file here.")
def signed(offer_id: int, out: Path | None) -> None:
    """Show who signed the offer NUMBER by link, when, and by which proof; write the signed file."""
    with with_database():
        from forbear.services.agreements.signing import signed_pdf  # noqa: PLC0415
        from forbear.store.models import SignedAgreement  # noqa: PLC0415
        from forbear.wiring.adapters import papers  # noqa: PLC0415

        found = SignedAgreement.objects.select_related("step", "verified").filter(offer=offer_id)
        row = found.first()
        if row is None:
            _refused("signed", "NOT_SIGNED", f"Offer {offer_id} was not signed by link.")
        if out is not None:
            try:
                out.write_bytes(signed_pdf(row, papers().letters))
            except (LetterError, OSError) as error:
                _refused("signed", getattr(error, "code", "NOT_WRITTEN"), str(error))
    click.echo(f"{row.name}, {row.at:%Y-%m-%d %H:%M:%S} UTC, code {row.code}")
    click.echo(f"verified by {', '.join(row.verified.data['items'])}; from {row.step.address}")
    click.echo(f"{row.template} version {row.template_version}, text sha256 {row.text_sha256}")
    click.echo(f"{row.artefact}, sha256 {row.pdf_sha256}")


def _refused(act: str, code: str, text: str) -> NoReturn:
    click.echo(f"forbear offers {act}: {code}: {text}", err=True)
    sys.exit(1)
