"""What every command that needs the database does first."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import click

from forbear.wiring.database import DatabaseProblem, ensure_database, explain_database_error


@contextmanager
def with_database(*, status: int = 1) -> Iterator[None]:
    """Make the database ready; turn a problem with it into one sentence and exit ``status``."""
    import django  # noqa: PLC0415 - only commands that need the database wait for Django
    from django.db import Error  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forbear.wiring.settings")
    try:
        ensure_database(migrate=True)
        django.setup()
        yield
    except (DatabaseProblem, Error) as problem:
        click.echo(f"forbear: {explain_database_error(problem)}", err=True)
        sys.exit(status)


def day_of(on: datetime | None) -> date:
    """Return the day that was asked for, or that of the house; once the database is ready."""
    if on is not None:
        return on.date()
    from forbear.wiring.house import house_day  # noqa: PLC0415 - needs Django

    return house_day()
