"""Bank entries from CSV (or Parquet), with a mapping where the columns have other names."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from forbear.core.money import MINOR_DIGITS
from forbear.interchange.bank.entries import ENTRY_SCHEMA, BankProblem, BankRead, Finding
from forbear.interchange.tabular import mapping as mappings
from forbear.interchange.tabular.checking import checked
from forbear.interchange.tabular.fields import Field, ImportTable
from forbear.interchange.tabular.problems import ImportProblem
from forbear.interchange.tabular.reading import LINE, open_mapped, open_source

_LONG = 2000


def _amount(name: str, meaning: str, *, signed: bool = True) -> Field:
    return Field(name, "money", meaning, may_be_negative=signed)


BANK_ENTRIES = ImportTable(
    "bank_entries",
    "One row a booked movement on one of our accounts at a bank.",
    (
        Field("account", "text", "Our account at the bank: IBAN, or its number.", is_required=True),
        Field("booked_on", "date", "Day it was booked.", is_required=True),
        Field("value_on", "date", "Day from which it bears interest; else the booking day."),
        Field(
            "currency",
            "text",
            "ISO 4217 code of the row's amounts.",
            is_required=True,
            pattern="^[A-Z]{3}$",
            pattern_says="is not a currency code of three capital letters",
            length_max=3,
        ),
        _amount("amount_minor", "Money in is positive, money out negative."),
        _amount("credit_minor", "Money in, where the file has a column of its own.", signed=False),
        _amount("debit_minor", "Money out, where the file has a column of its own.", signed=False),
        _amount("balance_minor", "Balance of the account after the row; checked where it stands."),
        Field("status", "word", "Pending rows are left.", words=("booked", "pending")),
        Field("is_reversal", "flag", "Takes an earlier movement back.", default=False),
        Field("bank_reference", "text", "The bank's own reference.", length_max=140, default=""),
        Field("detail_reference", "text", "Of one part of it.", length_max=140, default=""),
        Field("end_to_end_id", "text", "The payer's, passed on.", length_max=140, default=""),
        Field("reference", "text", "Structured reference.", length_max=280, default=""),
        Field("remittance", "text", "What the payer wrote.", length_max=_LONG, default=""),
        Field("party_name", "text", "Name of the other side.", length_max=280, default=""),
        Field("party_account", "text", "Account of the other side.", length_max=70, default=""),
        Field("return_reason", "text", "Why it was returned.", length_max=140, default=""),
        Field("bank_code", "text", "The bank's code of the kind.", length_max=70, default=""),
        Field("statement", "text", "Number of the statement.", length_max=140, default=""),
    ),
)
TABLES = {BANK_ENTRIES.name: BANK_ENTRIES}


def read_table(path: Path, *, map_path: Path | None = None) -> BankRead:
    """Read a file of rows; ``BankProblem`` if it, or its mapping, cannot be used at all."""
    try:
        return _read(path, map_path)
    except ImportProblem as problem:
        text = str(problem)
        where = "" if text.startswith((str(path), str(map_path))) else f"{path}: "
        raise BankProblem("NOT_A_TABLE", where + text) from problem


def _read(path: Path, map_path: Path | None) -> BankRead:
    if map_path is not None:
        mapping = mappings.load(map_path, table=BANK_ENTRIES.name, tables=TABLES)
        source = open_mapped(path, mapping, map_path)
    else:
        source = open_source(path)
        mapping = mappings.identity(BANK_ENTRIES, source.names)
    if not {"amount_minor", "credit_minor"} & mapping.columns.keys():
        raise ImportProblem(f"{path}: has no column of amounts: amount_minor, or credit_minor.")
    read = BankRead("csv", statements=1)
    frames = []
    for batch in source.batches(mapping.sources):
        found = checked(batch.frame, mapping)
        read.findings += [
            Finding(
                _code(reason), f"line {line}, column {column}", f"{value[:60]!r} {reason}", True
            )
            for line, column, value, reason in found.rejects.iter_rows()
        ]
        frames.append(_settled(found.good, read.findings))
    read.findings += [
        Finding("BAD_LINE", f"line {line}", f"{text[:60]!r} {reason}", is_left_out=True)
        for line, text, reason in source.broken
    ]
    if frames:
        rows = pl.concat(frames)
        read.findings += _balances(rows)
        read.entries = _entries(rows)
    return read


def _code(reason: str) -> str:
    if "day" in reason or "years" in reason:
        return "BAD_DATE"
    amount = ("amount", "decimals", "too large", "negative")
    return "BAD_AMOUNT" if any(word in reason for word in amount) else "BAD_VALUE"


def _settled(rows: pl.DataFrame, findings: list[Finding]) -> pl.DataFrame:
    """Return the rows with one signed amount; tell of those that have none, or too many."""
    given = set(rows.columns)
    texts = [name for name, kind in ENTRY_SCHEMA.items() if kind == pl.String()]
    rows = rows.with_columns(
        [pl.lit(None, pl.Int64()).alias(n) for n in _AMOUNTS if n not in given]
        + [pl.lit("").alias(n) for n in texts if n not in given]
        + [pl.lit(None, pl.Date()).alias("value_on") for _ in range("value_on" not in given)]
        + [pl.lit(None, pl.String()).alias("status") for _ in range("status" not in given)]
        + [pl.lit(value=False).alias("is_reversal") for _ in range("is_reversal" not in given)]
    )
    sides = [pl.col("amount_minor"), pl.col("credit_minor"), -pl.col("debit_minor")]
    says = [pl.when(side != 0).then(side) for side in sides]
    count = pl.sum_horizontal(side.is_not_null().cast(pl.Int8()) for side in says)
    rows = rows.with_columns(pl.coalesce(says).alias("amount_minor"), count.alias("__sides"))
    for is_bad, code, reason in (
        (pl.col("status") == "pending", "PENDING", "is pending: left until it is booked"),
        (pl.col("__sides") > 1, "BAD_AMOUNT", "gives more than one amount"),
        (pl.col("__sides") == 0, "ZERO_AMOUNT", "has no amount, or zero: nothing to post"),
        (~pl.col("currency").is_in(list(MINOR_DIGITS)), "UNKNOWN_CURRENCY", "is not in ISO 4217"),
    ):
        bad = rows.filter(is_bad.fill_null(value=False))
        findings += [
            Finding(
                code, f"line {line}", f"{currency} {reason}" if "ISO" in reason else reason, True
            )
            for line, currency in bad.select(LINE, "currency").iter_rows()
        ]
        rows = rows.filter(~is_bad.fill_null(value=False))
    return rows.select(LINE, *_KEPT)


def _entries(rows: pl.DataFrame) -> pl.DataFrame:
    plain = {
        name: pl.col(name).fill_null("").str.replace_all(r"[\s]+", " ").str.strip_chars()
        for name, kind in ENTRY_SCHEMA.items()
        if kind == pl.String() and name not in {"place", "currency"}
    }
    return (
        rows.with_columns(
            pl.format("line {}", LINE).alias("place"),
            pl.col("value_on").fill_null(pl.col("booked_on")),
            *(text.alias(name) for name, text in plain.items()),
        )
        .with_columns(pl.col("account").str.replace_all(" ", ""))
        .select(ENTRY_SCHEMA.names())
        .cast(ENTRY_SCHEMA)
    )


def _balances(rows: pl.DataFrame) -> list[Finding]:
    """Tell where the running balance does not follow from the row before (or after)."""
    given = rows.filter(pl.col("balance_minor").is_not_null())
    found: list[Finding] = []
    for (account,), of in given.group_by(["account"], maintain_order=True):
        balance, amount = pl.col("balance_minor"), pl.col("amount_minor")
        forward = of.filter(balance - balance.shift(1) != amount)
        backward = of.filter(balance - balance.shift(-1) != amount)
        wrong = min(forward, backward, key=lambda frame: frame.height)
        found += [
            Finding(
                "BALANCE_MISMATCH",
                f"line {line}",
                f"the running balance of {account} does not follow from the row beside it",
            )
            for line in wrong[LINE]
        ]
    return found


_AMOUNTS = ("amount_minor", "credit_minor", "debit_minor", "balance_minor")
_KEPT = [name for name in ENTRY_SCHEMA.names() if name != "place"] + ["balance_minor"]
