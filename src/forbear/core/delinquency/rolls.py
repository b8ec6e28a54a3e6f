"""Cures and rolls: what became of each account between two days."""

from __future__ import annotations

import polars as pl

from forbear.core.tables import words as w

# cured: back to current by paying; forward: a worse bucket; back: a better one, still late.
MOVES = ("cured", "rolled_forward", "rolled_back", "stayed", "entered", "left")

BUCKET = w.words(w.BUCKETS)


def rolls(before: pl.LazyFrame, after: pl.LazyFrame) -> pl.LazyFrame:
    """Compare two days, each a frame of ``account_id`` and ``bucket``.

    Returns one row an account that is in either: ``account_id``, ``bucket_before``,
    ``bucket_after`` and ``move``. An account only in ``after`` has entered; one only in ``before``
    has left, which is not a cure: it may have been sold.
    """
    then, now = pl.col("bucket_before"), pl.col("bucket_after")
    move = (
        pl.when(then.is_null())
        .then(pl.lit("entered"))
        .when(now.is_null())
        .then(pl.lit("left"))
        .when(now == then)
        .then(pl.lit("stayed"))
        .when(now == w.BUCKETS[0])
        .then(pl.lit("cured"))
        .when(now.to_physical() > then.to_physical())
        .then(pl.lit("rolled_forward"))
        .otherwise(pl.lit("rolled_back"))
    )
    return (
        before.select("account_id", pl.col("bucket").alias("bucket_before"))
        .join(
            after.select("account_id", pl.col("bucket").alias("bucket_after")),
            on="account_id",
            how="full",
            coalesce=True,
        )
        .with_columns(move.cast(w.words(MOVES)).alias("move"))
    )


def roll_matrix(moved: pl.DataFrame) -> pl.DataFrame:
    """Count the moves of ``rolls``: every pair of buckets once, also those that nobody made.

    Returns ``bucket_before``, ``bucket_after``, ``accounts`` and ``share_bps``: the part of the
    accounts of ``bucket_before`` that went to ``bucket_after``, in basis points, rounded down; 0
    where the bucket was empty. Accounts that entered or left are not in it.
    """
    names = pl.DataFrame({"bucket": w.BUCKETS}, schema={"bucket": BUCKET})
    grid = names.rename({"bucket": "bucket_before"}).join(
        names.rename({"bucket": "bucket_after"}), how="cross"
    )
    counted = (
        moved.drop_nulls(["bucket_before", "bucket_after"])
        .group_by("bucket_before", "bucket_after")
        .agg(pl.len().cast(pl.Int64).alias("accounts"))
    )
    whole = pl.col("accounts").sum().over("bucket_before")
    share = pl.when(whole > 0).then(pl.col("accounts") * 10_000 // whole).otherwise(0)
    return (
        grid.join(counted, on=["bucket_before", "bucket_after"], how="left")
        .with_columns(pl.col("accounts").fill_null(0))
        .with_columns(share.alias("share_bps"))
        .sort("bucket_before", "bucket_after")
    )
