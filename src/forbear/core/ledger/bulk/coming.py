"""When something happens next to each account without an event: what a night looks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import polars as pl

from forbear.core.ledger.terms import Terms, terms_on

_ONE_DAY = timedelta(days=1)


def coming(
    states: pl.DataFrame, *, on: date, products: Mapping[str, Sequence[Terms]]
) -> pl.DataFrame:
    """Return ``account_id`` and ``next_on``: the first day after ``on`` to look at the account.

    The next statement, the day after a due date, the day after grace, or new terms, which may move
    any of these. Null: nothing will happen unless an event does.
    """
    parts = [
        some.select("account_id", _next(products[str(product)], on).alias("next_on"))
        for (product,), some in states.partition_by("product", as_dict=True).items()
    ]
    schema = {"account_id": pl.Int64(), "next_on": pl.Date()}
    return pl.concat([pl.DataFrame(schema=schema), *parts])


def _next(terms: Sequence[Terms], on: date) -> pl.Expr:
    in_force = terms_on(terms, on)
    fixed = [each.since for each in terms if each.since > on]
    if in_force.cycle is not None:
        fixed.append(in_force.cycle.next_statement(on))
    tomorrow = pl.lit(on + _ONE_DAY)
    due_on = pl.col("due_on")
    decided = due_on + timedelta(days=in_force.grace.days + 1)
    return pl.min_horizontal(
        pl.lit(min(fixed, default=None), dtype=pl.Date),
        pl.when(~pl.col("is_decided")).then(pl.max_horizontal(decided, tomorrow)),
        pl.when(due_on >= on).then(due_on + _ONE_DAY),
    )
