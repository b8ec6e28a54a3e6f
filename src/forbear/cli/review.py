"""``forbear review``: what reviewers said: as scores of conduct, and as lines to learn from."""

from __future__ import annotations

import csv
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from forbear.cli.database import with_database
from forbear.core.speech.audit.values import LANGUAGES
from forbear.core.speech.conduct import GROUPS, Rate, Score
from forbear.interchange.conduct_table import SCORE_COLUMNS, score_row
from forbear.interchange.jsonl import answer_line
from forbear.packs.speech.conduct import ConductError, conduct_now
from forbear.wiring import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def command() -> None:
    """Count the verdicts of reviewers, and take them out."""


@command.command("export")
@click.option("--out", "target", required=True, type=click.Path(path_type=Path), help="Lines.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Only texts of this language.")
@click.option("--spans", is_flag=True, help="Add each finding with its place; not for training.")
@click.option("--unmasked", is_flag=True, help="Leave names and numbers as they were said.")
def export(target: Path, language: str | None, *, spans: bool, unmasked: bool) -> None:
    """Write every text that people have wholly judged, with what they found in it.

    The lines have the form of tools/auditor/data/texts_en.jsonl: the auditor can learn from them.
    """
    count = 0
    with with_database():
        from forbear.services.speech.training import training_lines  # noqa: PLC0415 - needs Django

        lines = training_lines(language=language or "", with_spans=spans, is_masked=not unmasked)
        with target.open("w", encoding="utf-8") as out:
            for line in lines:
                out.write(answer_line(line) + "\n")
                count += 1
    click.echo(f"{target}: {count} texts.")


@command.command("scores")
@click.option("--from", "first", type=_DAY, help="First day, UTC; eleven months back if left out.")
@click.option("--to", "last", type=_DAY, help="Last day, UTC; today if left out.")
@click.option("--by", type=click.Choice([*GROUPS, "category"]), default="team", show_default=True)
@click.option("--collector", default="", help="Only what this one said.")
@click.option("--team", default="", help="Only this team, as the table names it.")
@click.option("--agency", default="", help="Only the people of this agency.")
@click.option("--category", default="", help="Only findings of this category.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a file to keep.")
def show_scores(
    first: datetime | None,
    last: datetime | None,
    *,
    by: str,
    collector: str,
    team: str,
    agency: str,
    category: str,
    as_csv: bool,
) -> None:
    """Say how decently collectors, teams and agencies spoke, by what reviewers confirmed.

    Rates are of 1,000 contacts that the auditor read, with their interval. No row is a rank.
    """
    try:
        conduct = conduct_now()
    except ConductError as error:
        click.echo(f"forbear review: {error}", err=True)
        sys.exit(2)
    until = last.date() if last else clock.now().date()
    with with_database():
        from forbear.services.speech.conduct import (  # noqa: PLC0415 - needs Django
            a_year_back,
            conduct_scores,
            period,
        )

        since = first.date() if first else a_year_back(until)
        asked = period(
            since, until, collector=collector, team=team, agency=agency, category=category
        )
        found = conduct_scores(by, asked, conduct)  # type: ignore[arg-type] # one of the choices
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(SCORE_COLUMNS)
        writer.writerows(map(score_row, found))
        return
    if not found:
        click.echo(f"Nothing was read from {since} to {until}.")
        return
    _print(found)


def _print(found: Sequence[Score]) -> None:
    table = Table(box=SIMPLE, pad_edge=False)
    table.add_column("name", min_width=8)
    for name in ("contacts", "found", "h/m/l", "unread", "per 1,000"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("others")
    for score in found:
        tally = score.tally
        counts = (tally.contacts, tally.found, f"{tally.high}/{tally.medium}/{tally.low}")
        name = score.name or "(not named)"
        last = (str(tally.unread), _rate(score.found), score.standing)
        table.add_row(name, *map(str, counts), *last)
    Console().print(table)


def _rate(of: Rate) -> str:
    return "–" if of.value is None else f"{of.value:.1f} ({of.low:.1f}–{of.high:.1f})"
