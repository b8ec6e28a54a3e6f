"""``forbear db``: the database, embedded or by ``DATABASE_URL``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from forbear.wiring import embedded
from forbear.wiring.database import (
    DatabaseProblem,
    database_url,
    ensure_database,
    is_embedded,
)
from forbear.wiring.home import data_folder


@click.group()
def command() -> None:
    """Start, stop, ask and upgrade the database."""


@contextmanager
def _plainly(doing: str = "") -> Iterator[None]:
    """Show what is being done; turn a problem into one sentence and a failing exit."""
    console = Console(stderr=True)
    is_quiet = not (doing and console.is_terminal)
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    try:
        with Progress(*columns, console=console, transient=True, disable=is_quiet) as progress:
            progress.add_task(doing, total=None)
            yield
    except DatabaseProblem as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)


@command.command()
def start() -> None:
    """Start the embedded database; make it first if it is not there."""
    with _plainly("Starting the database …"):
        ensure_database()
    click.echo(_state())


@command.command()
def stop() -> None:
    """Stop the embedded database. A database of your own is left alone."""
    if not is_embedded():
        click.echo("DATABASE_URL names a server of your own; it is left running.")
        return
    with _plainly("Stopping the database …"):
        ran = embedded.stop(embedded.places(data_folder()))
    click.echo("The database is stopped." if ran else "The database was not running.")


@command.command()
@click.option("--yes", is_flag=True, help="Do not ask first.")
def remove(*, yes: bool) -> None:
    """Delete the embedded database and all that is in it. A database of your own is left alone."""
    if not is_embedded():
        click.echo("DATABASE_URL names a server of your own; it is left as it is.")
        return
    where = embedded.places(data_folder())
    if not where.data.exists():
        click.echo("There is no embedded database to delete.")
        return
    if not yes:
        click.confirm(f"Delete everything in {where.data}?", abort=True)
    with _plainly("Deleting the database …"):
        embedded.remove(where)
    click.echo("The database is deleted.")


@command.command()
def status() -> None:
    """Say whether the database runs, and where it lives. Exit code 3 if it does not."""
    if is_embedded():
        click.echo(_state())
        if not embedded.status(embedded.places(data_folder())).is_running:
            sys.exit(3)
        return
    with _plainly():
        ensure_database()
        click.echo("The database of DATABASE_URL answers.")


@command.command()
def migrate() -> None:
    """Create or upgrade the tables."""
    with _plainly("Preparing the tables …"):
        ensure_database(migrate=True)
    click.echo("The tables are up to date.")


@command.command()
def url() -> None:
    """Print the address, for psql and other tools."""
    with _plainly():
        click.echo(database_url())


def _state() -> str:
    if not is_embedded():
        return "The database of DATABASE_URL answers."
    found = embedded.status(embedded.places(data_folder()))
    if not found.is_running:
        return f"The database is not running. Its data is in {found.where.data}."
    user = f" as the user {found.where.runner.name}" if found.where.runner else ""
    return f"The database runs (process {found.pid}{user}). Its data is in {found.where.data}."
