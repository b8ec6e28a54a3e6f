"""``forbear shifts``: who works when, and how much of the day's work fits into that."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.database import day_of, with_database
from forbear.cli.options import DAY, actor
from forbear.core.roster.hours import write_hours
from forbear.wiring import clock

if TYPE_CHECKING:
    from forbear.services.refusals import Refusal
    from forbear.store.models import ShiftException, ShiftPattern


@click.group()
def command() -> None:
    """Show and set who works when: weeks, and days that differ, of people and teams."""


@command.command()
@click.option("--on", type=DAY, help="The day; today unless given.")
def show(on: datetime | None) -> None:
    """Show everybody's hours of a day, and how many of the day's calls fit into what is left.

    A question mark: nobody has said when they work.
    """
    now = clock.now()
    with with_database():
        day = day_of(on)
        from forbear.packs.lead import load_lead_rules  # noqa: PLC0415 - needs no Django, but late
        from forbear.store.selectors.capacity import day_capacity  # noqa: PLC0415 - needs Django
        from forbear.store.selectors.queue import day_latest  # noqa: PLC0415
        from forbear.store.selectors.roster import callers, rosters  # noqa: PLC0415
        from forbear.store.selectors.teams import team_names  # noqa: PLC0415

        users = list(callers())
        found, teams = rosters(users, on=day), team_names(users)
        run, capacity = day_latest(on=day), None
        minutes = sum(each.minutes_left(now) for each in found.values())
        if run is not None and run.on == day:
            each = load_lead_rules().case_minutes
            capacity, _left = day_capacity(run=run, at=now, minutes=minutes, case_minutes=each)
    table = Table("name", "team", "hours", "zone", "because", box=SIMPLE, pad_edge=False)
    for user in users:
        row = found[user.pk]
        hours = "?" if row.spans is None else write_hours(row.spans) or "off"
        why = f"{row.source}: {row.why}" if row.why else row.source
        table.add_row(user.get_username(), teams[user.pk], hours, str(row.zone), why)
    Console().print(table)
    if capacity is not None:
        click.echo(
            f"{capacity.cases} calls are ahead, {minutes} minutes are left: {capacity.fits} fit, "
            f"{capacity.left_over} do not."
        )


@command.command("week")
@click.argument("hours", nargs=7)
@click.option("--of", "username", default="", help="The person.")
@click.option("--team", default="", help="The team.")
@click.option("--since", required=True, type=DAY, help="The day from which it counts.")
@click.option("--zone", required=True, help="The zone of the hours, as Europe/London.")
def week(*, hours: tuple[str, ...], username: str, team: str, since: datetime, zone: str) -> None:
    """Write a week: seven HOURS, Monday first, as 09:00-17:30 or off."""
    with with_database():
        from forbear.services.lead.shifts import pattern_set  # noqa: PLC0415 - needs Django

        done = pattern_set(
            username=username,
            team=team,
            since=since.date(),
            hours=hours,
            zone=zone,
            at=clock.now(),
            actor=actor(),
        )
    _told("week", done)
    click.echo(f"From {since.date()} on: the week of {username or team}.")


@command.command("day")
@click.argument("hours")
@click.option("--of", "username", default="", help="The person.")
@click.option("--team", default="", help="The team.")
@click.option("--on", required=True, type=DAY, help="The day.")
@click.option("--why", required=True, help="Why it is not as the week is.")
def one_day(*, hours: str, username: str, team: str, on: datetime, why: str) -> None:
    """Write the HOURS of one day, as "09:00-12:30 13:30-18:00" or off."""
    with with_database():
        from forbear.services.lead.shifts import exception_set  # noqa: PLC0415 - needs Django

        done = exception_set(
            username=username,
            team=team,
            on=on.date(),
            hours=hours,
            why=why,
            at=clock.now(),
            actor=actor(),
        )
    _told("day", done)
    click.echo(f"On {on.date()}: the hours of {username or team}.")


def _told(what: str, done: ShiftPattern | ShiftException | Refusal) -> None:
    """End with the reason if it was refused."""
    if hasattr(done, "code") and hasattr(done, "text"):
        click.echo(f"forbear shifts {what}: {done.code}: {done.text}", err=True)
        sys.exit(1)
