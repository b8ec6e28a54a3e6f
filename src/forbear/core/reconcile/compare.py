"""Compare statements with the ledger, and say where they differ and what most likely explains it.

A cause is a name for a difference, never an excuse: whatever it is called, it is listed.
"""

from __future__ import annotations

import polars as pl

from forbear.core.reconcile.tables import PARTS, RESULT, UNDIVIDED, Inputs

_KEY = ["account_id", "statement_on"]
_FEES = ("late_fee", "other_fee")
_INTEREST = ("interest", "compound_interest")


def compared(inputs: Inputs, *, rounding_minor: int = 1) -> pl.DataFrame:
    """Return one row a statement, and one for each that is missing: see ``RESULT`` for the columns.

    ``difference_minor`` is the statement less the ledger. A difference of interest of up to
    ``rounding_minor`` minor units is called rounding. Where Forbear made a statement of the same
    day itself, minimum payment and due day are compared as well.
    """
    latest = inputs.statements.sort("statement_id").unique(_KEY, keep="last", maintain_order=True)
    earlier = inputs.statements.join(latest.select("statement_id"), on="statement_id", how="anti")
    rows = _with_ledger(latest, inputs)
    rows = _with_parts(rows)
    rows = _with_near(rows, inputs.near).join(inputs.asked, on=_KEY, how="left")
    rows = _with_verdict(rows, rounding_minor)
    doubled = earlier.select(
        *_KEY,
        "statement_id",
        "currency",
        pl.col("balance_minor").alias("statement_minor"),
        verdict=pl.lit("duplicate"),
    )
    missing = inputs.expected.join(
        inputs.accounts.select("account_id", "currency"), on="account_id"
    ).select(
        *_KEY,
        "currency",
        pl.col("owed_minor").alias("ledger_minor"),
        verdict=pl.lit("statement_missing"),
    )
    names = inputs.accounts.select("account_id", "account_reference")
    found = pl.concat([rows, doubled, missing], how="diagonal").join(
        names, on="account_id", how="left"
    )
    return (
        found.with_columns(
            pl.lit(None, dtype=dtype).alias(name)
            for name, dtype in RESULT.items()
            if name not in found.columns
        )
        .select(pl.col(name).cast(dtype) for name, dtype in RESULT.items())
        .sort("statement_on", "account_reference", "statement_id", nulls_last=True)
    )


def _with_ledger(statements: pl.DataFrame, inputs: Inputs) -> pl.DataFrame:
    """Add what the ledger held: in all, by part, and whether its parts can be compared."""
    held = inputs.held.group_by(_KEY).agg(
        pl.col("owed_minor").sum().alias("ledger_minor"),
        pl.len().alias("components"),
        pl.col("owed_minor")
        .filter(pl.col("component").is_in(UNDIVIDED))
        .ne(0)
        .any()
        .alias("is_undivided"),
        # what was paid too much is principal below zero to a statement
        *(
            pl.col("owed_minor")
            .filter(pl.col("component").is_in([part, "credit"] if part == "principal" else [part]))
            .sum()
            .alias(f"ledger_{part}")
            for part in PARTS
        ),
    )
    of_account = inputs.accounts.select("account_id", pl.col("currency").alias("account_currency"))
    return statements.join(held, on=_KEY, how="left").join(of_account, on="account_id", how="left")


