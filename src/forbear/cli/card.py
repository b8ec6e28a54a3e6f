"""``forbear card``: which accounts Forbear works out itself, and what happens to them."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from forbear.cli.card_events import COMMANDS
from forbear.cli.database import with_database
from forbear.cli.options import DAY
from forbear.packs.loader import load_charges
from forbear.packs.products import ROOT, ProductError, load_products
from forbear.wiring import clock


@click.group("card")
def command() -> None:
    """Take card accounts over: Forbear then works out itself what they owe.

    What moves no money is noted here as well: pauses, plans, statements of the host.
    """


for _each in COMMANDS:
    command.add_command(_each)


@command.command("open")
@click.argument("references", nargs=-1, required=True)
@click.option("--product", required=True, help="The product whose terms apply.")
@click.option("--on", required=True, type=DAY, help="The day as of which they are taken over.")
@click.option(
    "--products",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of product files of your own.",
)
def open_cards(
    references: tuple[str, ...], product: str, on: datetime, products: Path | None
) -> None:
    """Take accounts over as their ledger and dues stand. From then on `forbear night` charges them.

    REFERENCES are the numbers of the accounts. The exit status is 0 if all were taken over, 1 if
    some were not, 2 if none could be tried.
    """
    try:
        terms, charges = load_products(products or ROOT), load_charges()
    except ProductError as error:
        click.echo(f"forbear card open: {error}", err=True)
        sys.exit(2)
    failed = 0
    with with_database(status=2):
        from forbear.services.cards import card_open  # noqa: PLC0415 - needs Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415
        from forbear.store.models import Account  # noqa: PLC0415

        known = dict(
            Account.objects.filter(reference__in=references).values_list("reference", "pk")
        )
        for reference in references:
            done = card_open(
                account_id=known.get(reference, 0),
                product=product,
                on=on.date(),
                at=clock.now(),
                actor="system",
                products=terms,
                charges=charges,
            )
            if isinstance(done, Refusal):
                failed += 1
                click.echo(f"{reference}: {done.code}: {done.text}", err=True)
    click.echo(f"{len(references) - failed:,} taken over, {failed:,} not.")
    sys.exit(1 if failed else 0)
