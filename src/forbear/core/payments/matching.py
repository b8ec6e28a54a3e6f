"""Bank entries matched to accounts: by reference, by a debit of ours, by name and amount.

Nothing is guessed: an entry for which two accounts come into question is matched to neither.
"""

from __future__ import annotations

import polars as pl

from forbear.core.payments.candidates import (
    ROW,
    by_debit,
    by_name,
    by_reference,
    by_text,
    references_of,
)
from forbear.core.payments.index import Index
from forbear.core.payments.keys import name_key

OUTCOMES = ("matched", "held", "unmatched", "outgoing")
CONFIDENCE = {
    "BY_END_TO_END_ID": "certain",
    "BY_REFERENCE": "certain",
    "BY_CREDITOR_REFERENCE": "certain",
    "BY_TEXT": "strong",
    "BY_NAME_AND_AMOUNT": "likely",
}
# what holds a payment back although its account is known
HOLDS = ("WRONG_CURRENCY", "ACCOUNT_SOLD", "ACCOUNT_SETTLED", "ACCOUNT_PAID", "DUPLICATE")
# told, but no reason to hold it
NOTES = ("OVERPAID", "UNDERPAID")
MATCHES = pl.Schema(
    {
        "outcome": pl.String(),
        "account_id": pl.Int64(),
        "confidence": pl.String(),
        "reasons": pl.List(pl.String()),
        "candidates": pl.List(pl.Int64()),
    }
)


def matched(entries: pl.DataFrame, index: Index) -> pl.DataFrame:
    """Return what becomes of each entry, one row an entry, in their order.

    ``outcome``: ``matched`` to ``account_id``; ``held`` (the account is known, but a person must
    look); ``unmatched`` (``candidates`` names the accounts that came into question); ``outgoing``
    (no money in; returns are found by ``forbear.core.payments.returns``). ``reasons`` begins with
    the way by which the account was found, or says why there is none.
    """
    rows = entries.with_row_index(ROW)
    incoming = rows.filter((pl.col("amount_minor") > 0) & ~pl.col("is_reversal"))
    found = _decided(incoming, index)
    checked = _checked(incoming.join(found, on=ROW, how="left", maintain_order="left"), index)
    return (
        rows.select(ROW)
        .join(checked, on=ROW, how="left", maintain_order="left")
        .select(
            pl.col("outcome").fill_null("outgoing"),
            "account_id",
            pl.col("confidence").fill_null(""),
            pl.col("reasons").fill_null([]),
            pl.col("candidates").fill_null([]),
        )
        .cast(MATCHES)
    )


def _decided(entries: pl.DataFrame, index: Index) -> pl.DataFrame:
    """Return for each row that has any: the one account, or the candidates; and the best way."""
    references = references_of(index)
    found = pl.concat(
        [by_debit(entries, index), by_reference(entries, references), by_text(entries, references)]
    )
    rest = entries.join(found, on=ROW, how="anti")
    found = pl.concat([found, by_name(rest, index)])
    rank = {way: number for number, way in enumerate(CONFIDENCE)}
    ranked = found.with_columns(pl.col("way").replace_strict(rank, return_dtype=pl.Int8()))
    best = ranked.group_by(ROW).agg(
        pl.col("account_id").unique().sort().alias("candidates"), pl.col("way").min()
    )
    ways = dict(enumerate(CONFIDENCE))
    return best.with_columns(pl.col("way").replace_strict(ways, return_dtype=pl.String()))


def _checked(entries: pl.DataFrame, index: Index) -> pl.DataFrame:
    """Hold matches against their accounts, and against each other."""
    count = pl.col("candidates").list.len().fill_null(0)
    rows = entries.with_columns(
        pl.when(count == 1).then(pl.col("candidates").list.first()).alias("account_id"),
        count.alias("count"),
    ).join(
        index.accounts.select(
            "account_id",
            pl.col("currency").alias("account_currency"),
            "status",
            "balance_minor",
            "due_minor",
        ),
        on="account_id",
        how="left",
        maintain_order="left",
    )
    rows = rows.with_columns(_is_duplicate(rows, index).alias("is_duplicate"))
    amount = pl.col("amount_minor")
    tests = {
        "WRONG_CURRENCY": pl.col("currency") != pl.col("account_currency"),
        "ACCOUNT_SOLD": pl.col("status") == "sold",
        "ACCOUNT_SETTLED": pl.col("status") == "settled",
        "ACCOUNT_PAID": pl.col("status") == "paid",
        "DUPLICATE": pl.col("is_duplicate"),
        "OVERPAID": amount > pl.max_horizontal("balance_minor", 0),
        "UNDERPAID": (amount < pl.col("due_minor")) & (amount < pl.col("balance_minor")),
    }
    assert set(tests) == {*HOLDS, *NOTES}
    has_account = pl.col("account_id").is_not_null()
    rows = rows.with_columns(
        pl.when(has_account & test.fill_null(value=False)).then(pl.lit(code)).alias(code)
        for code, test in tests.items()
    )
    is_held = pl.any_horizontal(pl.col(code).is_not_null() for code in HOLDS)
    why = (
        pl.when(has_account)
        .then(pl.col("way"))
        .when(pl.col("count") > 1)
        .then(pl.lit("TWO_CANDIDATES"))
        .otherwise(pl.lit("NO_CANDIDATE"))
    )
    return rows.select(
        ROW,
        pl.when(~has_account)
        .then(pl.lit("unmatched"))
        .when(is_held)
        .then(pl.lit("held"))
        .otherwise(pl.lit("matched"))
        .alias("outcome"),
        "account_id",
        pl.when(has_account)
        .then(pl.col("way").replace_strict(CONFIDENCE, default=None))
        .alias("confidence"),
        pl.concat_list(why, *tests).list.drop_nulls().alias("reasons"),
        "candidates",
    )


def _is_duplicate(rows: pl.DataFrame, index: Index) -> pl.Series:
    """Return which rows repeat another: same account, amount, day and payer.

    The first of them is none. Payments taken before count; those that were returned do not.
    """
    payer = (
        pl.when(pl.col("party_account") != "")
        .then(pl.col("party_account"))
        .otherwise(name_key(pl.col("party_name")))
    )
    key = ["account_id", "amount_minor", "currency", "booked_on", "payer"]
    given = rows.select(ROW, *key[:-1], payer.alias("payer"))
    before = (
        index.payments.filter(~pl.col("is_returned"))
        .select(*key[:-1], payer.alias("payer"))
        .unique()
        .with_columns(pl.lit(value=True).alias("__before"))
    )
    seen = given.join(before, on=key, how="left", maintain_order="left")
    nth = seen.select(
        pl.col("account_id").is_not_null()
        & (pl.col("__before").fill_null(value=False) | (pl.int_range(pl.len()).over(key) > 0))
    )
    return nth.to_series()
