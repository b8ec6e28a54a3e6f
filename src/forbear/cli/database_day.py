"""The day over the database, from the command line."""

from __future__ import annotations

from datetime import date

from rich.console import Console

from forbear.cli.database import with_database
from forbear.core.law.book import RuleBook
from forbear.core.strategy import Ladder
from forbear.engine.summary import Summary
from forbear.wiring import clock


def run_database_day(console: Console, *, on: date, ladder: Ladder, book: RuleBook) -> Summary:
    """Decide and store the day; say so where it was stored before."""
    with with_database():
        from forbear.store.models import DayRun  # noqa: PLC0415 - needs Django
        from forbear.wiring.day import database_day  # noqa: PLC0415 - needs Django

        if DayRun.objects.filter(on=on).exists():
            console.print(f"{on} was decided before; this is what was stored.", highlight=False)
        with console.status("Deciding …"):
            run = database_day(on=on, at=clock.now(), ladder=ladder, book=book)
    return Summary.of_json(run.summary)
