"""``forbear card pause|plan|plan-broken|statement``: what moves no money, for the next night."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TypedDict, Unpack

import click

from forbear.cli.database import with_database
from forbear.cli.options import DAY
from forbear.core.ledger.reading.events import PAUSED_FOR
from forbear.packs.products import ROOT, ProductError, load_products
from forbear.wiring import clock

_ON = click.option("--on", required=True, type=DAY, help="The day from which it counts.")
_KEY = click.option("--key", help="Once under this key; without one: once an account, kind, day.")
_NOTE = click.option("--note", default="", help="Why, for the record.")
_PRODUCTS = click.option(
    "--products",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of product files of your own.",
)


class _Given(TypedDict):
    """What every event is given."""

    on: datetime
    key: str | None
    note: str
    products: Path | None


@click.command()
@click.argument("reference")
@_ON
@click.option("--until", required=True, type=DAY, help="The last day of the pause.")
@click.option("--interest/--no-interest", default=True, help="Whether interest is held back.")
@click.option("--fees/--no-fees", default=True, help="Whether late fees are held back.")
@click.option("--reason", type=click.Choice(PAUSED_FOR), help="What it is given for.")
@_KEY
@_NOTE
@_PRODUCTS
def pause(
    reference: str,
    until: datetime,
    reason: str | None,
    *,
    interest: bool,
    fees: bool,
    **given: Unpack[_Given],
) -> None:
    """Hold interest and late fees of an account back for some days.

    Due dates stay where they are. A later pause takes the place of an earlier one: to end one
    early, pause until today.
    """
    content: dict[str, object] = {"until": _iso(until), "interest": interest, "fees": fees}
    content |= {"reason": reason} if reason else {}
    _book(reference, "pause", content, **given)


@click.command()
@click.argument("reference")
@_ON
@click.option(
    "--payment",
    "payments",
    required=True,
    multiple=True,
    metavar="DAY=MINOR",
    help="A payment of the plan: its day and minor units. Once for each, in order.",
)
@click.option("--interest/--no-interest", default=False, help="Whether the plan bears interest.")
@_KEY
@_NOTE
@_PRODUCTS
def plan(
    reference: str, payments: tuple[str, ...], *, interest: bool, **given: Unpack[_Given]
) -> None:
    """Put an agreed plan in the place of minimum payments.

    Its payments come to what is owed, or to more if it bears interest.
    """
    instalments = []
    for each in payments:
        day, _, amount = each.partition("=")
        if not amount.isdecimal():
            raise click.BadParameter(f"{each!r}; write 2026-05-01=81000", param_hint="--payment")
        instalments.append({"due_on": day, "amount_minor": int(amount)})
    _book(reference, "plan", {"instalments": instalments, "interest": interest}, **given)


@click.command("plan-broken")
@click.argument("reference")
@_ON
@_KEY
@_NOTE
@_PRODUCTS
def plan_broken(reference: str, **given: Unpack[_Given]) -> None:
    """End a plan that was not kept: what fell due stays due, the rest is asked as usual."""
    _book(reference, "plan_broken", {}, **given)


@click.command()
@click.argument("reference")
@_ON
@click.option("--due-on", required=True, type=DAY, help="When its minimum payment is due.")
@click.option("--minimum", type=click.IntRange(min=0), help="What it asks, in minor units.")
@_KEY
@_NOTE
@_PRODUCTS
def statement(
    reference: str, due_on: datetime, minimum: int | None, **given: Unpack[_Given]
) -> None:
    """Note a statement of the host, for a product whose terms make none.

    Statements that were imported are taken in by the night; this is for one that was not.
    """
    asked = {} if minimum is None else {"minimum_minor": minimum}
    _book(reference, "statement", {"due_on": _iso(due_on), **asked}, **given)


COMMANDS = (pause, plan, plan_broken, statement)


def _iso(day: datetime) -> str:
    return day.date().isoformat()


def _book(
    reference: str,
    kind: str,
    content: dict[str, object],
    *,
    on: datetime,
    key: str | None,
    note: str,
    products: Path | None,
) -> None:
    """Note the event; the exit status is 0, 1 if it is refused, 2 if it could not be tried."""
    try:
        terms = load_products(products or ROOT)
    except ProductError as error:
        click.echo(f"forbear card {kind}: {error}", err=True)
        sys.exit(2)
    with with_database(status=2):
        from forbear.services.card_events import card_event_book  # noqa: PLC0415 - needs Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415
        from forbear.store.models import Account  # noqa: PLC0415

        number = Account.objects.filter(reference=reference).values_list("pk", flat=True).first()
        done = card_event_book(
            account_id=number or 0,
            kind=kind,
            content={"on": _iso(on), **content},
            key=key or f"{kind}:{number}:{_iso(on)}",
            at=clock.now(),
            actor="system",
            products=terms,
            note=note,
        )
    if isinstance(done, Refusal):
        click.echo(f"{reference}: {done.code}: {done.text}", err=True)
        sys.exit(1)
    click.echo(f"{reference}: {kind} from {done.on}; `forbear night` takes it in.")
