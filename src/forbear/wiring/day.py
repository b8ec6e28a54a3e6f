"""Running the day over the database, with the rules and the ladder that are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from forbear.core.law.book import RuleBook
from forbear.core.law.sources import PackSource
from forbear.core.strategy import Ladder
from forbear.core.tables.frames import Portfolio
from forbear.engine.day import run_day
from forbear.services.agreements.following import agreements_settle
from forbear.services.day import day_run
from forbear.services.day_inputs import LADDER
from forbear.store.models import DayRun
from forbear.wiring.database import database_url


@dataclass(frozen=True, slots=True)
class _Decided:
    decisions: pl.DataFrame
    summary: dict[str, object]


def database_day(
    *, on: date, at: datetime, ladder: Ladder, book: RuleBook, actor: str = "system"
) -> DayRun:
    """Decide and store the day ``on``; a day that is stored already is returned unchanged."""

    def decide(portfolio: Portfolio, /) -> _Decided:
        result = run_day(portfolio, on=on, ladder=ladder, book=book, not_before=at)
        return _Decided(result.decisions, result.summary.as_json())

    # what is agreed decides what is done: a plan broken since yesterday no longer stops it
    if not DayRun.objects.filter(on=on).exists():
        agreements_settle(on=on, at=at, actor=actor)
    text = PackSource(LADDER, {f"{ladder.id}.toml": ladder.text.encode()})
    return day_run(
        on=on,
        at=at,
        decide=decide,
        strategy=f"{ladder.id} {ladder.version}",
        packs=book.versions,
        url=database_url(),
        sources=(*book.sources, text),
        ladder=text.version(f"{ladder.id} {ladder.version}"),
        actor=actor,
    )
