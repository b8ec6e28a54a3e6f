"""What payments settle: parts in an order, the first payment first. In bulk, exactly.

Both the payments and the parts of an account are laid end to end; a payment settles of a part what
they have in common. So every payment is divided without a rest, and no part is paid twice.
"""

from __future__ import annotations

import polars as pl

from forbear.core.ledger.state import CHARGES

# In which order components are settled, where no product's terms say so; principal by
# lots. Late is an account that is past due by more days than the terms name.
LOTS = ("cash_advance", "transfer", "instalment", "purchase", "")
# After how many days past due principal comes first, by nation. China: charges first up to 90 days,
# principal first after that (Measures for the Supervision and Administration of the Credit Card
# Business of Commercial Banks, art. 57). Laws that ask for the highest rate first (15 USC 1666c,
# CONC 6.7.4R) need the rates of a product: see ``by_terms``.
LATE_AFTER_DAYS = {"CN": 90}
_LATE_FIRST = 100


def waterfall(payments: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """Return how much of each part each payment takes: ``n``, the parts' columns, ``taken_minor``.

    ``payments`` has ``n``, ``account_id``, ``amount_minor`` (in the order in which they settle);
    ``parts`` has ``account_id``, ``rank``, ``owed_minor`` and whatever names them. Amounts above 0.
    """
    paid_to = pl.col("amount_minor").cum_sum().over("account_id")
    owed_to = pl.col("owed_minor").cum_sum().over("account_id")
    given = payments.select(
        "n", "account_id", (paid_to - pl.col("amount_minor")).alias("__from"), paid_to.alias("__to")
    )
    wanted = (
        parts.filter(pl.col("owed_minor") > 0)
        .sort("account_id", "rank", maintain_order=True)
        .with_columns((owed_to - pl.col("owed_minor")).alias("__begin"), owed_to.alias("__end"))
    )
    taken = pl.min_horizontal("__to", "__end") - pl.max_horizontal("__from", "__begin")
    return (
        given.join(wanted, on="account_id", maintain_order="left_right")
        .with_columns(taken.alias("taken_minor"))
        .filter(pl.col("taken_minor") > 0)
        .drop("__from", "__to", "__begin", "__end")
    )


def ranked(owed: pl.DataFrame, late: pl.DataFrame) -> pl.DataFrame:
    """Return what is owed with the ``rank`` by which it is settled.

    ``owed`` has ``account_id``, ``component``, ``lot``, ``owed_minor``; ``late`` names accounts
    that are past due by more than :data:`LATE_AFTER_DAYS`: their principal comes before charges.
    """
    order = [(component, "") for component in CHARGES] + [("principal", lot) for lot in LOTS]
    ranks = pl.DataFrame(
        [(component, lot, number) for number, (component, lot) in enumerate(order)],
        schema={"component": pl.String(), "lot": pl.String(), "rank": pl.Int64()},
        orient="row",
    )
    is_late = pl.col("account_id").is_in(late["account_id"].implode())
    first = (pl.col("component") == "principal") & is_late
    return owed.join(ranks, on=["component", "lot"]).with_columns(
        pl.when(first).then(pl.col("rank") - _LATE_FIRST).otherwise(pl.col("rank")).alias("rank")
    )


def allocated(payments: pl.DataFrame, owed: pl.DataFrame, late: pl.DataFrame) -> pl.DataFrame:
    """Return what each payment settles: ``n``, ``account_id`` and the part with ``taken_minor``.

    What is paid beyond what an account owes becomes ``credit``. Where the ledger does not say of
    what a balance is made (nothing is owed by component), the component is ``payment``.
    """
    parts = ranked(owed.filter(pl.col("owed_minor") > 0), late)
    columns = ["n", "account_id", "book", "component", "lot", "taken_minor"]
    taken = waterfall(payments, parts).select(columns)
    sums = taken.group_by("n").agg(pl.col("taken_minor").sum().alias("__taken"))
    rest = pl.col("amount_minor") - pl.col("__taken").fill_null(0)
    has_parts = pl.col("account_id").is_in(parts["account_id"].unique().implode())
    left = (
        payments.join(sums, on="n", how="left", maintain_order="left")
        .with_columns(rest.alias("taken_minor"))
        .filter(pl.col("taken_minor") > 0)
        .select(
            "n",
            "account_id",
            pl.lit("receivable").alias("book"),
            pl.when(has_parts)
            .then(pl.lit("credit"))
            .otherwise(pl.lit("payment"))
            .alias("component"),
            pl.lit("").alias("lot"),
            "taken_minor",
        )
    )
    return pl.concat([taken, left]).sort("n", maintain_order=True)
