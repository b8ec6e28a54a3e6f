"""Returned and reversed payments, and the payment that each takes back."""

from __future__ import annotations

import polars as pl

from forbear.core.payments.candidates import ROW, by_debit, by_reference, by_text, references_of
from forbear.core.payments.index import Index
from forbear.core.payments.keys import name_key

RETURNS = pl.Schema(
    {
        "outcome": pl.String(),
        "payment_id": pl.Int64(),
        "reasons": pl.List(pl.String()),
        "candidates": pl.List(pl.Int64()),
    }
)


def returned(entries: pl.DataFrame, index: Index) -> pl.DataFrame:
    """Return which payment each entry takes back, one row an entry, in their order.

    ``outcome`` is ``returned`` with its ``payment_id``, ``unmatched`` (``candidates`` names the
    payments that came into question), or ``other`` for what is no return of money in. A payment is
    taken back once, by as much as was paid; one found by id comes before one found by account.
    Where no payment is of that size, one of a larger size with the same id is taken back in part.
    """
    rows = entries.with_row_index(ROW)
    wanted = rows.filter(pl.col("is_reversal") & (pl.col("amount_minor") < 0)).with_columns(
        -pl.col("amount_minor")
    )
    by_id = pl.concat(
        [_paired(wanted, index, name) for name in ("end_to_end_id", "detail_reference")]
    ).unique()
    rest = wanted.join(by_id, on=ROW, how="anti")
    by_account = _by_account(rest, index)
    rest = rest.join(by_account, on=ROW, how="anti")
    found = pl.concat([by_id, by_account, _in_part(rest, index)])
    found = found.group_by(ROW).agg(pl.col("payment_id").unique().sort())
    found = found.rename({"payment_id": "candidates"})
    count = pl.col("candidates").list.len()
    only = found.filter(count == 1).with_columns(pl.col("candidates").list.first().alias("one"))
    # two entries that would take back the same payment: the first does, the other waits
    nth = pl.int_range(pl.len()).over("one")
    only = only.sort(ROW).filter(nth == 0).select(ROW, pl.col("one").alias("payment_id"))
    joined = (
        rows.select(ROW, pl.col(ROW).is_in(wanted[ROW].implode()).alias("is_wanted"))
        .join(found, on=ROW, how="left", maintain_order="left")
        .join(only, on=ROW, how="left", maintain_order="left")
    )
    outcome = (
        pl.when(~pl.col("is_wanted"))
        .then(pl.lit("other"))
        .when(pl.col("payment_id").is_not_null())
        .then(pl.lit("returned"))
        .otherwise(pl.lit("unmatched"))
    )
    why = (
        pl.when(count > 1)
        .then(pl.lit("TWO_PAYMENTS"))
        .when(count == 1)
        .then(pl.lit("RETURNED_TWICE"))
        .otherwise(pl.lit("NO_PAYMENT"))
    )
    reasons = pl.when(outcome == "unmatched").then(pl.concat_list(why))
    return joined.select(
        outcome.alias("outcome"),
        "payment_id",
        reasons.fill_null([]).alias("reasons"),
        pl.col("candidates").fill_null([]),
    ).cast(RETURNS)


def _paired(wanted: pl.DataFrame, index: Index, name: str) -> pl.DataFrame:
    """Pair by an id that travels with the payment, and by amount and currency."""
    key = [name, "amount_minor", "currency"]
    given = wanted.filter(pl.col(name) != "").select(ROW, *key)
    return given.join(_open(index).select("payment_id", *key), on=key).select(ROW, "payment_id")


def _in_part(wanted: pl.DataFrame, index: Index) -> pl.DataFrame:
    """Pair by the end-to-end id, the payment being larger than what goes back."""
    given = wanted.filter(pl.col("end_to_end_id") != "").select(
        ROW, "end_to_end_id", "currency", pl.col("amount_minor").alias("back_minor")
    )
    payments = _open(index).select("payment_id", "end_to_end_id", "currency", "amount_minor")
    both = given.join(payments, on=["end_to_end_id", "currency"])
    return both.filter(pl.col("back_minor") < pl.col("amount_minor")).select(ROW, "payment_id")


def _by_account(wanted: pl.DataFrame, index: Index) -> pl.DataFrame:
    """Pair by the account that the return names and the payer, amount and currency."""
    references = references_of(index)
    accounts = pl.concat(
        [by_debit(wanted, index), by_reference(wanted, references), by_text(wanted, references)]
    ).select(ROW, "account_id")
    of = wanted.select(ROW, "amount_minor", "currency", pl.col("booked_on").alias("back_on"))
    named = accounts.unique().join(of, on=ROW)
    payments = _open(index)
    by_reference_of = named.join(payments, on=["account_id", "amount_minor", "currency"])
    payer = wanted.select(
        ROW, "amount_minor", "currency", pl.col("booked_on").alias("back_on"), *_PAYER
    ).filter((pl.col("name") != "") & (pl.col("party_account") != ""))
    by_payer = payer.join(
        payments.with_columns(_PAYER), on=["name", "party_account", "amount_minor", "currency"]
    )
    earlier = pl.col("booked_on") <= pl.col("back_on")
    both = [
        frame.filter(earlier).select(ROW, "payment_id") for frame in (by_reference_of, by_payer)
    ]
    return pl.concat(both)


_PAYER = (name_key(pl.col("party_name")).alias("name"), pl.col("party_account"))


def _open(index: Index) -> pl.DataFrame:
    return index.payments.filter(~pl.col("is_returned"))
