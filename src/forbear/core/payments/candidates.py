"""The accounts that an entry may be for, each with the way by which it was found."""

from __future__ import annotations

import polars as pl

from forbear.core.payments.index import Index
from forbear.core.payments.keys import folded, name_key, plain, tokens
from forbear.core.payments.references import is_creditor_reference

ROW = "__row"
FOUND = pl.Schema({ROW: pl.UInt32(), "account_id": pl.Int64(), "way": pl.String()})
# A number within a text counts from this length on, or from the shorter one if it holds letters and
# digits: a year or a day is no account.
LENGTH_MIN = 6
LENGTH_MIN_MIXED = 4
# so many words side by side may make up a reference: "5390 0754 7034 AB"
WORDS_MAX = 4
_RF = r"^RF[0-9]{2}[A-Z0-9]{1,21}$"


def by_debit(entries: pl.DataFrame, index: Index) -> pl.DataFrame:
    """Find by the end-to-end id of a debit of our own."""
    given = entries.filter(pl.col("end_to_end_id") != "").select(ROW, "end_to_end_id")
    found = given.join(index.debits, on="end_to_end_id")
    return _as(found, "BY_END_TO_END_ID")


def by_reference(entries: pl.DataFrame, references: pl.DataFrame) -> pl.DataFrame:
    """Find by the structured reference: the account's own, or an ISO 11649 one that holds it.

    A creditor reference whose check digits are wrong finds nothing.
    """
    given = entries.filter(pl.col("reference") != "").select(ROW, "reference")
    whole = given.select(ROW, plain(pl.col("reference")).alias("key"))
    parts = given.select(ROW, folded(pl.col("reference")).str.split(" ").alias("key"))
    parts = parts.explode("key").select(ROW, plain(pl.col("key")))
    keys = pl.concat([whole, parts]).unique().filter(pl.col("key") != "")
    own = _as(keys.join(references, on="key"), "BY_REFERENCE")
    return pl.concat([own, _by_creditor_reference(keys, references)])


def by_text(entries: pl.DataFrame, references: pl.DataFrame) -> pl.DataFrame:
    """Find by what the payer wrote: the text as a whole, or words that make up a reference."""
    texts = ("remittance", "end_to_end_id", "reference")
    found = []
    for name in texts:
        given = entries.filter(pl.col(name) != "").select(ROW, pl.col(name).alias("text"))
        if given.is_empty():
            continue
        if name != "reference":
            whole = given.select(ROW, plain(pl.col("text")).alias("key"))
            found.append(_as(whole.join(references, on="key"), "BY_TEXT"))
        found.append(_by_words(given, references))
    return pl.concat(found) if found else pl.DataFrame(schema=FOUND)


def by_name(entries: pl.DataFrame, index: Index) -> pl.DataFrame:
    """Find by the payer's name and an amount that the cardholder was told."""
    given = entries.select(
        ROW, "amount_minor", "currency", name_key(pl.col("party_name")).alias("name")
    ).filter(pl.col("name") != "")
    holders = index.accounts.select(
        "account_id", "currency", name_key(pl.col("holder")).alias("name")
    ).filter(pl.col("name") != "")
    holders = holders.join(given.select("name").unique(), on="name", how="semi")
    told = holders.join(index.told, on="account_id")
    found = given.join(told, on=["name", "amount_minor", "currency"])
    return _as(found, "BY_NAME_AND_AMOUNT")


def references_of(index: Index) -> pl.DataFrame:
    """Return the accounts by their comparable references, their own and those for other payers."""
    both = pl.concat([index.accounts.select("account_id", "reference"), index.more])
    keys = both.select("account_id", plain(pl.col("reference")).alias("key"))
    return keys.filter(pl.col("key") != "")


def _by_words(given: pl.DataFrame, references: pl.DataFrame) -> pl.DataFrame:
    length = pl.col("key").str.len_chars()
    is_mixed = pl.col("key").str.contains(r"\p{L}") & pl.col("key").str.contains(r"\p{N}")
    wanted = references.filter((length >= LENGTH_MIN) | (is_mixed & (length >= LENGTH_MIN_MIXED)))
    lengths = wanted.select(length).to_series().unique()
    words = given.select(ROW, tokens(pl.col("text")).alias("key")).explode("key")
    words = words.filter(pl.col("key").is_not_null())
    found = []
    grown = words
    for count in range(1, WORDS_MAX + 1):
        if count > 1:
            following = words.select(
                pl.col("key").shift(-(count - 1)), pl.col(ROW).shift(-(count - 1)).alias("next")
            )
            is_same = pl.col(ROW) == following["next"]
            grown = grown.select(
                ROW, pl.when(is_same).then(pl.col("key") + following["key"]).alias("key")
            )
        hits = grown.filter(pl.col("key").str.len_chars().is_in(lengths.implode()))
        found.append(_as(hits.join(wanted, on="key"), "BY_TEXT"))
        creditor = grown.filter(pl.col("key").str.contains(_RF))
        found.append(_by_creditor_reference(creditor, references))
    return pl.concat(found)


def _by_creditor_reference(keys: pl.DataFrame, references: pl.DataFrame) -> pl.DataFrame:
    given = keys.filter(pl.col("key").str.contains(_RF)).with_columns(
        pl.col("key").str.slice(4).alias("inner")
    )
    found = given.join(references.rename({"key": "inner"}), on="inner")
    valid = [text for text in found["key"].unique().to_list() if is_creditor_reference(text)]
    return _as(found.filter(pl.col("key").is_in(valid)), "BY_CREDITOR_REFERENCE")


def _as(found: pl.DataFrame, way: str) -> pl.DataFrame:
    return found.select(ROW, "account_id", pl.lit(way).alias("way")).cast(FOUND)
