"""``forbear preferences``: how a person wants to be reached, or does not."""

from __future__ import annotations

import re
import sys
from datetime import time
from typing import TYPE_CHECKING

import click

from forbear.cli.database import with_database
from forbear.cli.options import actor
from forbear.core.preferences.hours import WEEKDAYS, Hours
from forbear.core.speech.facts import LANGUAGES
from forbear.core.tables import words as w
from forbear.wiring import clock

if TYPE_CHECKING:
    from forbear.store.models import Person

_HOURS = re.compile(r"(?:([a-z,]+) )?(\d\d:\d\d)-(\d\d:\d\d)")
_SOURCE = "command"


@click.group()
def command() -> None:
    """Show and set how a person wants to be reached. PERSON is the host's number."""


@command.command()
@click.argument("person")
def show(person: str) -> None:
    """Show what PERSON wishes."""
    with with_database():
        found = _person(person)
        wish = found.preference
        click.echo(f"channel   {(wish and wish.channel) or 'no preference'}")
        click.echo(f"language  {found.spoken}")
        for one in (wish.hours if wish else []) or [{}]:
            told = f"{one['days']} {one['from']}-{one['to']}" if one else "any time"
            click.echo(f"hours     {told}")
        for known in found.representatives.filter(ended_at__isnull=True).order_by("pk"):
            click.echo(f"speaks    {known.name} ({known.kind}) {known.reach}".rstrip())
        for refused in found.opt_outs.order_by("at", "pk"):
            click.echo(f"no        {refused.channel or 'any channel'} since {refused.at:%Y-%m-%d}")


@command.command("set")
@click.argument("person")
@click.option("--channel", type=click.Choice(w.CHANNELS), help="Rather by this channel.")
@click.option("--any-channel", is_flag=True, help="No preference of channel any more.")
@click.option("--hours", multiple=True, help='As "mon,tue 18:00-20:00"; several times for several.')
@click.option("--any-hours", is_flag=True, help="Any time is fine.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Written to in this language.")
def set_(
    person: str,
    *,
    channel: str | None,
    any_channel: bool,
    hours: tuple[str, ...],
    any_hours: bool,
    language: str | None,
) -> None:
    """Write down how PERSON would rather be reached; what is not named stays."""
    wished = [_hours(one) for one in hours]
    if not (channel or any_channel or wished or any_hours or language):
        raise click.UsageError("Name what they wish: --channel, --hours, --language or --any-….")
    with with_database():
        from forbear.services.preferences import KEEP, preference_record  # noqa: PLC0415
        from forbear.services.refusals import Refusal  # noqa: PLC0415 - needs Django

        found = preference_record(
            person_id=_person(person).pk,
            channel=channel if channel or any_channel else KEEP,
            hours=wished if wished or any_hours else KEEP,
            language=language or KEEP,
            at=clock.now(),
            actor=actor(),
            source=_SOURCE,
        )
        if isinstance(found, Refusal):
            click.echo(f"forbear: {found.code} {found.text}", err=True)
            sys.exit(1)
    click.echo("Written down.")


@command.command()
@click.argument("person")
@click.option("--channel", type=click.Choice(w.CHANNELS), required=True)
def stop(person: str, channel: str) -> None:
    """Write down that PERSON does not want CHANNEL any more, and stop what waits."""
    with with_database():
        from forbear.services.preferences import opt_out_record  # noqa: PLC0415 - needs Django

        opt_out_record(
            person_id=_person(person).pk,
            channel=channel,
            contact_point_id=None,
            at=clock.now(),
            actor=actor(),
            source=_SOURCE,
        )
    click.echo("Written down. What waited is stopped.")


def _person(reference: str) -> Person:
    from forbear.store.models import Person  # noqa: PLC0415 - needs Django

    found = Person.objects.select_related("preference").filter(reference=reference).first()
    if found is None:
        click.echo(f"forbear: there is no person {reference!r}; use the host's number.", err=True)
        sys.exit(1)
    return found


def _hours(text: str) -> Hours:
    found = _HOURS.fullmatch(text.strip().lower())
    try:
        if found is None:
            raise ValueError
        days = tuple(found[1].split(",")) if found[1] else WEEKDAYS
        return Hours(time.fromisoformat(found[2]), time.fromisoformat(found[3]), days)
    except ValueError:
        raise click.UsageError(
            f'{text!r} is no stretch of time. Write it as "mon,tue 18:00-20:00".'
        ) from None
