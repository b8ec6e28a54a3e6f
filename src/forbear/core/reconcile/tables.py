"""The frames that a reconciliation takes and the one that it returns."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

# The parts of a balance that a statement may name.
PARTS = ("principal", "interest", "compound_interest", "late_fee", "other_fee", "cost")
# Legs of the ledger that were never divided among the parts: the parts then cannot be compared.
UNDIVIDED = ("payment", "waiver")
VERDICTS = ("matched", "differs", "ledger_missing", "statement_missing", "duplicate")
CAUSES = (
    "currency",
    "division",
    "minimum",
    "due_day",
    "fee",
    "interest_rounding",
    "interest",
    "booked_apart",
    "rounding",
    "sign",
    "unknown",
)

STATEMENTS = pl.Schema(
    {
        "statement_id": pl.Int64(),
        "account_id": pl.Int64(),
        "statement_on": pl.Date(),
        "currency": pl.String(),
        "balance_minor": pl.Int64(),
        "minimum_minor": pl.Int64(),
        "due_on": pl.Date(),
        **{f"{part}_minor": pl.Int64() for part in PARTS},
    }
)
ACCOUNTS = pl.Schema(
    {"account_id": pl.Int64(), "account_reference": pl.String(), "currency": pl.String()}
)
HELD = pl.Schema(
    {
        "account_id": pl.Int64(),
        "statement_on": pl.Date(),
        "component": pl.String(),
        "owed_minor": pl.Int64(),
    }
)
NEAR = pl.Schema(
    {
        "account_id": pl.Int64(),
        "statement_on": pl.Date(),
        "transaction_id": pl.Int64(),
        "on": pl.Date(),
        "kind": pl.String(),
        "owed_minor": pl.Int64(),
    }
)
# what a statement of ours asked on the day of one of theirs
ASKED = pl.Schema(
    {
        "account_id": pl.Int64(),
        "statement_on": pl.Date(),
        "asked_minor": pl.Int64(),
        "asked_on": pl.Date(),
    }
)
EXPECTED = pl.Schema(
    {"account_id": pl.Int64(), "statement_on": pl.Date(), "owed_minor": pl.Int64()}
)
RESULT = pl.Schema(
    {
        "account_reference": pl.String(),
        "account_id": pl.Int64(),
        "statement_on": pl.Date(),
        "statement_id": pl.Int64(),
        "currency": pl.String(),
        "verdict": pl.String(),
        "cause": pl.String(),
        "component": pl.String(),
        "statement_minor": pl.Int64(),
        "ledger_minor": pl.Int64(),
        "difference_minor": pl.Int64(),
        "statement_minimum_minor": pl.Int64(),
        "ledger_minimum_minor": pl.Int64(),
        "statement_due_on": pl.Date(),
        "ledger_due_on": pl.Date(),
        "transaction_id": pl.Int64(),
        "transaction_on": pl.Date(),
        "transaction_kind": pl.String(),
    }
)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is compared.

    ``statements``: as imported. ``held``: the ledger at the end of each statement's day, by
    component; an account without a row had no postings. ``near``: transactions booked a few days
    before or after, with what they changed. ``expected``: accounts that should have had a
    statement and had none, with what they owe. ``asked``: minimum payment and due day of the
    statements that Forbear made itself on those days.
    """

    accounts: pl.DataFrame
    statements: pl.DataFrame
    held: pl.DataFrame
    near: pl.DataFrame
    expected: pl.DataFrame
    asked: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ASKED))
