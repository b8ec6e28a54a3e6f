"""``forbear guarantees``: guarantees as they were signed, with four eyes."""

from __future__ import annotations

from datetime import date, datetime
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
    help="The signed document: PDF, JPG, PNG, TXT or EML; it is kept.",
)
@click.option("--signed-on", type=DAY, required=True)
@click.option("--limit-minor", type=int, required=True, help="At most so much; in cents.")
@click.option("--ends-on", type=DAY, help="The last day of its period, if the document names one.")
@click.option(
    "--debt-due-on", type=DAY, help="Else: when the debt fell due; the law says the rest."
)
@click.option("--language", type=click.Choice(("en", "zh-Hans")), default="en", show_default=True)
def add(  # noqa: PLR0917 - one for each option
    account: str,
    name: str,
    kind: str,
    document: Path,
    signed_on: datetime,
    limit_minor: int,
    ends_on: datetime | None,
    debt_due_on: datetime | None,
    language: str,
) -> None:
    """Write down the guarantee of an ACCOUNT; it counts once somebody else accepts it."""
    with told():
        from forbear.services.cases.files import Given  # noqa: PLC0415 - needs Django
        from forbear.services.guarantees.recording import (  # noqa: PLC0415
            GuaranteeTerms,
            guarantee_ask,
        )
        from forbear.services.refusals import Refusal  # noqa: PLC0415
        from forbear.store.models import Account  # noqa: PLC0415
        from forbear.wiring.case_files import case_files  # noqa: PLC0415

        owed = Account.objects.filter(reference=account).first()
        done = guarantee_ask(
            account_id=owed.pk if owed else 0,
            terms=GuaranteeTerms(
                name=name,
                kind=kind,
                signed_on=signed_on.date(),
                limit_minor=limit_minor,
                ends_on=_day(ends_on),
                debt_due_on=_day(debt_due_on),
                language=language,
            ),
            document=Given(document.name, document.read_bytes()),
            store=case_files(),
            at=clock.now(),
            actor=actor(),
        )
        if isinstance(done, Refusal):
            refused(done)
        else:
            click.echo(
                f"Guarantee {done.pk} is {done.state}, to {done.ends_on}: somebody else accepts it."
            )


@command.command()
@click.argument("number", type=int)
@click.option("--refuse", is_flag=True, help="Say no.")
@click.option("--why", default="", help="Why not; needed to refuse.")
def answer(number: int, *, refuse: bool, why: str) -> None:
    """Accept the guarantee NUMBER, having seen its document; never one's own."""
    with told():
        from forbear.services.guarantees.recording import (  # noqa: PLC0415 - needs Django
            guarantee_answer,
        )
        from forbear.services.refusals import Refusal  # noqa: PLC0415
        from forbear.wiring.case_files import case_files  # noqa: PLC0415

        done = guarantee_answer(
            guarantee_id=number,
            is_accepted=not refuse,
            store=case_files(),
            at=clock.now(),
            actor=actor(),
            note=why,
        )
        if isinstance(done, Refusal):
            refused(done)
        else:
            click.echo(f"Guarantee {done.pk} is {done.state}.")


@command.command()
@click.argument("number", type=int)
@click.option("--why", required=True, help="Kept with it.")
def end(number: int, *, why: str) -> None:
    """End the guarantee NUMBER: from now on the guarantor is a third party."""
    with told():
        from forbear.services.guarantees.recording import guarantee_end  # noqa: PLC0415 - Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415

        done = guarantee_end(guarantee_id=number, at=clock.now(), actor=actor(), note=why)
        if isinstance(done, Refusal):
            refused(done)
        else:
            click.echo(f"Guarantee {done.pk} is {done.state}.")


@command.command()
@click.argument("number", type=int)
@click.option("--kind", type=click.Choice(("postal", "email")), required=True)
@click.option("--value", required=True, help="The address, as the document has it.")
def point(number: int, kind: str, value: str) -> None:
    """Add an address of whoever signed the guarantee NUMBER."""
    with told():
        from forbear.services.guarantees.reach import guarantor_point_add  # noqa: PLC0415 - Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415

        done = guarantor_point_add(
            guarantee_id=number, kind=kind, value=value, at=clock.now(), actor=actor()
        )
        if isinstance(done, Refusal):
            refused(done)
        else:
            click.echo(f"Contact point {done.reference}: notices may go there once it is proved.")


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


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None
