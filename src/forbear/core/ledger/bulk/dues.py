"""Dues over a frame: what is unpaid, since when it is late, and payments that settle the oldest."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from forbear.core.ledger.bulk.frames import DUES
from forbear.core.ledger.terms import Grace

UNPAID = pl.col("amount") - pl.col("paid")


def with_dues(states: pl.DataFrame, dues: pl.DataFrame, *, on: date, grace: Grace) -> pl.DataFrame:
    """Add ``_unpaid`` (of all dues), ``_past_due`` (of those due before the day) and ``_dpd``."""
    is_late = (grace.amount_minor < UNPAID) & (pl.col("due_on") < on - timedelta(days=grace.days))
    late = (pl.lit(on) - pl.col("due_on").filter(is_late).min()).dt.total_days()
    owed = dues.group_by("account_id").agg(
        UNPAID.sum().alias("_unpaid"),
        UNPAID.filter(pl.col("due_on") < on).sum().alias("_past_due"),
        late.alias("_dpd"),
    )
    return states.join(owed, on="account_id", how="left", maintain_order="left").with_columns(
        pl.col("_unpaid", "_past_due", "_dpd").fill_null(0)
    )


def settle(dues: pl.DataFrame, settling: pl.DataFrame) -> pl.DataFrame:
    """Settle the oldest dues first; ``settling`` has ``account_id`` and ``_settles``.

    Dues that are paid are left out, as in the plain state.
    """
    before = UNPAID.cum_sum().over("account_id") - UNPAID
    rest = (pl.col("_settles").fill_null(0) - before).clip(lower_bound=0)
    return (
        dues.sort("account_id", "due_on", maintain_order=True)
        .join(settling, on="account_id", how="left", maintain_order="left")
        .with_columns(paid=pl.col("paid") + pl.min_horizontal(rest, UNPAID))
        .filter(pl.col("paid") < pl.col("amount"))
        .select(DUES.names())
    )
