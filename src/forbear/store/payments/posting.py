"""Payments booked: what each settles, its ledger transaction, and what it changes of the account.

One payment and a million go the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import polars as pl

from forbear.core.ledger.terms import Terms
from forbear.core.payments.allocation import waterfall
from forbear.store.payments.copying import copy_in, copy_out, execute, filled, numbers, settle
from forbear.store.payments.dividing import payments_divide

# what is to be booked: `n` is the order in which payments settle; with `payment_id` the payment is
# there already and stands in suspense
TAKEN = pl.Schema(
    {
        "n": pl.Int64(),
        "payment_id": pl.Int64(),
        "key": pl.String(),
        "account_id": pl.Int64(),
        "amount_minor": pl.Int64(),
        "currency": pl.String(),
        "booked_on": pl.Date(),
        "value_on": pl.Date(),
    }
)
_ACCOUNT = pl.Schema(
    {
        "account_id": pl.Int64(),
        "overdue": pl.Int64(),
        "next_due": pl.Int64(),
        "oldest": pl.Date(),
        "nation": pl.String(),
    }
)
_DUE = pl.Schema(
    {"due_id": pl.Int64(), "account_id": pl.Int64(), "rank": pl.Int64(), "owed_minor": pl.Int64()}
)


def payments_book(
    taken: pl.DataFrame,
    *,
    on: date,
    at: datetime,
    actor: str,
    products: Mapping[str, Sequence[Terms]],
) -> pl.DataFrame:
    """Book payments on the day ``on``, an open one; return what each took off, in their order.

    ``products`` are the terms by which accounts are worked out, by name.
    Columns: ``payment_id``, ``transaction_id``, ``overdue_minor``, ``next_due_minor``,
    ``oldest_before``. New payments are given their number here and are written by the caller; after
    that :func:`dues_settle` writes what each settled of dues, and changes the accounts.
    """
    accounts = _locked(taken)
    legs = payments_divide(taken, accounts, products)
    done = taken.with_columns(
        numbers("store_ledgertransaction", taken.height).alias("transaction_id"),
        pl.col("payment_id").is_not_null().alias("from_suspense"),
    )
    fresh = numbers("store_payment", done["payment_id"].null_count())
    done = pl.concat(
        [
            done.filter(pl.col("payment_id").is_null()).with_columns(fresh.alias("payment_id")),
            done.filter(pl.col("payment_id").is_not_null()),
        ]
    ).sort("n")
    _write(done, legs, on=on, at=at, actor=actor)
    parts = _off_the_account(taken, accounts)
    _sum_up(taken, parts)
    return (
        done.join(parts, on="n", how="left", maintain_order="left")
        .join(
            accounts.select("account_id", "oldest"),
            on="account_id",
            how="left",
            maintain_order="left",
        )
        .select(
            "n",
            "payment_id",
            "transaction_id",
            pl.col("overdue").fill_null(0).alias("overdue_minor"),
            pl.col("next_due").fill_null(0).alias("next_due_minor"),
            pl.col("oldest").alias("oldest_before"),
        )
    )


def dues_settle(taken: pl.DataFrame, booked: pl.DataFrame, *, on: date) -> None:
    """Let the payments settle dues, the oldest first, and change the accounts by what is left."""
    dues = copy_out(
        "SELECT d.id, d.account_id, row_number() OVER (ORDER BY d.account_id, d.due_on),"
        " d.amount_minor - d.paid_minor FROM store_due d JOIN pay_accounts a ON a.id = d.account_id"
        " WHERE d.amount_minor > d.paid_minor",
        _DUE,
    )
    settled = waterfall(taken, dues).join(booked.select("n", "payment_id"), on="n")
    rows = settled.select("payment_id", "due_id", pl.col("taken_minor").alias("amount_minor"))
    copy_in("store_paymentdue", rows)
    sums = rows.group_by("due_id").agg(pl.col("amount_minor").sum().alias("amount"))
    filled("pay_dues", sums, "due_id bigint, amount bigint")
    execute(
        "UPDATE store_due d SET paid_minor = d.paid_minor + s.amount FROM pay_dues s"
        " WHERE s.due_id = d.id"
    )
    settle()
    execute(_CHANGE, [on])


# One change an account, whatever it was. A payment never makes an account later than it was: the
# day of the oldest unpaid due moves forward or goes.
_CHANGE = """
UPDATE store_account a SET
    balance_minor = a.balance_minor - s.amount,
    overdue_minor = s.overdue_after,
    next_due_minor = a.next_due_minor - s.next_due,
    last_payment_on = greatest(a.last_payment_on, s.last_on),
    oldest_unpaid_due_on = CASE
        WHEN s.first_due IS NULL AND s.overdue_after > 0 THEN a.oldest_unpaid_due_on
        WHEN s.first_due IS NOT NULL AND a.oldest_unpaid_due_on IS NOT NULL
            THEN greatest(a.oldest_unpaid_due_on, s.first_due)
    END,
    missed_statements = CASE
        WHEN s.late IS NOT NULL THEN least(a.missed_statements, s.late)
        WHEN s.overdue_after > 0 THEN a.missed_statements
        ELSE 0
    END
