"""What bank entries are held against, read from the store."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from forbear.core.payments.index import ACCOUNTS, DEBITS, MORE, PAYMENTS, TOLD, Index
from forbear.store.payments.copying import copy_in, copy_out, filled, temporary

# so far back a returned payment is looked for: a direct debit without a mandate can be returned for
# 13 months (SEPA core rulebook; PSD2 art. 71)
RETURN_DAYS_MAX = 400
_ACCOUNTS = """
SELECT a.id, a.reference, a.currency, a.status, a.balance_minor,
    CASE WHEN a.overdue_minor > 0 THEN a.overdue_minor ELSE a.next_due_minor END, p.name
FROM store_account a JOIN store_person p ON p.id = a.person_id
"""
_TOLD = """
SELECT DISTINCT account_id, amount_minor FROM (
    SELECT id AS account_id, overdue_minor AS amount_minor FROM store_account
    UNION ALL SELECT id, next_due_minor FROM store_account
    UNION ALL SELECT id, balance_minor FROM store_account
    UNION ALL SELECT account_id, amount_minor FROM store_promise WHERE state = 'open'
    UNION ALL SELECT account_id, amount_minor - paid_minor FROM store_due
) told WHERE amount_minor > 0
"""
_MORE = "SELECT account_id, code FROM store_payreference WHERE code IS NOT NULL"
_PAYMENTS = """
SELECT p.id, p.account_id, p.amount_minor, p.currency, p.booked_on, coalesce(e.end_to_end_id, ''),
    coalesce(e.detail_reference, ''), p.paid_by, coalesce(e.party_account, ''),
    p.state = 'returned'
FROM store_payment p LEFT JOIN store_bankentry e ON e.id = p.entry_id
WHERE p.state IN ('posted', 'returned')
"""


_DEBITS = """
SELECT d.end_to_end_id, d.account_id FROM store_debit d JOIN told_debits t USING (end_to_end_id)
WHERE d.state IN ('sent', 'booked', 'failed')
"""


def index_of_entries(entries: pl.DataFrame) -> Index:
    """Return the index for money in: every account, and the payments of the same days."""
    days = entries["booked_on"].unique().to_list()
    return Index(
        accounts=copy_out(_ACCOUNTS, ACCOUNTS),
        told=copy_out(_TOLD, TOLD),
        debits=_debits_of(entries),
        more=copy_out(_MORE, MORE),
        payments=copy_out(f"{_PAYMENTS} AND p.booked_on IN ({_listed(days)})", PAYMENTS),
    )


def _debits_of(entries: pl.DataFrame) -> pl.DataFrame:
    """Return the debits of our own that entries name."""
    temporary("told_debits", "end_to_end_id text")
    copy_in("told_debits", entries.select(pl.col("end_to_end_id").unique().sort()))
    return copy_out(_DEBITS, DEBITS)


def index_of_returns(entries: pl.DataFrame, accounts: pl.DataFrame) -> Index:
    """Return the index for money taken back: payments of that size, or of the same end-to-end id.

    Back to the longest delay.
    """
    if entries.is_empty():
        return Index(accounts=accounts)
    amounts = ", ".join(str(int(-minor)) for minor in entries["amount_minor"].unique())
    ids = entries.select("end_to_end_id").filter(pl.col("end_to_end_id") != "").unique()
    filled("told_returns", ids, "end_to_end_id text")
    first = entries["booked_on"].to_list()
    since = min(first) - timedelta(days=RETURN_DAYS_MAX)
    return Index(
        accounts=accounts,
        payments=copy_out(
            f"{_PAYMENTS} AND p.booked_on >= '{since}' AND (p.amount_minor IN ({amounts})"  # noqa: S608 - whole numbers and a day
            " OR e.end_to_end_id IN (SELECT end_to_end_id FROM told_returns))",
            PAYMENTS,
        ),
    )


def _listed(days: list[date]) -> str:
    return ", ".join(f"'{day.isoformat()}'" for day in days) or "NULL"
