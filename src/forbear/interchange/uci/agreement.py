"""How often dues worked out from bills and payments agree with the file's own status."""

from __future__ import annotations

import polars as pl

from forbear.interchange.uci.billing import with_derived, with_dues, with_unpaid
from forbear.interchange.uci.source import accounts, missed_by_status

# The first due that the file shows falls in month 5; before it nothing can be derived.
_DERIVED = (1, 2, 3, 4, 5)


def agreement() -> pl.DataFrame:
    """Return, for each status and over all, how often the derivation agrees with it.

    ``same_lateness``: late or not late, as the status says. ``same_count``: the same number of
    unpaid statements. Shares are per cent. The latest month stands beside all five months.
    """
    frame = with_derived(with_dues(accounts()))
    long = pl.concat(
        [
            frame.select(
                pl.lit(month, dtype=pl.Int16()).alias("month"),
                pl.col(f"status_{month}").alias("status"),
                missed_by_status(month).alias("said"),
                pl.col(f"derived_{month}").alias("derived"),
            )
            for month in _DERIVED
        ]
    ).with_columns(
        ((pl.col("said") > 0) == (pl.col("derived") > 0)).alias("late"),
        (pl.col("said") == pl.col("derived")).alias("same"),
    )
    latest = _shares(long.filter(pl.col("month") == 1), "latest")
    return _shares(long, "all").join(latest, on="status", how="left").sort("order").drop("order")


def used() -> pl.DataFrame:
    """Return, for each latest status, how many accounts the portfolio calls late, and how many not.

    The portfolio takes the number of unpaid statements from the status; it differs only where
    nothing is owed.
    """
    frame = with_unpaid(with_derived(with_dues(accounts())))
    return (
        frame.group_by(pl.col("status_1").alias("status"))
        .agg(
            pl.len().alias("accounts"),
            (pl.col("missed") == pl.col("status_missed")).sum().alias("as_status"),
            (pl.col("missed") < pl.col("status_missed")).sum().alias("fewer"),
        )
        .sort("status")
    )


def _shares(long: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return rows and per cent of agreement per status, with a row for all of them."""
    measures = (
        pl.len().alias(f"{name}_rows"),
        (pl.col("late").mean() * 100).round(1).alias(f"{name}_same_lateness"),
        (pl.col("same").mean() * 100).round(1).alias(f"{name}_same_count"),
    )
    one = long.group_by("status").agg(*measures)
    whole = long.select(pl.lit(None, dtype=pl.Int16()).alias("status"), *measures)
    rows = pl.concat(
        [one.with_columns(pl.col("status").alias("order")), whole.with_columns(order=pl.lit(99))],
        how="vertical_relaxed",
    ).with_columns(pl.col("status").cast(pl.String()).fill_null("all"))
    return rows if name == "all" else rows.drop("order")
