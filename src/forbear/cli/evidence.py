"""``forbear evidence``: seal what was written, and verify that nothing of it was changed since."""

from __future__ import annotations

import sys

import click

from forbear.cli.database import with_database
from forbear.cli.options import actor
from forbear.wiring import clock


@click.group()
def command() -> None:
    """Seal the history and verify it."""


@command.command()
@click.option("--full", "is_full", is_flag=True, help="Look for unsealed rows from the first on.")
def seal(*, is_full: bool) -> None:
    """Seal every row that is not sealed yet, and print the newest hash."""
    with with_database():
        from forbear.services.evidence import evidence_seal  # noqa: PLC0415 - needs Django

        made = 0
        while new := evidence_seal(at=clock.now(), is_full=is_full):
            made += 1
            rows = sum(part.rows for part in new.parts.all())
            click.echo(f"Seal {new.number}: {rows:,} rows of {new.parts.count()} tables.")
            click.echo(f"  {new.hash}")
    if not made:
        click.echo("Everything is sealed already.")


@command.command()
@click.option("--head", help="A hash printed before: it must still be found in the chain.")
@click.option("--since", type=click.IntRange(min=0), default=0, help="Read rows after this seal.")
def verify(head: str | None, since: int) -> None:
    """Read every sealed row again. Exit status 1 if one was changed, removed or slipped in."""
    with with_database():
        from forbear.services.audit_reading import verified_note  # noqa: PLC0415 - needs Django
        from forbear.services.evidence import evidence_verify  # noqa: PLC0415

        found = evidence_verify(head=head, since=since)
        verified_note(found, since=since, at=clock.now(), actor=actor())
    for fault in found.faults:
        click.echo(f"{fault.code} seal {fault.seal}: {fault.sentence}", err=True)
    click.echo(
        f"{found.seals:,} seals over {found.rows:,} rows; {found.unsealed:,} not sealed yet."
    )
    if found.faults:
        click.echo(
            f"forbear: {len(found.faults)} fault(s): the history is not as it was.", err=True
        )
        sys.exit(1)
    if found.seals:
        click.echo(f"All as it was. Newest hash, to keep elsewhere: {found.head}")
    else:
        click.echo("Nothing is sealed yet. Run: forbear evidence seal")
