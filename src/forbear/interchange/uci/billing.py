"""What was due, when, and what was paid of it; in whole NT$.

The statement of month k+1 falls due in month k; what was paid in month k is ``pay_k``. A due is
2.5 % of the statement, rounded up to the dollar. Of the simple terms tried (1 to 10 %, with and
without a floor, dues one, two or no months later) this one agrees best with the file's status.
"""

from __future__ import annotations

import polars as pl

from forbear.interchange.uci.source import MONTHS, missed_by_status

MINIMUM_PER_MILLE = 25
# How many dues an account may have open: the status goes up to eight months.
DUES = tuple(range(9))  # 0 is the coming due of the latest statement, 1 the latest one past


def minimum(bill: pl.Expr) -> pl.Expr:
    """Return the minimum payment of a statement; nothing if nothing is owed."""
    return (bill.clip(lower_bound=0) * MINIMUM_PER_MILLE + 999) // 1000


def with_dues(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``due_k``: what fell due in month k. 0 is to come; 6 and beyond lie before the file.

    A due from before the file is taken to equal that of the oldest statement.
    """
    return frame.with_columns(
        minimum(pl.col(f"bill_{min(k + 1, MONTHS[-1])}")).alias(f"due_{k}") for k in DUES
    )


def with_derived(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``paid_k`` and ``derived_m``, worked out from bills and payments alone.

    Each payment settles the oldest due first. ``derived_m`` is how many of the dues seen so far
    (none before May, the first that the file shows) stand unpaid at the end of month m.
    """
    dues = [5, 4, 3, 2, 1]
    frame = frame.with_columns(pl.lit(0, dtype=pl.Int64()).alias(f"paid_{k}") for k in dues)
    for month in dues:
        frame = frame.with_columns(pl.col(f"pay_{month}").clip(lower_bound=0).alias("left"))
        for k in [k for k in dues if k >= month]:
            used = pl.min_horizontal("left", pl.col(f"due_{k}") - pl.col(f"paid_{k}"))
            frame = frame.with_columns(used.alias("used")).with_columns(
                (pl.col(f"paid_{k}") + pl.col("used")).alias(f"paid_{k}"),
                (pl.col("left") - pl.col("used")).alias("left"),
            )
        unpaid = [pl.col(f"paid_{k}") < pl.col(f"due_{k}") for k in dues if k >= month]
        count = pl.sum_horizontal(flag.cast(pl.Int16()) for flag in unpaid)
        frame = frame.with_columns(count.cast(pl.Int16()).alias(f"derived_{month}"))
    return frame.drop("left", "used")


def with_unpaid(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``open_k``, what is unpaid of each due; the file's status says how many are.

    The newest dues are the unpaid ones. A part payment counts where the derivation found one.
    Nobody is late for nothing: what is open never passes the balance, and a due of nothing is not
    open.
    """
    frame = frame.with_columns(
        missed_by_status(1).alias("status_missed"),
        pl.col("bill_1").clip(lower_bound=0).alias("room"),
    )
    for k in reversed(DUES[1:]):
        part = pl.col(f"paid_{k}") if k in (1, 2, 3, 4, 5) else pl.lit(0, dtype=pl.Int64())
        due = pl.col(f"due_{k}")
        rest = pl.when(part < due).then(due - part).otherwise(due)
        is_missed = pl.col("status_missed") >= k
        unpaid = pl.when(is_missed).then(pl.min_horizontal(rest, "room")).otherwise(0)
        frame = frame.with_columns(unpaid.alias(f"open_{k}")).with_columns(
            (pl.col("room") - pl.col(f"open_{k}")).alias("room")
        )
    # the coming due is not late, but it is not paid either
    coming = pl.min_horizontal("due_0", "room").alias("open_0")
    flags = [(pl.col(f"open_{k}") > 0).cast(pl.Int16()) for k in DUES[1:]]
    return frame.with_columns(
        coming,
        pl.sum_horizontal(flags).cast(pl.Int16()).alias("missed"),
        pl.sum_horizontal(f"open_{k}" for k in DUES[1:]).alias("overdue"),
        pl.max_horizontal(
            pl.when(pl.col(f"open_{k}") > 0).then(k).otherwise(0) for k in DUES[1:]
        ).alias("oldest"),
    ).drop("room")
