"""The end of grace over a frame: whether the last statement was paid in full, and late fees."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from forbear.core.ledger.bulk.dues import with_dues
from forbear.core.ledger.bulk.frames import CHARGES, ZERO
from forbear.core.ledger.bulk.part import FIRST_STEP, Part
from forbear.core.ledger.bulk.rounding import share
from forbear.core.ledger.terms import LateFee, Terms


def is_due(terms: Terms, on: date) -> pl.Expr:
    """Say which accounts' last statement is to be decided on a day: the day after grace."""
    ended = on - timedelta(days=terms.grace.days + 1)
    return ~pl.col("is_decided") & (pl.col("due_on") <= ended).fill_null(value=False)


def decide(part: Part) -> None:
    """Decide the statements whose grace is over, and charge the late fee where one is due."""
    terms = part.terms
    missing = pl.col("statement_balance") - pl.col("credited_since")
    is_full = pl.col("_ends") & (missing <= terms.grace.amount_minor)
    states = part.states.with_columns(_ends=is_due(terms, part.on)).with_columns(_in_full=is_full)
    if not states["_ends"].any():
        return
    lost = pl.col("_ends") & ~pl.col("_in_full")
    part.states = states.with_columns(_lost=lost).with_columns(**_decided(terms))
    if terms.late_fee is not None:
        _charge_late_fee(part, terms, terms.late_fee)
    part.states = part.states.drop("_ends", "_in_full", "_lost")


def _decided(terms: Terms) -> dict[str, pl.Expr]:
    in_full, lost, ends = pl.col("_in_full"), pl.col("_lost"), pl.col("_ends")
    charged = ZERO
    if terms.interest_free is not None:
        charged = pl.col("deferred_since")
        if terms.interest_free.since == "posting":
            charged += pl.col("deferred_before")
    billed = pl.col("purchase_billed")
    return {
        "purchase_new": pl.col("purchase_new") + pl.when(in_full).then(billed).otherwise(0),
        "purchase_owed": pl.col("purchase_owed") + pl.when(lost).then(billed).otherwise(0),
        "purchase_billed": pl.when(ends).then(0).otherwise(billed),
        "accrued": pl.col("accrued") + pl.when(lost).then(charged).otherwise(0),
        "deferred_before": pl.when(ends).then(0).otherwise(pl.col("deferred_before")),
        "deferred_since": pl.when(ends).then(0).otherwise(pl.col("deferred_since")),
        "has_interest_free": pl.when(ends).then(in_full).otherwise(pl.col("has_interest_free")),
        "is_decided": pl.col("is_decided") | ends,
    }


def past_due_principal(past_due: pl.Expr) -> pl.Expr:
    """Return how much of what is past due is principal: it is charges billed before, first."""
    charges = pl.sum_horizontal(*CHARGES)
    billed_before = charges - pl.min_horizontal("charges_posted", charges)
    return past_due - pl.min_horizontal(past_due, billed_before)


def _charge_late_fee(part: Part, terms: Terms, fee: LateFee) -> None:
    part.states = with_dues(part.states, part.dues, on=part.on, grace=terms.grace)
    paused = (pl.col("fees_paused_until") >= part.on).fill_null(value=False)
    may = pl.col("_ends") & (pl.col("_past_due") > terms.grace.amount_minor)
    may &= ~paused & ~pl.col("has_plan")
    if not terms.charge_off.fees:
        may &= ~pl.col("is_charged_off")
    part.states = part.states.with_columns(
        _fee=pl.when(may).then(_amount(terms, fee)).otherwise(0)
    ).drop("_unpaid", "_past_due", "_dpd")
    part.charge("late_fee", pl.col("_fee"), kind="late_fee", step=FIRST_STEP)
    cycles = pl.when(pl.col("_fee") > 0).then(0).otherwise(pl.col("late_fee_cycles"))
    part.states = part.states.with_columns(
        charges_posted=pl.col("charges_posted") + pl.col("_fee"), late_fee_cycles=cycles
    ).drop("_fee")


def _amount(terms: Terms, fee: LateFee) -> pl.Expr:
    unpaid = pl.col("_past_due")
    if fee.fixed_minor is not None:
        amount = pl.lit(fee.fixed_minor, dtype=pl.Int64)
        if fee.repeat_minor:
            is_repeat = (pl.col("late_fee_cycles") <= fee.repeat_cycles).fill_null(value=False)
            amount = pl.when(is_repeat).then(fee.repeat_minor).otherwise(fee.fixed_minor)
    else:
        base = past_due_principal(unpaid) if fee.of == "overdue_principal" else unpaid
        amount = share(base, fee.rate_e10 or 0, terms.rounding)
        amount = (
            pl.when(base > 0).then(pl.max_horizontal(amount, fee.floor_minor)).otherwise(amount)
        )
        if fee.cap_minor is not None:
            amount = pl.min_horizontal(amount, pl.lit(fee.cap_minor, dtype=pl.Int64))
    if fee.not_above == "minimum":
        amount = pl.min_horizontal(amount, "minimum")
    return amount.clip(lower_bound=0)
