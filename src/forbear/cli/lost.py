"""``forbear lost``: wrong numbers closed everywhere, and searches for those who are lost."""

from __future__ import annotations

import click

from forbear.cli.banking import refused, told
from forbear.cli.options import actor
from forbear.core.tables.words import CLOSE_REASONS
from forbear.packs.search import load_search_rules
from forbear.wiring import clock

_WHYS = tuple(why for why in CLOSE_REASONS if why != "deceased")


@click.group()
def command() -> None:
    """Close wrong numbers everywhere; open, list and explain searches for the lost."""


@command.command()
@click.argument("point")
@click.option("--why", type=click.Choice(_WHYS), required=True)
@click.option("--note", default="", help="Kept with it.")
def close(point: str, why: str, note: str) -> None:
    """Close a contact POINT, by its reference, wherever the person has the same value."""
    with told():
        from forbear.services.lost.closing import point_close  # noqa: PLC0415 - needs Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415
        from forbear.store.models import ContactPoint  # noqa: PLC0415

        found = ContactPoint.objects.filter(reference=point).first()
        done = point_close(
            contact_point_id=found.pk if found else 0,
            why=why,
            door="cli",
            at=clock.now(),
            actor=actor(),
            note=note,
        )
        if isinstance(done, Refusal):
            refused(done)
        else:
            click.echo(f"{len(done)} contact points closed.")


@command.command()
@click.argument("person")
@click.option("--note", default="", help="By whom it was told.")
def died(person: str, note: str) -> None:
    """Write down that a PERSON, by reference, has died: all that goes to them stops."""
    with told():
        from forbear.services.lost.deaths import person_died  # noqa: PLC0415 - needs Django
        from forbear.services.refusals import Refusal  # noqa: PLC0415
        from forbear.store.models import Person  # noqa: PLC0415

        found = Person.objects.filter(reference=person).first()
        done = person_died(
            person_id=found.pk if found else 0,
            door="cli",
            at=clock.now(),
            actor=actor(),
            note=note,
        )
        if isinstance(done, Refusal):
            refused(done)
        else:
            click.echo(f"Written down: {person} has died. Nothing more goes to them.")


@command.command("open")
def open_() -> None:
    """Open a search for everyone who is overdue and lost; run it each morning."""
    with told():
        from forbear.services.lost.opening import searches_open  # noqa: PLC0415 - needs Django

        attempts = load_search_rules().attempts
        counts = searches_open(attempts=attempts, at=clock.now(), actor=actor())
        said = ", ".join(f"{count} {why}" for why, count in counts.items())
        click.echo(f"Searches opened: {said}.")


@command.command("list")
@click.option("--limit", default=50, show_default=True, help="At most so many, oldest first.")
def list_(limit: int) -> None:
    """List the open searches."""
    with told():
        from forbear.store.models import SearchTask  # noqa: PLC0415 - needs Django

        rows = SearchTask.objects.filter(state="open").select_related("person")
        for task in rows.order_by("opened_at", "pk")[:limit]:
            steps = task.steps.count()
            click.echo(
                f"{task.pk}  {task.person.reference}  {task.why}"
                f"  since {task.opened_at:%Y-%m-%d}  {steps} steps"
            )


@command.command()
@click.argument("nation")
def sources(nation: str) -> None:
    """Show what may be asked in a NATION (as CN), in order, and what never, with the law."""
    rules = load_search_rules()
    for each in rules.sources_of(nation.upper()):
        click.echo(f"{each.kind:8} {each.code:24} {each.name} ({each.cite}; {each.confidence})")
    for never in rules.refused_of(nation.upper()):
        click.echo(f"never    {never.code:24} {never.because} ({never.cite})")
