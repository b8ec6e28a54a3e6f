"""``forbear guarantees``: guarantees as they were signed, with four eyes."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

import click

from forbear.cli.banking import refused, told
from forbear.cli.options import DAY, actor
from forbear.wiring import clock


@click.group()
def command() -> None:
    """Write signed guarantees down, accept, end and list them.

    Without an accepted one that still runs, a guarantor is a third party for the gate.
    """


@command.command()
@click.argument("account")
@click.option("--name", required=True, help="As in the guarantor's contact points.")
@click.option("--kind", type=click.Choice(("general", "joint")), required=True)
@click.option(
    "--document",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="The signed document; its SHA-256 is kept.",
)
@click.option("--signed-on", type=DAY, required=True)
@click.option("--limit-minor", type=int, required=True, help="At most so much; in cents.")
@click.option("--ends-on", type=DAY, required=True, help="The last day of its period.")
def add(  # noqa: PLR0917 - one for each option
    account: str,
    name: str,
    kind: str,
    document: Path,
    signed_on: datetime,
    limit_minor: int,
    ends_on: datetime,
) -> None:
    """Write down the guarantee of an ACCOUNT; it counts once somebody else accepts it."""
    digest = hashlib.sha256(document.read_bytes()).hexdigest()
    with told():
        from forbear.services.lost.guarantees import (  # noqa: PLC0415 - needs Django
            GuaranteeTerms,
            guarantee_ask,
        )
        from forbear.services.refusals import Refusal  # noqa: PLC0415
        from forbear.store.models import Account  # noqa: PLC0415

        owed = Account.objects.filter(reference=account).first()
        done = guarantee_ask(
            account_id=owed.pk if owed else 0,
            terms=GuaranteeTerms(name, kind, digest, signed_on.date(), limit_minor, ends_on.date()),
            at=clock.now(),
            actor=actor(),
        )
        if isinstance(done, Refusal):
            refused(done)
        else:
            click.echo(f"Guarantee {done.pk} is {done.state}: somebody else accepts it.")


@command.command()
@click.argument("number", type=int)
@click.option("--refuse", is_flag=True, help="Say no.")
def answer(number: int, *, refuse: bool) -> None:
    """Accept the guarantee NUMBER, having seen its document; never one's own."""
    with told():
        from forbear.services.lost.guarantees import guarantee_answer  # noqa: PLC0415 - Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415

        done = guarantee_answer(
            guarantee_id=number, is_accepted=not refuse, at=clock.now(), actor=actor()
        )
        if isinstance(done, Refusal):
            refused(done)
        else:
            click.echo(f"Guarantee {done.pk} is {done.state}.")


@command.command()
@click.argument("number", type=int)
def end(number: int) -> None:
    """End the guarantee NUMBER: from now on the guarantor is a third party."""
    with told():
        from forbear.services.lost.guarantees import guarantee_end  # noqa: PLC0415 - needs Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415

        done = guarantee_end(guarantee_id=number, at=clock.now(), actor=actor())
        if isinstance(done, Refusal):
            refused(done)
        else:
            click.echo(f"Guarantee {done.pk} is {done.state}.")


@command.command("list")
@click.option("--limit", default=50, show_default=True, help="At most so many, latest first.")
def list_(limit: int) -> None:
    """List guarantees."""
    with told():
        from forbear.store.models import Guarantee  # noqa: PLC0415 - needs Django

        for one in Guarantee.objects.select_related("account").order_by("-pk")[:limit]:
            click.echo(
                f"{one.pk}  {one.account.reference}  {one.name}  {one.kind}  {one.state}"
                f"  to {one.ends_on}"
            )
