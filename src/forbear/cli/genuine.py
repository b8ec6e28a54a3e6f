"""``forbear genuine``: whether a message, a number, a card or a letter's file is ours."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from forbear.cli.banking import refused
from forbear.cli.database import day_of, with_database
from forbear.cli.options import actor
from forbear.core.genuine import Checked
from forbear.wiring import clock

_SAID = {"genuine": "genuine", "not_ours": "not ours", "withdrawn": "withdrawn"}


@click.command()
@click.argument("code", required=False)
@click.option("--pdf", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A file.")
@click.option("--number", help="A telephone number, with its country.")
@click.option("--card", help="The number of a visitor's card.")
@click.option(
    "--withdraw",
    type=click.Choice(("recalled", "superseded", "wrong")),
    help="Say of the message CODE that it no longer holds, and why.",
)
def command(
    code: str | None, pdf: Path | None, number: str | None, card: str | None, withdraw: str | None
) -> None:
    """Say whether a thing is ours: genuine (exit 0), withdrawn or not ours (exit 1)."""
    given = [each for each in (code, pdf, number, card) if each is not None]
    if len(given) != 1 or (withdraw and code is None):
        raise click.UsageError("Name one thing: a CODE, --pdf, --number or --card.")
    with with_database():
        from forbear.services import genuine  # noqa: PLC0415 - needs Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415

        at = clock.now()
        if withdraw and code:
            done = genuine.message_withdraw(
                typed=code, reason=withdraw, note="", at=at, actor=actor()
            )
            if isinstance(done, Refusal):
                refused(done)
            click.echo("withdrawn")
            return
        if pdf is not None:
            found = genuine.genuine_by_pdf(pdf.read_bytes())
        elif number is not None:
            found = genuine.genuine_by_number(number, on=day_of(None))
        elif card is not None:
            found = genuine.genuine_by_card(card.strip().upper().removeprefix("V"), at=at)
        else:
            found = genuine.genuine_by_code(str(code))
    _say(found)


def _say(found: Checked) -> None:
    said = [_SAID[found.verdict]]
    if found.kind:
        said.append(found.kind)
    if found.on:
        said.append(f"of {found.on}")
    if found.withdrawn_on:
        said.append(f"until {found.withdrawn_on}")
    if found.is_mistyped:
        said.append("(this cannot be one of ours: look at the signs again)")
    if found.is_changed:
        said.append("(we signed it, and it was changed since)")
    click.echo(" ".join(said))
    if found.verdict != "genuine":
        sys.exit(1)