FROM (
    SELECT p.*, b.overdue_minor - p.overdue AS overdue_after, d.first_due, d.late
    FROM pay_sums p JOIN store_account b ON b.id = p.account_id
    LEFT JOIN (
        SELECT account_id,
            min(due_on) FILTER (WHERE paid_minor < amount_minor) AS first_due,
            count(*) FILTER (WHERE paid_minor < amount_minor AND due_on < %s) AS late
        FROM store_due WHERE account_id IN (SELECT id FROM pay_accounts) GROUP BY 1
    ) d ON d.account_id = p.account_id
) s
WHERE s.account_id = a.id
"""


def _locked(taken: pl.DataFrame) -> pl.DataFrame:
    """Lock the accounts, in the order of their numbers, and return what is due on them."""
    ids = taken.select(pl.col("account_id").unique().sort().alias("id"))
    filled("pay_accounts", ids, "id bigint PRIMARY KEY")
    execute(
        "SELECT count(*) FROM (SELECT a.id FROM store_account a JOIN pay_accounts p USING (id)"
        " ORDER BY a.id FOR NO KEY UPDATE OF a) locked"
    )
    return copy_out(
        "SELECT a.id, a.overdue_minor, a.next_due_minor, a.oldest_unpaid_due_on, a.nation"
        " FROM store_account a JOIN pay_accounts p USING (id)",
        _ACCOUNT,
    )


def _off_the_account(taken: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Return what each payment takes off the overdue amount, and then off the next due."""
    parts = pl.concat(
        [
            accounts.select(
                "account_id",
                pl.lit(rank).cast(pl.Int64()).alias("rank"),
                pl.lit(name).alias("part"),
                pl.col(name).alias("owed_minor"),
            )
            for rank, name in enumerate(("overdue", "next_due"))
        ]
    )
    found = waterfall(taken, parts)
    return found.group_by("n").agg(
        pl.col("taken_minor").filter(pl.col("part") == name).sum().alias(name)
        for name in ("overdue", "next_due")
    )


def _sum_up(taken: pl.DataFrame, parts: pl.DataFrame) -> None:
    """Keep what all payments of an account change of it, for when its dues are settled."""
    sums = (
        taken.join(parts, on="n", how="left")
        .group_by("account_id")
        .agg(
            pl.col("amount_minor").sum().alias("amount"),
            pl.col("overdue").sum(),
            pl.col("next_due").sum(),
            pl.col("value_on").max().alias("last_on"),
        )
    )
    columns = "account_id bigint, amount bigint, overdue bigint, next_due bigint, last_on date"
    filled("pay_sums", sums, columns)


def _write(done: pl.DataFrame, legs: pl.DataFrame, *, on: date, at: datetime, actor: str) -> None:
    """Write transactions and postings."""
    written_off = legs.filter(pl.col("book") == "charge_off")
    is_recovery = pl.col("n").is_in(written_off["n"].unique().implode())
    copy_in(
        "store_ledgertransaction",
        done.select(
            pl.col("transaction_id").alias("id"),
            "account_id",
            pl.when(is_recovery)
            .then(pl.lit("recovery"))
            .otherwise(pl.lit("payment"))
            .alias("kind"),
            pl.lit(on).alias("on"),
            "value_on",
            "currency",
            pl.format("payment:{}", "key").str.slice(0, 100).alias("idempotency_key"),
            pl.lit("").alias("request_hash"),
            pl.lit(at).alias("posted_at"),
            pl.lit(actor[:150]).alias("actor"),
            pl.lit("").alias("note"),
        ),
    )
    rows = _legs_of(done, legs, written_off)
    copy_in(
        "store_posting",
        rows.rename({"amount": "amount_minor"}).with_columns(pl.lit(on).alias("on")),
    )


def _legs_of(done: pl.DataFrame, legs: pl.DataFrame, written_off: pl.DataFrame) -> pl.DataFrame:
    """Return every leg: what is owed less, where the money came from, and what was regained."""
    of = done.select("n", "transaction_id", "currency", "from_suspense")
    own = legs.join(of, on="n", maintain_order="left").with_columns(
        pl.lit("cardholder").alias("side"), (-pl.col("taken_minor")).alias("amount")
    )
    total = done.with_columns(
        pl.when(pl.col("from_suspense"))
        .then(pl.lit("suspense"))
        .otherwise(pl.lit("cash"))
        .alias("book"),
        pl.when(~pl.col("from_suspense")).then(pl.col("account_id")).alias("account_id"),
        pl.col("amount_minor").alias("amount"),
    )
    regained = (
        written_off.group_by("n", "account_id")
        .agg(pl.col("taken_minor").sum().alias("amount"))
        .join(of, on="n")
    )
    issuer = [
        total,
        regained.with_columns(pl.lit("charge_off").alias("book")),
        regained.with_columns(pl.lit("recovery").alias("book"), -pl.col("amount")),
    ]
    others = [
        frame.with_columns(
            pl.lit("issuer").alias("side"),
            pl.lit("payment").alias("component"),
            pl.lit("").alias("lot"),
        )
        for frame in issuer
    ]
    columns = [
        "transaction_id",
        "account_id",
        "book",
        "side",
        "component",
        "lot",
        "currency",
        "amount",
    ]
    return pl.concat([own.select(columns), *(frame.select(columns) for frame in others)])
