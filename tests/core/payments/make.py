"""Frames for matching, with the least that each needs."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from forbear.core.payments.index import ACCOUNTS, DEBITS, PAYMENTS, TOLD, Index
from forbear.interchange.bank.entries import ENTRY_SCHEMA

DAY = date(2026, 3, 2)
ENTRY = {
    **dict.fromkeys(ENTRY_SCHEMA.names(), ""),
    "booked_on": DAY,
    "value_on": DAY,
    "amount_minor": 5000,
    "currency": "EUR",
    "is_reversal": False,
}


def entries(*given: dict[str, Any]) -> pl.DataFrame:
    rows = [ENTRY | {"place": f"entry {n}"} | row for n, row in enumerate(given, start=1)]
    return pl.DataFrame(rows, schema=ENTRY_SCHEMA)


def account(number: int, reference: str, **given: Any) -> dict[str, Any]:
    return {
        "account_id": number,
        "reference": reference,
        "currency": "EUR",
        "status": "open",
        "balance_minor": 100_000,
        "due_minor": 5000,
        "holder": f"Holder {number}",
        **given,
    }


def payment(number: int, account_id: int, **given: Any) -> dict[str, Any]:
    return {
        "payment_id": number,
        "account_id": account_id,
        "amount_minor": 5000,
        "currency": "EUR",
        "booked_on": DAY,
        "end_to_end_id": "",
        "detail_reference": "",
        "party_name": "",
        "party_account": "",
        "is_returned": False,
        **given,
    }


def index(
    *accounts: dict[str, Any],
    told: list[tuple[int, int]] | None = None,
    debits: list[tuple[str, int]] | None = None,
    payments: list[dict[str, Any]] | None = None,
) -> Index:
    return Index(
        accounts=pl.DataFrame(list(accounts), schema=ACCOUNTS),
        told=pl.DataFrame(told or [], schema=TOLD, orient="row"),
        debits=pl.DataFrame(debits or [], schema=DEBITS, orient="row"),
        payments=pl.DataFrame(payments or [], schema=PAYMENTS),
    )
