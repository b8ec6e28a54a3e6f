"""What entries are held against: accounts, debits of our own, payments that were taken before."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

ACCOUNTS = pl.Schema(
    {
        "account_id": pl.Int64(),
        "reference": pl.String(),
        "currency": pl.String(),
        "status": pl.String(),
        "balance_minor": pl.Int64(),
        "due_minor": pl.Int64(),
        "holder": pl.String(),
    }
)
# amounts that a payer was told: what is overdue, the next due, the balance, a promise
TOLD = pl.Schema({"account_id": pl.Int64(), "amount_minor": pl.Int64()})
# further references under which money may come to an account
MORE = pl.Schema({"account_id": pl.Int64(), "reference": pl.String()})
DEBITS = pl.Schema({"end_to_end_id": pl.String(), "account_id": pl.Int64()})
PAYMENTS = pl.Schema(
    {
        "payment_id": pl.Int64(),
        "account_id": pl.Int64(),
        "amount_minor": pl.Int64(),
        "currency": pl.String(),
        "booked_on": pl.Date(),
        "end_to_end_id": pl.String(),
        "detail_reference": pl.String(),
        "party_name": pl.String(),
        "party_account": pl.String(),
        "is_returned": pl.Boolean(),
    }
)


@dataclass(frozen=True, slots=True)
class Index:
    """The frames; each may hold more than is needed, and none has to be sorted.

    ``due_minor`` is what should be paid next: the overdue amount, or else the next due.
    """

    accounts: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ACCOUNTS))
    told: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=TOLD))
    debits: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=DEBITS))
    payments: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PAYMENTS))
    more: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=MORE))
