"""``forbear day``: decide what happens today, for a folder of files or for the database."""

from __future__ import annotations

import sys
from datetime import datetime
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from forbear.cli.options import DAY
from forbear.cli.showing import show_summary
from forbear.core.law.book import RuleBook
from forbear.core.law.faults import PackError
from forbear.core.strategy import Ladder, LadderRefused
from forbear.engine.files import PortfolioError, Rules, open_folder, run_folder
from forbear.engine.summary import Summary
from forbear.packs import load_book
from forbear.packs.ladders import load_ladder


@click.command("day")
@click.option("--on", required=True, type=DAY, help="The day to decide.")
@click.option("--portfolio", type=click.Path(path_type=Path), help="A folder of Parquet files.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the decisions are written.")
@click.option("--strategy", type=click.Path(path_type=Path), help="A ladder of your own (TOML).")
@click.option("--house", type=click.Path(path_type=Path), help="Stricter rules of your own (TOML).")
def command(
    on: datetime,
    portfolio: Path | None,
    out: Path | None,
    strategy: Path | None,
    house: Path | None,
) -> None:
    """Decide every account for one day: by which channel, when, or why not.

    With --portfolio DIR and --out DIR the day is run over Parquet files; without them over the
    database, where it is stored and its contacts are planned.
    """
    if (portfolio is None) != (out is None):
        raise click.UsageError("--portfolio and --out belong together: give both, or neither.")
    console = Console(stderr=True)
    try:
        again = partial(_rules, strategy, house)
        ladder, book = again()
        if portfolio is None or out is None:
            from forbear.cli.database_day import run_database_day  # noqa: PLC0415 - needs Django

            summary = run_database_day(console, on=on.date(), ladder=ladder, book=book)
        else:
            rules = Rules(ladder, book, again)
            summary = _run_files(console, portfolio, out, on=on, rules=rules)
    except (PackError, LadderRefused, PortfolioError, OSError) as error:
        words = f"forbear day: {error}"
        console.print(words, style="red", highlight=False, markup=False, soft_wrap=True)
        sys.exit(2)
    show_summary(Console(), summary, f"Day {on.date()}")


def _rules(strategy: Path | None, house: Path | None) -> tuple[Ladder, RuleBook]:
    return load_ladder(strategy), load_book(house)


def _run_files(
    console: Console, portfolio: Path, out: Path, *, on: datetime, rules: Rules
) -> Summary:
    folder = open_folder(portfolio)
    columns = (TextColumn("Deciding"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=folder.accounts)
        summary = run_folder(
            folder,
            out,
            on=on.date(),
            rules=rules,
            tell=lambda accounts: progress.advance(task, accounts),
        )
    console.print(
        f"decisions and summary.json are in {out}", highlight=False, markup=False, soft_wrap=True
    )
    return summary
