"""Payments written: what was posted, and what waits in suspense."""

from __future__ import annotations

import json
from datetime import date, datetime

import polars as pl

from forbear.store.payments.copying import copy_in, numbers

_COLUMNS = {
    "id": pl.Int64(),
    "key": pl.String(),
    "request_hash": pl.String(),
    "entry_id": pl.Int64(),
    "source": pl.String(),
    "state": pl.String(),
    "account_id": pl.Int64(),
    "amount_minor": pl.Int64(),
    "currency": pl.String(),
    "booked_on": pl.Date(),
    "value_on": pl.Date(),
    "confidence": pl.String(),
    "reasons": pl.String(),
    "candidates": pl.String(),
    "transaction_id": pl.Int64(),
    "suspense_id": pl.Int64(),
    "paid_by": pl.String(),
    "is_by_other": pl.Boolean(),
    "overdue_minor": pl.Int64(),
    "next_due_minor": pl.Int64(),
    "oldest_before": pl.Date(),
    "note": pl.String(),
}
_DEFAULTS = {
    "overdue_minor": 0,
    "next_due_minor": 0,
    "reasons": "[]",
    "candidates": "[]",
    **dict.fromkeys(("request_hash", "confidence", "paid_by", "note"), ""),
}


def payments_insert(rows: pl.DataFrame, *, at: datetime, actor: str) -> None:
    """Write payments; a column that is missing has its default."""
    full = rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(_DEFAULTS.get(name)))
        .cast(kind)
        .alias(name)
        for name, kind in _COLUMNS.items()
    )
    copy_in(
        "store_payment",
        full.with_columns(pl.lit(at).alias("at"), pl.lit(actor[:150]).alias("actor")),
    )


def as_json(column: str) -> pl.Expr:
    """Return a column of lists as JSON text; the values are words or numbers of ours."""
    return (
        pl.col(column)
        .map_batches(
            lambda lists: pl.Series(
                [json.dumps(one.to_list()) for one in lists], dtype=pl.String()
            ),
            return_dtype=pl.String(),
        )
        .alias(column)
    )


def suspense_book(rows: pl.DataFrame, *, on: date, at: datetime, actor: str) -> pl.DataFrame:
    """Book money that belongs to nobody yet; return ``n`` and ``suspense_id``.

    ``rows`` has ``n``, ``key``, ``amount_minor``, ``currency``, ``value_on``. An amount below zero
    is money taken back that waits for its payment.
    """
    done = rows.select("n", "key", "amount_minor", "currency", "value_on").with_columns(
        numbers("store_ledgertransaction", rows.height).alias("suspense_id")
    )
    is_in = pl.col("amount_minor") > 0
    copy_in(
        "store_ledgertransaction",
        done.select(
            pl.col("suspense_id").alias("id"),
            pl.when(is_in)
            .then(pl.lit("suspense_in"))
            .otherwise(pl.lit("suspense_out"))
            .alias("kind"),
            pl.lit(on).alias("on"),
            "value_on",
            "currency",
            pl.format("suspense:{}", "key").str.slice(0, 100).alias("idempotency_key"),
            pl.lit("").alias("request_hash"),
            pl.lit(at).alias("posted_at"),
            pl.lit(actor[:150]).alias("actor"),
            pl.lit("").alias("note"),
        ),
    )
    legs = [
        done.select(
            pl.col("suspense_id").alias("transaction_id"),
            pl.lit(on).alias("on"),
            pl.lit(book).alias("book"),
            pl.lit("issuer").alias("side"),
            pl.lit("payment").alias("component"),
            pl.lit("").alias("lot"),
            "currency",
            (sign * pl.col("amount_minor")).alias("amount_minor"),
        )
        for book, sign in (("suspense", -1), ("cash", 1))
    ]
    copy_in("store_posting", pl.concat(legs))
    return done.select("n", "suspense_id")
