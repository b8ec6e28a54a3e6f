"""Statements over a frame: bill the interest, ask for the minimum, begin a new cycle."""

from __future__ import annotations

import polars as pl

from forbear.core.ledger.bulk.dues import with_dues
from forbear.core.ledger.bulk.frames import DUES, OWED, PRINCIPAL, STATEMENTS, ZERO, joined
from forbear.core.ledger.bulk.grace_end import past_due_principal
from forbear.core.ledger.bulk.part import LAST_STEP, Part
from forbear.core.ledger.bulk.rounding import posted, share
from forbear.core.ledger.state import FEES
from forbear.core.ledger.terms import Alternative, Terms


def make_statements(part: Part) -> None:
    """Make a statement for every row, due on ``_statement_due``.

    ``_given`` is a minimum that the statement brings with it; null where it brings none.
    """
    terms = part.terms
    _post_interest(part, terms)
    part.states = with_dues(part.states, part.dues, on=part.on, grace=terms.grace)
    part.states = part.states.with_columns(_balance=OWED - pl.col("credit"))
    part.states = part.states.with_columns(_asked=_asked(terms))
    _ask(part)
    part.states = part.states.with_columns(
        pl.lit(part.on).alias("statement_on"),
        pl.col("_balance").alias("statement_balance"),
        pl.col("_statement_due").alias("due_on"),
        pl.col("_asked").alias("minimum"),
        (pl.col("_balance") <= 0).alias("is_decided"),
        ZERO.alias("credited_since"),
        ZERO.alias("charges_posted"),
        pl.col("late_fee_cycles") + 1,
    ).with_columns(**_turned_over())
    part.states = part.states.drop("_balance", "_asked", "_unpaid", "_past_due", "_dpd")


def _post_interest(part: Part, terms: Terms) -> None:
    for grains, bucket in (("accrued", "interest"), ("accrued_on_interest", "compound_interest")):
        amount = posted(pl.col(grains), terms.rounding)
        part.states = part.states.with_columns(_posted=amount, **{grains: ZERO})
        part.charge(bucket, pl.col("_posted"), kind="interest", step=LAST_STEP)
        part.states = part.states.with_columns(
            charges_posted=pl.col("charges_posted") + pl.col("_posted"),
        ).drop("_posted")


def _asked(terms: Terms) -> pl.Expr:
    """Return the minimum of each row's statement: see ``core.ledger.minimum``."""
    minimum, past_due, balance = terms.minimum, pl.col("_unpaid"), pl.col("_balance")
    late = past_due_principal(past_due)
    over = ZERO
    if minimum.over_limit:
        beyond = PRINCIPAL - pl.col("credit_limit") - late
        over = beyond.clip(lower_bound=0).fill_null(0)
    each = [_alternative(terms, one, late, over) for one in minimum.any_of]
    largest = pl.max_horizontal(each) if each else ZERO
    floor = pl.lit(minimum.floor_minor, dtype=pl.Int64)
    asked = pl.max_horizontal(largest + over + past_due, floor)
    unit = minimum.round_up_to_minor
    if unit > 1:
        asked = (asked + (unit - 1)) // unit * unit
    worked_out = pl.when(balance <= 0).then(0).otherwise(pl.min_horizontal(balance, asked))
    given = pl.min_horizontal("_given", balance.clip(lower_bound=0))
    return (
        pl.when(pl.col("_given").is_null())
        .then(worked_out)
        .otherwise(pl.max_horizontal(past_due, given))
    )


def _alternative(terms: Terms, each: Alternative, late: pl.Expr, over: pl.Expr) -> pl.Expr:
    asked = ZERO
    if each.balance_e10 is not None:
        base = (pl.col("_balance") - over).clip(lower_bound=0)
        asked += share(base, each.balance_e10, terms.rounding)
    if each.principal_e10 is not None:
        base = (PRINCIPAL - late - over).clip(lower_bound=0)
        asked += share(base, each.principal_e10, terms.rounding)
    fresh = ZERO
    if each.interest:
        fresh += pl.col("interest") + pl.col("compound_interest")
    if each.fees:
        fresh += pl.sum_horizontal(*FEES)
    return asked + pl.min_horizontal("charges_posted", fresh)


def _ask(part: Part) -> None:
    """Note the statements, and the dues that they newly ask for."""
    part.statements.append(
        part.states.select(
            "account_id",
            pl.lit(part.on).alias("on"),
            pl.col("_statement_due").alias("due_on"),
            pl.col("_balance").alias("balance_minor"),
            pl.col("_asked").alias("minimum_minor"),
            pl.col("_unpaid").alias("past_due_minor"),
        ).select(STATEMENTS.names())
    )
    fresh = pl.col("_asked") - pl.col("_unpaid")
    newly = part.states.filter(fresh > 0).select(
        "account_id",
        pl.col("_statement_due").alias("due_on"),
        fresh.alias("amount"),
        ZERO.alias("paid"),
    )
    part.dues = joined([part.dues, newly], DUES)


def _turned_over() -> dict[str, pl.Expr]:
    """What was new is billed. Nothing to pay is as good as paid in full."""
    is_free, zero = pl.col("is_decided"), ZERO
    purchases = pl.col("purchase_billed") + pl.col("purchase_new")
    return {
        "purchase_new": pl.when(is_free).then(purchases).otherwise(0),
        "purchase_billed": pl.when(is_free).then(0).otherwise(purchases),
        "deferred_before": pl.when(is_free).then(0).otherwise(pl.col("deferred_new")),
        "deferred_since": zero,
        "deferred_new": zero,
        "has_interest_free": pl.col("has_interest_free") | is_free,
    }
