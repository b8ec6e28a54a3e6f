"""How far behind each account of a portfolio is on a day, with the grace of its product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import polars as pl

from forbear.core.delinquency import bucket, days_past_due
from forbear.core.ledger.bulk.dues import UNPAID
from forbear.core.ledger.bulk.frames import OWED
from forbear.core.ledger.terms import Terms, terms_on


def age(
    states: pl.DataFrame,
    dues: pl.DataFrame,
    *,
    on: date,
    products: Mapping[str, Sequence[Terms]],
) -> pl.DataFrame:
    """Return one row an account: what it owes, and how late it is on a day.

    ``balance_minor`` is principal and billed charges, less credit. A due is late from the day after
    its grace on, if more than the grace amount is missing; ``dpd`` then counts from the due date.
    ``overdue_minor`` is what is missing of all dues whose grace is over, and 0 while none is late.
    ``oldest_unpaid_due_on`` is null if none is late, ``next_due_on`` if nothing is asked ahead.
    """
    over, late = pl.col("due_on") < pl.col("_ended"), pl.col("_is_late")
    ahead = pl.col("due_on") >= on
    aged = (
        dues.join(states.select("account_id", "product"), on="account_id", how="inner")
        .join(_graces(products, on), on="product", how="inner")
        .with_columns(_is_late=over & (pl.col("_grace_minor") < UNPAID))
        .group_by("account_id")
        .agg(
            pl.col("due_on").filter(late).min().alias("oldest_unpaid_due_on"),
            late.sum().cast(pl.Int16).alias("missed_statements"),
            (UNPAID.filter(over).sum() * late.any()).alias("overdue_minor"),
            pl.col("due_on").filter(ahead).min().alias("next_due_on"),
            UNPAID.filter(ahead & (pl.col("due_on") == pl.col("due_on").filter(ahead).min()))
            .sum()
            .alias("next_due_minor"),
        )
    )
    counts = ("missed_statements", "overdue_minor", "next_due_minor")
    return (
        states.select("account_id", (OWED - pl.col("credit")).alias("balance_minor"))
        .join(aged, on="account_id", how="left")
        .with_columns(pl.col(*counts).fill_null(0))
        .with_columns(dpd=days_past_due(pl.col("oldest_unpaid_due_on"), on=on))
        .with_columns(bucket=bucket(pl.col("dpd")))
    )


def _graces(products: Mapping[str, Sequence[Terms]], on: date) -> pl.DataFrame:
    rows = [
        (name, on - timedelta(days=in_force.grace.days), in_force.grace.amount_minor)
        for name, in_force in ((name, terms_on(terms, on)) for name, terms in products.items())
    ]
    schema = {"product": pl.String(), "_ended": pl.Date(), "_grace_minor": pl.Int64()}
    return pl.DataFrame(rows, schema=schema, orient="row")
