"""``forbear promises``: what became of promises to pay."""

from __future__ import annotations

import os
from datetime import datetime

import click

from forbear.cli.database import with_database
from forbear.cli.options import DAY
from forbear.wiring import clock


@click.group()
def command() -> None:
    """Judge promises to pay."""


@command.command()
@click.option("--on", type=DAY, help="As of the morning of this day; today unless given.")
def settle(on: datetime | None) -> None:
    """Judge the open promises whose day has passed: kept, part kept or broken.

    Run it in the morning, when the bank's files of the day before are in. Without a day, one whose
    day is not over where the cardholder is waits for the next morning.
    """
    with with_database():
        from forbear.services.promises import promises_settle  # noqa: PLC0415 - needs Django

        counts = promises_settle(
            on=on.date() if on else None,
            at=clock.now(),
            actor=os.environ.get("USER", "system")[:150],
        )
    states = ("kept", "part_kept", "broken")
    click.echo(
        ", ".join(f"{counts.get(state, 0)} {state.replace('_', ' ')}" for state in states) + "."
    )
