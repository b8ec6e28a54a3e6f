"""Payments and refunds over a frame: each amount goes through its parts; the rest is credit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from forbear.core.ledger.allocation import INTEREST, in_order, lots_in_order
from forbear.core.ledger.bulk.dues import settle, with_dues
from forbear.core.ledger.bulk.frames import LOTS, OWED, ZERO
from forbear.core.ledger.bulk.part import BUCKETS, Part
from forbear.core.ledger.interest import RateSheet
from forbear.core.ledger.state import FEES

_DEFERRED = {
    "purchase_billed": ("deferred_before", "deferred_since"),
    "purchase_new": ("deferred_new",),
}
_REFUND_FIRST = ("purchase_billed", "purchase_new", "purchase_owed")
_LEFT, _LATE_LEFT = "_left", "_late_left"


def take_payments(part: Part) -> None:
    """Let the payment of each row (``_amount``) settle dues and what is owed, by the terms."""
    terms = part.terms
    allocation, sheet = terms.allocation, RateSheet.of(terms, part.on)
    part.states = with_dues(part.states, part.dues, on=part.on, grace=terms.grace)
    is_late = pl.lit(value=False)
    if allocation.late_after_days is not None:
        is_late = pl.col("_dpd") > allocation.late_after_days
    _begin(part, is_late)
    lots = lots_in_order(allocation.principal, sheet)
    highest = lots_in_order("highest_rate", sheet)
    for left, order in ((_LEFT, allocation.order), (_LATE_LEFT, allocation.late_order)):
        if not part.states.select((pl.col(left) > 0).any()).item():
            continue
        parts = in_order(order, lots)
        if allocation.above_minimum == "highest_rate":
            within = pl.min_horizontal(left, "_unpaid")
            part.states = part.states.with_columns(
                (pl.col(left) - within).alias("_above"), within.alias(left)
            )
            _through(part, parts, left)
            part.states = part.states.with_columns(pl.col(left) + pl.col("_above"))
            parts = [*highest, *(name for name in parts if name not in LOTS)]
        _through(part, parts, left)
    _finish(part, kind="payment", settles=pl.col("_amount"))


def take_refunds(part: Part) -> None:
    """Let the refund of each row settle purchases first; it does not pay a minimum."""
    terms = part.terms
    part.states = with_dues(part.states, part.dues, on=part.on, grace=terms.grace)
    _begin(part, pl.lit(value=False))
    highest = lots_in_order("highest_rate", RateSheet.of(terms, part.on))
    lots = [name for name in highest if name not in _REFUND_FIRST]
    _through(part, [*_REFUND_FIRST, *lots, *INTEREST, *FEES], _LEFT)
    _finish(part, kind="refund", settles=ZERO)


def _begin(part: Part, is_late: pl.Expr) -> None:
    amount = pl.col("_amount")
    part.states = part.states.with_columns(
        pl.when(is_late).then(0).otherwise(amount).alias(_LEFT),
        pl.when(is_late).then(amount).otherwise(0).alias(_LATE_LEFT),
        *(ZERO.alias(f"_took_{name}") for name in BUCKETS),
    )


def _through(part: Part, names: Iterable[str], left: str) -> None:
    """Let what is left of each amount go through parts of what is owed, in their order."""
    free = part.terms.interest_free
    is_scaled = free is not None and free.loss == "unpaid"
    for name in names:
        part.states = part.states.with_columns(_now=pl.min_horizontal(left, name))
        if is_scaled and name in _DEFERRED:
            part.states = part.states.with_columns(_kept(name, _DEFERRED[name]))
        part.states = part.states.with_columns(
            pl.col(name) - pl.col("_now"),
            pl.col(f"_took_{name}") + pl.col("_now"),
            pl.col(left) - pl.col("_now"),
        )


def _kept(lot: str, deferred: Sequence[str]) -> list[pl.Expr]:
    """Return what stays deferred: only the unpaid part of a lot may lose its free time."""
    before, now = pl.col(lot), pl.col("_now")
    # grains times minor units are more than 64 bits hold; a divisor of 0 gives null, not taken
    return [
        pl.when(now > 0)
        .then((pl.col(name).cast(pl.Int128) * (before - now) // before).cast(pl.Int64))
        .otherwise(pl.col(name))
        .alias(name)
        for name in deferred
    ]


def _finish(part: Part, *, kind: str, settles: pl.Expr) -> None:
    """Book what was taken, keep what is left as credit, and settle the oldest dues."""
    for name in BUCKETS:
        part.post(f"_took_{name}", kind=kind, bucket=name, sign=-1)
    rest = pl.col(_LEFT) + pl.col(_LATE_LEFT)
    part.post(rest, kind=kind, bucket="credit", sign=-1)
    # no more can be due than is owed
    beyond = pl.col("_unpaid") - OWED
    part.states = part.states.with_columns(
        credit=pl.col("credit") + rest,
        credited_since=pl.col("credited_since") + pl.col("_amount"),
        _settles=pl.max_horizontal(settles, beyond),
    )
    part.dues = settle(part.dues, part.states.select("account_id", "_settles"))
    working = [name for name in part.states.columns if name.startswith("_took_")]
    part.states = part.states.drop(
        *working,
        _LEFT,
        _LATE_LEFT,
        "_now",
        "_settles",
        "_unpaid",
        "_past_due",
        "_dpd",
        "_above",
        strict=False,
    )
