"""The accounts of one product on one day, while the day is worked out for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from forbear.core.ledger.bulk.frames import POSTINGS
from forbear.core.ledger.state import CHARGES, LOTS
from forbear.core.ledger.terms import Terms, terms_on

BUCKETS = (*CHARGES, *LOTS)
# Where a posting stands in its day: the end of grace comes before all events, the statement that
# the cycle makes after them.
FIRST_STEP, LAST_STEP = -1, 1 << 40

CREDIT_USED = "credit_used"  # what we owed the cardholder settled a charge


@dataclass(slots=True)
class Part:
    """Accounts of one product as they stand, their dues, and what was posted and stated."""

    on: date
    all_terms: Sequence[Terms]
    states: pl.DataFrame
    dues: pl.DataFrame
    postings: list[pl.DataFrame] = field(default_factory=list)
    statements: list[pl.DataFrame] = field(default_factory=list)
    refused: list[pl.DataFrame] = field(default_factory=list)

    @property
    def terms(self) -> Terms:
        """The terms in force on the day."""
        return terms_on(self.all_terms, self.on)

    def post(
        self, amount: str | pl.Expr, *, kind: str, bucket: str, sign: int = 1, step: int = LAST_STEP
    ) -> None:
        """Note a posting for every row whose amount is not zero."""
        at, event = pl.lit(step), pl.lit(None, dtype=pl.String)
        if "_seq" in self.states.columns:
            at, event = pl.col("_seq"), pl.col("_event_id")
        component, lot = ("principal", bucket) if bucket in LOTS else (bucket, "")
        value = pl.col(amount) if isinstance(amount, str) else amount
        rows = self.states.select(
            "account_id",
            pl.lit(self.on).alias("on"),
            at.cast(pl.Int64).alias("step"),
            pl.lit(kind).alias("kind"),
            pl.lit(component).alias("component"),
            pl.lit(lot).alias("lot"),
            (value * sign).alias("amount_minor"),
            event.alias("event_id"),
        )
        self.postings.append(rows.filter(pl.col("amount_minor") != 0).select(POSTINGS.names()))

    def charge(self, bucket: str, amount: pl.Expr, *, kind: str, step: int = LAST_STEP) -> None:
        """Add to what is owed; what we owe the cardholder is used first."""
        self.states = self.states.with_columns(_charged=amount).with_columns(
            _used=pl.min_horizontal("credit", "_charged")
        )
        self.post("_charged", kind=kind, bucket=bucket, step=step)
        self.post("_used", kind=CREDIT_USED, bucket=bucket, sign=-1, step=step)
        self.post("_used", kind=CREDIT_USED, bucket="credit", step=step)
        self.states = self.states.with_columns(
            pl.col(bucket) + pl.col("_charged") - pl.col("_used"),
            pl.col("credit") - pl.col("_used"),
        ).drop("_charged", "_used")
