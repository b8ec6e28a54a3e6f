"""Statements: the data's six bills, as a host system would have printed them."""

from __future__ import annotations

import polars as pl

from forbear.interchange.uci.billing import minimum
from forbear.interchange.uci.calendar import GRACE_DAYS, statement_on
from forbear.interchange.uci.source import MONTHS


def statements(frame: pl.DataFrame, *, only_late: bool = False) -> pl.DataFrame:
    """Return the import table ``statements``, in NT$ times the account's factor.

    With ``only_late``, of an account that is not late only the latest: its ledger begins there.
    The data has no components; the minimum is that of the dues.
    """
    parts = [
        (frame.filter(pl.col("overdue") > 0) if only_late and month > MONTHS[0] else frame).select(
            pl.col("reference").alias("account_reference"),
            statement_on(month).alias("statement_on"),
            pl.col("currency"),
            (pl.col(f"bill_{month}") * pl.col("factor")).cast(pl.Int64()).alias("balance_minor"),
            (minimum(pl.col(f"bill_{month}")) * pl.col("factor"))
            .cast(pl.Int64())
            .alias("minimum_minor"),
            (statement_on(month) + pl.duration(days=GRACE_DAYS)).alias("due_on"),
        )
        for month in MONTHS
    ]
    return pl.concat(parts).sort("account_reference", "statement_on")
