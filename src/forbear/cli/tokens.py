"""``forbear tokens``: which other systems may use the API."""

from __future__ import annotations

from datetime import datetime

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.banking import refused
from forbear.cli.database import with_database
from forbear.cli.options import DAY, actor
from forbear.core.tables import words as w
from forbear.wiring import clock


@click.group()
def command() -> None:
    """Make, list and revoke the tokens by which other systems use the API."""


@command.command()
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice(w.API_SCOPES),
    help="What it may do; several times for several.",
)
@click.option("--expires", required=True, type=DAY, help="Its last day, in UTC.")
def add(name: str, scopes: tuple[str, ...], expires: datetime) -> None:
    """Make a token for the system NAME, and print it. It is not kept and not shown again."""
    with with_database():
        from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django
        from forbear.services.tokens import token_add  # noqa: PLC0415

        made = token_add(
            name=name, scopes=scopes, expires=expires.date(), at=clock.now(), actor=actor()
        )
        if isinstance(made, Refusal):
            refused(made)
    token, clear = made
    click.echo(f"Token {token.pk} of {name}. It is shown this once; keep it safe:", err=True)
    click.echo(clear)


@command.command("list")
def show() -> None:
    """List the tokens, the latest first, and whether each is still good."""
    with with_database():
        from forbear.store.models import ApiToken  # noqa: PLC0415 - needs Django

        rows = list(ApiToken.objects.order_by("-pk"))
    if not rows:
        click.echo("There are none.")
        return
    names = ("number", "name", "scopes", "made", "good until", "last used", "state")
    table = Table(*names, box=SIMPLE, pad_edge=False)
    at = clock.now()
    for row in rows:
        ended = "expired" if row.expires_at <= at else "good"
        table.add_row(
            str(row.pk),
            row.name,
            " ".join(row.scopes),
            f"{row.created_at:%Y-%m-%d}",
            f"{row.expires_at:%Y-%m-%d %H:%M}",
            f"{row.last_used_at:%Y-%m-%d %H:%M}" if row.last_used_at else "never",
            "revoked" if row.revoked_at else ended,
        )
    Console().print(table)


@command.command()
@click.argument("token_id", type=int, metavar="NUMBER")
def revoke(token_id: int) -> None:
    """End the token NUMBER at once."""
    with with_database():
        from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django
        from forbear.services.tokens import token_revoke  # noqa: PLC0415

        done = token_revoke(token_id=token_id, at=clock.now(), actor=actor())
        if isinstance(done, Refusal):
            refused(done)
    click.echo(f"Token {token_id} of {done.name} is revoked.")
