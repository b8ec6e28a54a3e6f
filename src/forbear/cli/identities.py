"""``forbear identities``: by what people can know that a caller or a visitor is ours."""

from __future__ import annotations

from datetime import datetime

import click

from forbear.cli.banking import refused
from forbear.cli.database import day_of, with_database
from forbear.cli.options import DAY, actor
from forbear.wiring import clock


@click.group()
def command() -> None:
    """Keep the numbers we call from, and the cards of visitors."""


@command.command("number")
@click.argument("number")
@click.option("--label", default="", help="What the number is for; nobody outside sees it.")
@click.option("--on", type=DAY, help="Its first day, or with --end its last; today if none.")
@click.option("--end", is_flag=True, help="The number is ours no longer.")
def number_command(number: str, label: str, on: datetime | None, *, end: bool) -> None:
    """Take NUMBER as one we call from, or end it."""
    with with_database():
        from forbear.services.identities import number_add, number_end  # noqa: PLC0415
        from forbear.services.refusals import Refusal  # noqa: PLC0415

        day, at = day_of(on), clock.now()
        done = (
            number_end(typed=number, on=day, at=at, actor=actor())
            if end
            else number_add(typed=number, label=label, on=day, at=at, actor=actor())
        )
        if isinstance(done, Refusal):
            refused(done)
    click.echo(f"{done.value}: {'ours until' if end else 'ours from'} {day}.")


@command.command("card")
@click.argument("holder")
@click.option("--from", "first", type=DAY, help="Its first day; today if none.")
@click.option("--until", type=DAY, required=True, help="Its last day.")
def card_command(holder: str, first: datetime | None, until: datetime) -> None:
    """Issue a card to the visitor HOLDER, and print its number."""
    with with_database():
        from forbear.services.identities import card_issue  # noqa: PLC0415 - needs Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415
        from forbear.wiring.adapters import code_key  # noqa: PLC0415

        done = card_issue(
            holder=holder,
            from_on=day_of(first),
            until_on=until.date(),
            key=code_key(),
            at=clock.now(),
            actor=actor(),
        )
        if isinstance(done, Refusal):
            refused(done)
    click.echo(f"V-{done.number}")


@command.command("revoke")
@click.argument("number")
def revoke_command(number: str) -> None:
    """Revoke the visitor's card NUMBER at once."""
    with with_database():
        from forbear.services.identities import card_revoke  # noqa: PLC0415 - needs Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415

        done = card_revoke(typed=number, at=clock.now(), actor=actor())
        if isinstance(done, Refusal):
            refused(done)
    click.echo(f"V-{done.number} is revoked.")


@command.command("list")
def show() -> None:
    """List the numbers and the cards."""
    with with_database():
        from forbear.store.models import CallerNumber, VisitorCard  # noqa: PLC0415 - needs Django

        numbers = list(CallerNumber.objects.order_by("value", "from_on"))
        cards = list(VisitorCard.objects.order_by("pk"))
    for number in numbers:
        click.echo(f"{number.value}  {number.from_on} to {number.until_on or '…'}  {number.label}")
    for card in cards:
        revoked = "  revoked" if card.revoked_at else ""
        click.echo(f"V-{card.number}  {card.from_on} to {card.until_on}  {card.holder}{revoked}")
    if not numbers and not cards:
        click.echo("There are none.")
