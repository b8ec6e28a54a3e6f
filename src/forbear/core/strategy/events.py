"""What is told of an event: once, within its days, and only where no message told of it before.

An event is no rung: nobody climbs by it. What tells of it goes before the rung's own plan, since a
reminder of a promise is worth nothing a day later. Of several events the first of the ladder goes.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from forbear.core.strategy.ladder import EventPlan, Ladder

# an account that was sold is told nothing by us any more
_SOLD = "sold"


def _column(number: int) -> str:
    return f"_event_{number}"


def events_due(events: pl.LazyFrame, ladder: Ladder, *, on: date) -> pl.LazyFrame:
    """Say of each account which event plans have something to tell on a day.

    ``events`` is the portfolio's table. One row an account, a column of booleans a plan.
    """
    asked = [_is_due(one, on).any().alias(_column(n)) for n, one in enumerate(ladder.events)]
    return events.group_by("account_id").agg(asked)


def _is_due(one: EventPlan, on: date) -> pl.Expr:
    age = (pl.lit(on, dtype=pl.Date) - pl.col("on")).dt.total_days()
    told = pl.col("told").fill_null("").str.split(" ")
    is_told = told.list.set_intersection(sorted(one.templates())).list.len() > 0
    is_its = pl.col("event").cast(pl.String) == one.event
    return is_its & age.is_between(one.first_day, one.last_day) & ~is_told


def event_plan(ladder: Ladder) -> pl.Expr:
    """Return the id of the first event plan that is to be acted on; null if there is none.

    Asked of the facts with the columns of :func:`events_due` and ``hold`` beside them.
    """
    hold = pl.col("hold").cast(pl.String)
    found = []
    for number, one in enumerate(ladder.events):
        is_free = hold.is_null() | hold.is_in(sorted(one.despite))
        holds = one.plan.when.expr.fill_null(value=False)
        acts = pl.col(_column(number)).fill_null(value=False) & is_free & holds
        found.append(pl.when(acts).then(pl.lit(one.plan.id)))
    told = pl.coalesce(*found, pl.lit(None, dtype=pl.String))
    return pl.when(pl.col("status").cast(pl.String) != _SOLD).then(told)
