"""What the commands on mandates, debits and refunds do in the same way."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from forbear.cli.database import with_database
from forbear.cli.options import DAY
from forbear.interchange.sepa import SepaProblem

if TYPE_CHECKING:
    from forbear.services.refusals import Refusal
    from forbear.store.models import DebitRun, RefundRun

on_option = click.option("--on", type=DAY, help="The day; today if left out.")
out_option = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the file; files/ in the data folder if left out.",
)


@contextmanager
def told() -> Iterator[None]:
    """Make the database ready; say what is wrong with a file or a profile, and leave with 2."""
    with with_database():
        from forbear.packs.issuers import IssuerError  # noqa: PLC0415 - only where needed
        from forbear.wiring.debits import NoBank  # noqa: PLC0415 - needs Django

        try:
            yield
        except SepaProblem as problem:
            click.echo(f"{problem.code}: {problem}", err=True)
            sys.exit(2)
        except (NoBank, IssuerError) as problem:
            click.echo(str(problem), err=True)
            sys.exit(2)


def refused(refusal: Refusal) -> NoReturn:
    """Say why something was not done, and leave with 1."""
    click.echo(f"{refusal.code}: {refusal.text} Nothing was changed.", err=True)
    sys.exit(1)


def write_runs(runs: Sequence[DebitRun] | Sequence[RefundRun], out: Path | None) -> None:
    """Write files as they are kept, each whole or not at all; again gives the same bytes."""
    from forbear.wiring.home import data_folder  # noqa: PLC0415 - makes the folder

    folder = out or data_folder() / "files"
    folder.mkdir(parents=True, exist_ok=True)
    for run in runs:
        path = folder / f"{run.message_id}.xml"
        part = path.with_name(f".{path.name}.{os.getpid()}")
        part.touch(mode=0o600)
        part.write_bytes(bytes(run.content))
        part.replace(path)
        click.echo(f"{path}: {run.count} orders, {money(run.sum_minor)}, sha256 {run.sha256}")
        for line in run.told:
            click.echo(f"  {line}")


def money(minor: int, currency: str = "EUR") -> str:
    """Return an amount for people."""
    from forbear.core.speech.formats import money_text  # noqa: PLC0415 - Babel is slow to load

    return money_text(minor, currency, "en")
