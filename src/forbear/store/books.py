"""Writing one transaction with its legs, and the lock that a period's close waits for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection

from forbear.core.ledger.books import Leg
from forbear.store.models import LedgerTransaction, Posting


def books_shared() -> None:
    """Hold the books open until the transaction ends: whoever closes a period waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtext('forbear books'))")


def transaction_write(
    *,
    account_id: int | None,
    kind: str,
    on: date,
    value_on: date,
    currency: str,
    key: str,
    request_hash: str,
    posted_at: datetime,
    actor: str,
    note: str,
    legs: Sequence[Leg],
    reverses_id: int | None = None,
) -> LedgerTransaction | None:
    """Write a transaction and its legs; ``None`` if its key, or its reversal, is there already.

    The caller is inside a transaction. The database refuses what is not balanced, not in the
    account's currency, in a closed period, or not opposite to what it reverses.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_ledgertransaction"
            ' (account_id, kind, "on", value_on, currency, idempotency_key, request_hash,'
            " reverses_id, posted_at, actor, note)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING RETURNING id",
            [
                account_id,
                kind,
                on,
                value_on,
                currency,
                key,
                request_hash,
                reverses_id,
                posted_at,
                actor[:150],
                note[:200],
            ],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    Posting.objects.bulk_create(
        Posting(
            transaction_id=row[0],
            account_id=account_id if leg.is_of_account else None,
            on=on,
            book=leg.book,
            side=leg.side,
            component=leg.component,
            lot=leg.lot,
            currency=currency,
            amount_minor=leg.amount_minor,
        )
        for leg in legs
    )
    return LedgerTransaction.objects.get(pk=row[0])


def books_compact() -> int:
    """Put sums of the same day, book and currency together; return how many rows there were.

    What others add meanwhile stays beside them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            'WITH gone AS (DELETE FROM store_booksum RETURNING "on", book, currency, debit_minor,'
            "  credit_minor, many),"
            ' added AS (INSERT INTO store_booksum ("on", book, currency, debit_minor, credit_minor,'
            '  many) SELECT "on", book, currency, sum(debit_minor), sum(credit_minor), sum(many)'
            "  FROM gone GROUP BY 1, 2, 3)"
            " SELECT count(*) FROM gone"
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0
