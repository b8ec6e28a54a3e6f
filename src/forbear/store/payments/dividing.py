"""What payments settle: by the terms of a product, or by the order that a nation's law names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import polars as pl

from forbear.core.ledger.terms import Terms
from forbear.core.payments.allocation import LATE_AFTER_DAYS, allocated
from forbear.core.payments.by_terms import divided
from forbear.store.cards import cards_facts, cards_read
from forbear.store.payments.copying import copy_out

_ONE_DAY = timedelta(days=1)
_LEGS = ["n", "account_id", "book", "component", "lot", "taken_minor"]
_ID = pl.Schema({"account_id": pl.Int64()})
_OWED = pl.Schema(
    {
        "account_id": pl.Int64(),
        "book": pl.String(),
        "component": pl.String(),
        "lot": pl.String(),
        "owed_minor": pl.Int64(),
    }
)


def payments_divide(
    taken: pl.DataFrame, accounts: pl.DataFrame, products: Mapping[str, Sequence[Terms]]
) -> pl.DataFrame:
    """Return what each payment settles: ``n``, ``account_id``, the part and ``taken_minor``.

    The accounts are locked and named in ``pay_accounts``. Where Forbear works an account out, its
    product decides, so that the night finds the payment divided as it divides it itself; else the
    order of the nation.
    """
    owed = copy_out(
        "SELECT p.account_id, p.book, p.component, p.lot, sum(p.amount_minor)::bigint"
        " FROM store_posting p JOIN pay_accounts a ON a.id = p.account_id"
        " WHERE p.side = 'cardholder' GROUP BY 1, 2, 3, 4 HAVING sum(p.amount_minor) > 0",
        _OWED,
    )
    by_terms = _by_terms(taken, owed, products)
    rest = taken.join(by_terms, on="n", how="anti")
    by_nation = allocated(rest, owed, _late(rest, accounts)).select(_LEGS)
    return pl.concat([by_terms, by_nation]).sort("n", maintain_order=True)


def _by_terms(
    taken: pl.DataFrame, owed: pl.DataFrame, products: Mapping[str, Sequence[Terms]]
) -> pl.DataFrame:
    found = copy_out(
        "SELECT s.account_id FROM store_cardstate s JOIN pay_accounts a ON a.id = s.account_id",
        _ID,
    )
    facts = cards_facts(found["account_id"].to_list(), list(products))
    counts_on = pl.max_horizontal("value_on", pl.col("opened_on") + _ONE_DAY)
    own = taken.join(facts, on="account_id", maintain_order="left").with_columns(
        counts_on.alias("counts_on")
    )
    if own.is_empty():
        return pl.DataFrame(schema={"n": pl.Int64(), **_OWED}).rename({"owed_minor": "taken_minor"})
    through = own["counts_on"].max()
    cards = cards_read(facts, through=through, products=products)  # type: ignore[arg-type]
    # a debt that was written off is regained
    written_off = owed.filter(pl.col("book") == "charge_off")["account_id"].unique()
    is_regained = pl.col("account_id").is_in(written_off.implode()) & (
        pl.col("component") != "credit"
    )
    book = pl.when(is_regained).then(pl.lit("charge_off")).otherwise(pl.lit("receivable"))
    return divided(own, cards).with_columns(book.alias("book")).select(_LEGS)


def _late(taken: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Return the accounts whose principal comes first, as of the day of their first payment."""
    first = taken.group_by("account_id").agg(pl.col("value_on").min())
    days = pl.col("value_on") - pl.col("oldest")
    after = pl.col("nation").replace_strict(LATE_AFTER_DAYS, default=None, return_dtype=pl.Int64())
    is_late = days.dt.total_days() > after
    return first.join(accounts, on="account_id").filter(is_late).select("account_id")
