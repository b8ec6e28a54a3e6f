"""Ageing: how far behind an account is on a stated day, for one account or ten million.

The due date is day 0, so a payment due today is not late today. Days are calendar days. A due is
unpaid until it is paid in full. Nothing here reads a clock: the day is an argument.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from forbear.core.tables import words as w

# First day past due of every bucket after `current`; the lower bound is part of the bucket.
BUCKET_FROM_DAYS = (1, 31, 61, 91, 121, 151, 181)


def days_past_due(oldest_unpaid_due_on: pl.Expr, *, on: date) -> pl.Expr:
    """Calendar days since the oldest due still unpaid; 0 if none is, or if it lies ahead."""
    late = pl.lit(on, dtype=pl.Date) - oldest_unpaid_due_on
    return late.dt.total_days().clip(lower_bound=0).fill_null(0).cast(pl.Int32)


def bucket(dpd: pl.Expr) -> pl.Expr:
    """The band of days past due: current, M1 (1-30), M2 (31-60) ... M7+ (181 and over).

    A null or negative number of days gives null, never current.
    """
    # The highest lower bound reached names the band; no bound reached is no band.
    bounds = reversed(tuple(zip(w.BUCKETS, (0, *BUCKET_FROM_DAYS), strict=True)))
    named = [pl.when(dpd >= start).then(pl.lit(name)) for name, start in bounds]
    return pl.coalesce(named).cast(w.words(w.BUCKETS))


def age_dues(dues: pl.LazyFrame, *, on: date) -> pl.LazyFrame:
    """Age each account that has a row in ``dues``.

    Returns ``account_id``, ``oldest_unpaid_due_on`` (null: nothing is unpaid; it may lie ahead),
    ``missed_statements`` (dues unpaid and past) and ``coming_due_on`` (the next due from ``on``
    onwards that is not paid; null: none). An unknown amount or payment counts as not paid.
    """
    is_unpaid = pl.col("paid_minor").ge(pl.col("amount_minor")).fill_null(value=False).not_()
    due_on = pl.col("due_on")
    return dues.group_by("account_id").agg(
        due_on.filter(is_unpaid).min().alias("oldest_unpaid_due_on"),
        (is_unpaid & (due_on < on)).sum().cast(pl.Int16).alias("missed_statements"),
        due_on.filter(is_unpaid & (due_on >= on)).min().alias("coming_due_on"),
    )


def with_ageing(accounts: pl.LazyFrame, dues: pl.LazyFrame, *, on: date) -> pl.LazyFrame:
    """Add ``dpd`` (days), ``bucket`` and ``coming_due_on`` to accounts, from their dues.

    An account with a row in ``dues`` is aged by those rows; any other by its own columns
    ``oldest_unpaid_due_on``, ``missed_statements`` and ``next_due_on``. So a shard of the portfolio
    gives the same answer as the whole.
    """
    aged = age_dues(dues, on=on).with_columns(pl.lit(value=True).alias("_from_dues"))
    joined = accounts.join(aged, on="account_id", how="left", suffix="_dues")
    has_dues = pl.col("_from_dues").fill_null(value=False)

    def either(name: str) -> pl.Expr:
        return pl.when(has_dues).then(pl.col(f"{name}_dues")).otherwise(pl.col(name)).alias(name)

    return (
        joined.with_columns(
            either("oldest_unpaid_due_on"),
            either("missed_statements"),
            pl.coalesce("next_due_on", "coming_due_on").alias("coming_due_on"),
        )
        .with_columns(days_past_due(pl.col("oldest_unpaid_due_on"), on=on).alias("dpd"))
        .with_columns(bucket(pl.col("dpd")).alias("bucket"))
        .drop("_from_dues", "oldest_unpaid_due_on_dues", "missed_statements_dues")
    )


def person_days_past_due() -> pl.Expr:
    """Days past due of the person: those of the worst account. Needs ``person_id`` and ``dpd``."""
    return pl.col("dpd").max().over("person_id")
