"""``forbear users``: who may sign in to the desk, and in which roles."""

from __future__ import annotations

import sys

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.banking import refused
from forbear.cli.database import with_database
from forbear.cli.options import actor
from forbear.core.roles import ROLES
from forbear.wiring import clock

_role_option = click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice(ROLES),
    help="A role; several times for several.",
)


@click.group()
def command() -> None:
    """Add and list the people who sign in, set their roles, end their access.

    A password is asked for, or is the first line of the standard input; it is never an argument.
    """


@command.command()
@click.argument("username", metavar="NAME")
@click.option("--name", default="", help="The name that the desk shows, such as 'A. Chen'.")
@_role_option
def add(username: str, name: str, roles: tuple[str, ...]) -> None:
    """Let someone sign in as NAME, with a password that is asked for."""
    clear = _password()
    with with_database():
        from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django
        from forbear.services.users import user_add  # noqa: PLC0415

        done = user_add(
            username=username,
            password=clear,
            name=name,
            roles=roles,
            at=clock.now(),
            actor=actor(),
        )
        if isinstance(done, Refusal):
            refused(done)
    click.echo(f"{username} may sign in as {', '.join(roles)}.")


@command.command("list")
def show() -> None:
    """List the people, their roles, their last sign-in and how many sessions are open."""
    with with_database():
        from forbear.store.selectors.people import user_list  # noqa: PLC0415 - needs Django

        rows = user_list()
    if not rows:
        click.echo("There is nobody yet.")
        return
    names = ("name", "shown as", "roles", "last sign-in (UTC)", "sessions", "state")
    table = Table(*names, box=SIMPLE, pad_edge=False)
    for row in rows:
        state = "active" if row.user.is_active else "ended"
        table.add_row(
            row.user.username,
            row.user.get_full_name(),
            " ".join(["everything"] * row.user.is_superuser + list(row.roles)),
            f"{row.last_at:%Y-%m-%d %H:%M}" if row.last_at else "never",
            str(len(row.seats)),
            state,
        )
    Console().print(table)


@command.command("roles")
@click.argument("username", metavar="NAME")
@_role_option
def set_roles(username: str, roles: tuple[str, ...]) -> None:
    """Give NAME these roles and no other; it counts from the next click on."""
    with with_database():
        from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django
        from forbear.services.users import user_set_roles  # noqa: PLC0415

        done = user_set_roles(username=username, roles=roles, at=clock.now(), actor=actor())
        if isinstance(done, Refusal):
            refused(done)
    click.echo(f"{username} has the roles {', '.join(roles)}.")


@command.command()
@click.argument("username", metavar="NAME")
def password(username: str) -> None:
    """Set a password for NAME; sessions end, and who was ended may sign in again."""
    clear = _password()
    with with_database():
        from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django
        from forbear.services.users import user_set_password  # noqa: PLC0415

        done = user_set_password(username=username, password=clear, at=clock.now(), actor=actor())
        if isinstance(done, Refusal):
            refused(done)
    click.echo(f"{username} signs in with the new password from now on.")


@command.command()
@click.argument("username", metavar="NAME")
@click.option("--team", default="", help="The team, such as north.")
@click.option("--agency", default="", help="The agency, if they are not our own people.")
def place(username: str, team: str, agency: str) -> None:
    """Say in which team, and of which agency, NAME works from now on."""
    with with_database():
        from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django
        from forbear.services.speech.conduct import team_place_set  # noqa: PLC0415

        done = team_place_set(
            username=username, team=team, agency=agency, at=clock.now(), actor=actor()
        )
        if isinstance(done, Refusal):
            refused(done)
    where = " of ".join(filter(None, (team.strip(), agency.strip())))
    click.echo(f"{username} works in {where} from now on.")


@command.command()
@click.argument("username", metavar="NAME")
@click.option("--sessions", is_flag=True, help="End the sessions only; NAME may sign in again.")
def end(username: str, *, sessions: bool) -> None:
    """End the access of NAME and every session, at once. The history keeps the name."""
    with with_database():
        from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django
        from forbear.services.seats import seats_end  # noqa: PLC0415
        from forbear.services.users import user_end  # noqa: PLC0415
        from forbear.store.selectors.people import user_list  # noqa: PLC0415

        if sessions and (rows := user_list(username=username)):
            many = seats_end(user=rows[0].user, at=clock.now(), actor=actor())
            click.echo(f"Sessions of {username} ended: {many}.")
            return
        done = user_end(username=username, at=clock.now(), actor=actor())
        if isinstance(done, Refusal):
            refused(done)
    click.echo(f"{username} may not sign in any more.")


def _password() -> str:
    """Ask for a password twice, unseen; or read it from the first line of the standard input."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")