def _with_parts(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the difference of the balance and of each part that both sides name."""
    same_money = pl.col("currency") == pl.col("account_currency")
    comparable = same_money & ~pl.col("is_undivided").fill_null(False)
    return rows.with_columns(
        pl.when(same_money)
        .then(pl.col("balance_minor") - pl.col("ledger_minor").fill_null(0))
        .alias("difference_minor"),
        *(
            pl.when(comparable)
            .then(pl.col(f"{part}_minor") - pl.col(f"ledger_{part}").fill_null(0))
            .alias(f"apart_{part}")
            for part in PARTS
        ),
    )


def _with_near(rows: pl.DataFrame, near: pl.DataFrame) -> pl.DataFrame:
    """Add the one transaction that alone explains a difference, booked on the other side of it.

    Booked after the statement: the statement has it and the ledger not yet, so it changed what is
    owed by the difference. Booked before: the other way round.
    """
    wanted = rows.filter(pl.col("difference_minor") != 0).select(*_KEY, "difference_minor")
    is_after = pl.col("on") > pl.col("statement_on")
    explains = (
        near.join(wanted, on=_KEY)
        .filter(
            pl.col("owed_minor")
            == pl.when(is_after)
            .then(pl.col("difference_minor"))
            .otherwise(-pl.col("difference_minor"))
        )
        .with_columns((pl.col("on") - pl.col("statement_on")).dt.total_days().abs().alias("apart"))
        .sort("apart", "transaction_id")
        .unique(_KEY, keep="first", maintain_order=True)
        .select(
            *_KEY,
            "transaction_id",
            pl.col("on").alias("transaction_on"),
            pl.col("kind").alias("transaction_kind"),
        )
    )
    return rows.join(explains, on=_KEY, how="left")


def _with_verdict(rows: pl.DataFrame, rounding_minor: int) -> pl.DataFrame:
    """Add verdict, cause and the component that differs most; drop what led to them."""
    apart = {part: pl.col(f"apart_{part}").fill_null(0) for part in PARTS}
    whole = pl.col("difference_minor")
    is_small = whole.abs() <= rounding_minor
    # null where one side does not say: nothing is compared then
    asks = (pl.col("minimum_minor") != pl.col("asked_minor")).fill_null(False)
    falls = (pl.col("due_on") != pl.col("asked_on")).fill_null(False)
    is_divided = pl.any_horizontal(part != 0 for part in apart.values())
    differs = (whole != 0).fill_null(True) | is_divided | asks | falls
    is_absent = pl.col("components").is_null() & (pl.col("balance_minor") != 0)
    widest = pl.max_horizontal(part.abs() for part in apart.values())
    component = pl.coalesce(
        pl.when((part.abs() == widest) & (widest > 0)).then(pl.lit(name))
        for name, part in apart.items()
    )
    verdict = (
        pl.when(is_absent)
        .then(pl.lit("ledger_missing"))
        .when(differs)
        .then(pl.lit("differs"))
        .otherwise(pl.lit("matched"))
    )
    return rows.with_columns(verdict=verdict).select(
        *_KEY,
        "statement_id",
        "currency",
        "verdict",
        pl.when(pl.col("verdict") == "differs").then(_cause(apart, asks, is_small)).alias("cause"),
        pl.when(pl.col("verdict") == "differs").then(component).alias("component"),
        pl.col("balance_minor").alias("statement_minor"),
        "ledger_minor",
        "difference_minor",
        pl.col("minimum_minor").alias("statement_minimum_minor"),
        pl.col("asked_minor").alias("ledger_minimum_minor"),
        pl.col("due_on").alias("statement_due_on"),
        pl.col("asked_on").alias("ledger_due_on"),
        "transaction_id",
        "transaction_on",
        "transaction_kind",
    )


def _cause(apart: dict[str, pl.Expr], asks: pl.Expr, is_small: pl.Expr) -> pl.Expr:
    """Name the first of the causes that fits, of a row that differs."""
    whole = pl.col("difference_minor")
    is_divided = pl.any_horizontal(part != 0 for part in apart.values())
    says_parts = pl.any_horizontal(pl.col(f"apart_{part}").is_not_null() for part in PARTS)
    # told by its parts, or by the one transaction that is the whole difference
    kind = pl.col("transaction_kind")
    fee = _only(apart, _FEES, whole) | (kind == "fee").fill_null(False)
    interest = _only(apart, _INTEREST, whole) | (kind == "interest").fill_null(False)
    return (
        pl.when(whole.is_null())
        .then(pl.lit("currency"))
        .when((whole == 0) & is_divided)
        .then(pl.lit("division"))
        .when((whole == 0) & asks)
        .then(pl.lit("minimum"))
        .when(whole == 0)
        .then(pl.lit("due_day"))
        .when(fee)
        .then(pl.lit("fee"))
        .when(interest & is_small)
        .then(pl.lit("interest_rounding"))
        .when(interest)
        .then(pl.lit("interest"))
        .when(pl.col("transaction_id").is_not_null())
        .then(pl.lit("booked_apart"))
        .when(~says_parts & is_small)
        .then(pl.lit("rounding"))
        .when(pl.col("balance_minor") == -pl.col("ledger_minor").fill_null(0))
        .then(pl.lit("sign"))
        .otherwise(pl.lit("unknown"))
    )


def _only(apart: dict[str, pl.Expr], names: tuple[str, ...], whole: pl.Expr) -> pl.Expr:
    """Whether these parts, and no others, make up the whole difference."""
    inside = pl.sum_horizontal(apart[name] for name in names)
    outside = pl.all_horizontal(part == 0 for name, part in apart.items() if name not in names)
    return (inside == whole) & outside
