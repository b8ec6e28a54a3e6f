"""The accounts and dues: what the bills say, and the invented state of a few cases."""

from __future__ import annotations

from datetime import date

import polars as pl

from forbear.interchange.uci.billing import DUES
from forbear.interchange.uci.calendar import due_on, statement_on
from forbear.interchange.uci.chance import draw, happens, weighted
from forbear.interchange.uci.source import MONTHS

# Day past due from which each rung of the default ladder may be reached. The fifth, the visit, is
# passed over: it is for large sums. What lies beyond the sixth is for the day to decide.
_RUNG_FROM_DAY = {1: 1, 2: 7, 3: 31, 4: 61, 6: 91}
_RUNGS = (0, *_RUNG_FROM_DAY)
# last day past due of these buckets
_M1_TO, _M2_TO, _M6_TO = 30, 60, 180


def with_case(frame: pl.DataFrame, *, as_of: date, seed: int) -> pl.DataFrame:
    """Add what the bills say on ``as_of``: oldest unpaid due, days past due, last payment."""
    oldest = pl.coalesce(pl.when(pl.col("oldest") == k).then(due_on(k)) for k in DUES[1:])
    paid_on = pl.coalesce(
        pl.when(pl.col(f"pay_{month}") > 0).then(
            statement_on(month + 1) + pl.duration(days=draw(f"pay {month}", 25, seed=seed) + 2)
        )
        for month in MONTHS[:-1]
    )
    return frame.with_columns(
        oldest.alias("oldest_on"), paid_on.alias("last_payment_on")
    ).with_columns((pl.lit(as_of) - pl.col("oldest_on")).dt.total_days().fill_null(0).alias("dpd"))


def with_step(frame: pl.DataFrame, *, as_of: date, seed: int) -> pl.DataFrame:
    """Add ``step`` and ``step_on``: a rung reached before ``as_of``, none above the allowed."""
    late = pl.col("dpd")
    # what was allowed the day before: today's rung is for the strategy to decide
    allowed = pl.sum_horizontal(
        (late - 1 >= day).cast(pl.Int64()) for day in _RUNG_FROM_DAY.values()
    )
    behind = weighted("behind", {"0": 50, "1": 30, "2": 15, "9": 5}, seed=seed).cast(pl.Int64())
    index = (allowed - behind).clip(lower_bound=0)
    step = index.replace_strict(list(range(len(_RUNGS))), list(_RUNGS), return_dtype=pl.Int64())
    since = pl.col("step").replace_strict(_RUNG_FROM_DAY, default=0, return_dtype=pl.Int64())
    # how long ago the rung was reached: no longer than it has been allowed, or 25 days
    longest = pl.min_horizontal(late - since, pl.lit(25)).clip(lower_bound=1)
    ago = draw("step day", 1_000_000, seed=seed) % longest + 1
    return frame.with_columns(step.cast(pl.Int64()).alias("step")).with_columns(
        pl.when(pl.col("step") > 0).then(ago).alias("step_ago"),
        pl.when(pl.col("step") > 0).then(pl.lit(as_of) - pl.duration(days=ago)).alias("step_on"),
    )


def with_collector(frame: pl.DataFrame, *, as_of: date, seed: int) -> pl.DataFrame:
    """Add who collects: an agency has some of the older accounts in the United States."""
    is_placed = (
        (pl.col("nation") == "US") & (pl.col("dpd") > _M1_TO) & happens("placed", 400, seed=seed)
    )
    # two in a hundred were placed so lately that the notice is still to come; a few were forgotten
    sent = pl.lit(as_of) - pl.duration(days=draw("validation day", 70, seed=seed) + 3)
    is_sent = is_placed & happens("validation", 930, seed=seed)
    return frame.with_columns(
        pl.when(is_placed)
        .then(pl.lit("agency"))
        .otherwise(pl.lit("creditor"))
        .alias("collector_kind"),
        pl.when(is_sent).then(sent).alias("validation_sent_on"),
        (~is_placed | happens("authorised", 985, seed=seed)).alias("collector_authorised"),
        (~is_placed | happens("licensed", 985, seed=seed)).alias("collector_licensed"),
    )


