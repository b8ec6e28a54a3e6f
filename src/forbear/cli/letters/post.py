"""``forbear letters batch``, ``range``, ``posted``, ``returned``: to the printer, and back."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from forbear.cli.banking import refused
from forbear.cli.database import day_of, with_database
from forbear.cli.options import DAY, actor
from forbear.wiring import clock


@click.command()
@click.option("--on", type=DAY, help="Letters released by the end of this day; today if none.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A folder.")
@click.option("--merged", is_flag=True, help="One file for each postal class, not one a letter.")
def batch(on: datetime | None, out: Path, *, merged: bool) -> None:
    """Write the letters that wait as a batch for the printer; finish one that was broken off."""
    with with_database():
        from forbear.ports.letters import LetterError  # noqa: PLC0415
        from forbear.services.letters import batches  # noqa: PLC0415 - needs Django
        from forbear.wiring.adapters import post_rules  # noqa: PLC0415
        from forbear.wiring.channels import letter_store  # noqa: PLC0415

        store, at = letter_store(), clock.now()
        try:
            for old in batches.batches_unwritten():
                place = batches.batch_write(old, out=out, letters=store, at=at, actor=actor())
                click.echo(f"{place}: finished.")
            done = batches.batch_collect(
                on=day_of(on),
                at=at,
                actor=actor(),
                letters=store,
                rules=post_rules(),
                is_merged=merged,
            )
            if done.batch:
                place = batches.batch_write(
                    done.batch, out=out, letters=store, at=at, actor=actor()
                )
                click.echo(f"{place}: {done.letters} letters, {done.pages} pages.")
            else:
                click.echo("No letter waits.")
        except LetterError as error:
            raise click.ClickException(f"{error.code} {error}") from error
    for name in done.lost:
        click.echo(f"{name}: the file is gone or is no letter; not printed.", err=True)
    if done.unnumbered:
        click.echo(
            f"{done.unnumbered} letters need a number of the post, and none is left. "
            "Add numbers: forbear letters range RR 12345678 12345999 GB.",
            err=True,
        )
    if done.lost or done.unnumbered:
        sys.exit(1)


@click.command("range")
@click.argument("service")
@click.argument("first", type=int)
@click.argument("last", type=int)
@click.argument("country")
def ranges(service: str, first: int, last: int, country: str) -> None:
    """Take in numbers for registered letters: SERVICE FIRST LAST COUNTRY, without check digits."""
    with with_database():
        from forbear.services.letters.batches import range_add  # noqa: PLC0415 - needs Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415

        made = range_add(
            service=service,
            country=country,
            first=first,
            last=last,
            at=clock.now(),
            actor=actor(),
        )
        if isinstance(made, Refusal):
            refused(made)
    click.echo(f"{last - first + 1} numbers are known.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def posted(file: Path) -> None:
    """Take what the printer or the post says: CSV with letter, event, on, reason."""
    with with_database():
        from forbear.services.letters.returns import post_file_take  # noqa: PLC0415 - needs Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415

        done = post_file_take(file.read_bytes(), at=clock.now(), actor=actor())
        if isinstance(done, Refusal):
            refused(done)
    click.echo(
        f"{done.taken} taken, {done.repeated} known already, {done.closed} addresses closed, "
        f"{len(done.wrong)} wrong."
    )
    for sentence in done.wrong:
        click.echo(f"{file}: {sentence}", err=True)
    if done.wrong:
        sys.exit(1)


@click.command()
@click.argument("letter")
@click.option("--reason", required=True, help="Why it came back, such as moved or unclaimed.")
@click.option("--on", type=DAY, help="The day it came back; today if none.")
def returned(letter: str, reason: str, on: datetime | None) -> None:
    """Take a letter back: its reference or its registered number. A wrong address is closed."""
    with with_database():
        from forbear.services.letters.returns import CLOSES, post_event_take  # noqa: PLC0415
        from forbear.services.refusals import Refusal  # noqa: PLC0415

        taken = post_event_take(
            letter=letter,
            kind="returned",
            on=day_of(on),
            reason=reason,
            at=clock.now(),
            actor=actor(),
        )
        if isinstance(taken, Refusal):
            refused(taken)
    if taken == "repeated":
        click.echo("It was known already.")
    else:
        click.echo("The address is closed." if reason in CLOSES else "The address stays open.")