def with_state(frame: pl.DataFrame, *, as_of: date, seed: int) -> pl.DataFrame:
    """Add the invented state of late accounts: dispute, plan, relief, the law, charge-off."""
    late = pl.col("dpd")

    def often(about: str, per_mille: int) -> pl.Expr:
        return happens(about, per_mille, seed=seed)

    def word(about: str, weights: dict[str, int], *, where: pl.Expr) -> pl.Expr:
        chosen = weighted(about, weights, seed=seed)
        return pl.when(where).then(chosen).otherwise(pl.lit("none")).alias(about)

    is_late = late > 0
    old = {"charged_off": 94, "sold": 6}
    relief = pl.lit(as_of) + pl.duration(days=draw("relief day", 90, seed=seed) - 20)
    began = pl.max_horizontal(
        pl.col("oldest_on") + pl.duration(days=1), pl.lit(as_of) - pl.duration(days=400)
    )
    return frame.with_columns(
        pl.when((late > _M2_TO) & often("settled", 15))
        .then(pl.lit("settled"))
        .when(late > _M6_TO)
        .then(weighted("status", old, seed=seed))
        .otherwise(pl.lit("open"))
        .alias("status"),
        word("dispute", {"none": 975, "open": 17, "answered": 8}, where=is_late),
        word("plan", {"none": 955, "kept": 30, "broken": 15}, where=is_late),
        word(
            "litigation",
            {"none": 5, "pre_legal": 3, "suit_filed": 1, "judgment": 1},
            where=late > _M6_TO,
        ),
        (is_late & (pl.col("step") == 0)).alias("is_first_contact"),
        ((late > _M2_TO) & often("time barred", 60)).alias("time_barred"),
        pl.when(is_late & often("hardship", 15)).then(relief).alias("hardship_until"),
        pl.when(pl.col("step") > 0).then(began).alias("collection_started_on"),
    ).with_columns(
        (
            (pl.col("dispute") == "open")
            & (pl.col("collector_kind") == "agency")
            & often("in time", 500)
        ).alias("dispute_in_validation_period")
    )


def cards(frame: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """Return the import table ``accounts``."""
    money = pl.col("factor")
    return frame.select(
        "reference",
        "person_reference",
        draw("last4", 10_000, seed=seed).cast(pl.String()).str.zfill(4).alias("card_last4"),
        "nation",
        "region",
        "city",
        "currency",
        (pl.col("limit") * money).alias("credit_limit_minor"),
        "status",
        (pl.col("bill_1") * money).alias("balance_minor"),
        (pl.col("overdue") * money).alias("overdue_minor"),
        pl.when(pl.col("due_0") > 0).then(due_on(0)).alias("next_due_on"),
        (pl.col("due_0") * money).alias("next_due_minor"),
        pl.col("oldest_on").alias("oldest_unpaid_due_on"),
        pl.col("missed").alias("missed_statements"),
        "dispute",
        "dispute_in_validation_period",
        "validation_sent_on",
        "is_first_contact",
        "time_barred",
        "plan",
        "hardship_until",
        "litigation",
        "collection_started_on",
        "collector_kind",
        "collector_authorised",
        "collector_licensed",
        "last_payment_on",
        "step",
        "step_on",
    )


def dues(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the import table ``dues``: every due of more than nothing that the portfolio knows.

    Dues from before the file appear only where they are still open.
    """
    parts = []
    for k in DUES:
        amount, rest = pl.col(f"due_{k}"), pl.col(f"open_{k}")
        kept = (amount > 0) if k < MONTHS[-1] else (rest > 0)
        paid = pl.lit(0, dtype=pl.Int64()) if k == 0 else amount - rest
        parts.append(
            frame.filter(kept).select(
                pl.col("reference").alias("account_reference"),
                due_on(k).alias("due_on"),
                (amount * pl.col("factor")).alias("amount_minor"),
                (paid * pl.col("factor")).alias("paid_minor"),
            )
        )
    return pl.concat(parts).sort("account_reference", "due_on")


def promises(frame: pl.DataFrame, *, as_of: date, seed: int) -> pl.DataFrame:
    """Return the import table ``promises``: a few are open, more were broken or kept."""
    having = frame.filter((pl.col("dpd") > 0) & happens("promise", 90, seed=seed))
    state = weighted("promise state", {"open": 50, "broken": 35, "kept": 15}, seed=seed)
    ahead = draw("promise ahead", 8, seed=seed)
    back = draw("promise back", 20, seed=seed) + 2
    is_open = pl.col("state") == "open"
    pay_on = pl.lit(as_of) + pl.when(is_open).then(pl.duration(days=ahead)).otherwise(
        pl.duration(days=-back)
    )
    made_on = pl.lit(as_of) - pl.when(is_open).then(pl.duration(days=2)).otherwise(
        pl.duration(days=back + 5)
    )
    return (
        having.with_columns(state.alias("state"))
        .select(
            pl.col("reference").alias("account_reference"),
            (pl.col("overdue") * pl.col("factor")).alias("amount_minor"),
            pay_on.alias("pay_on"),
            (made_on.cast(pl.Datetime("us", "UTC")) + pl.duration(hours=10)).alias("made_at"),
            "state",
            pl.lit("import").alias("actor"),
        )
        .sort("account_reference")
    )
