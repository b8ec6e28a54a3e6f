"""Reading and writing what a night works on: a batch of locked accounts, set by set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import connection

from forbear.core.ledger.bulk.frames import DUES, OF_STATE, STATES

_COLUMNS = ", ".join(f"s.{name}" for name in ("accrued_through", *OF_STATE))
# an account is as of the day after accrued_through
_FIRST_DAY = """
SELECT least(min(day), %(on)s) FROM (
    SELECT min(next_on) AS day FROM store_cardstate WHERE next_on <= %(on)s
    UNION ALL
    SELECT min(greatest(p.value_on, s.accrued_through + 2))
    FROM store_cardpending p JOIN store_cardstate s ON s.account_id = p.account_id
    WHERE p.value_on <= %(on)s AND s.accrued_through < %(on)s
) days"""
_LOCK = """
WITH todo AS (
    SELECT account_id FROM (
        SELECT account_id FROM store_cardstate WHERE next_on <= %(on)s
        UNION
        SELECT account_id FROM store_cardpending WHERE value_on <= %(on)s
    ) either WHERE account_id > %(after)s ORDER BY account_id LIMIT %(many)s
)
SELECT s.account_id FROM todo
    JOIN store_cardstate s ON s.account_id = todo.account_id
    JOIN store_account a ON a.id = s.account_id
ORDER BY s.account_id FOR NO KEY UPDATE OF s, a"""
_STATES = f"""
SELECT s.account_id, s.product, nullif(a.credit_limit_minor, 0), {_COLUMNS}
FROM store_cardstate s JOIN store_account a ON a.id = s.account_id
WHERE s.account_id = ANY(%s) ORDER BY s.account_id"""  # noqa: S608 - the columns are ours
_DUES = """
SELECT account_id, due_on, amount_minor, paid_minor FROM store_due
WHERE account_id = ANY(%s) AND paid_minor < amount_minor ORDER BY account_id, due_on"""
_BOOKED = """
SELECT t.account_id, t.id, t.kind, t.value_on, t.reverses_id, p.component, p.lot, p.amount
FROM store_ledgertransaction t
    LEFT JOIN LATERAL (
        SELECT component, lot, sum(amount_minor)::bigint AS amount FROM store_posting
        WHERE transaction_id = t.id AND side = 'cardholder' GROUP BY 1, 2
    ) p ON true
WHERE {where} ORDER BY t.account_id, t.value_on, t.id, p.component, p.lot"""
_PENDING = _BOOKED.format(
    where="t.id IN (SELECT transaction_id FROM store_cardpending"
    " WHERE account_id = ANY(%s) AND value_on <= %s)"
)
_ALL = _BOOKED.format(
    where="t.account_id = %s AND t.id > %s AND t.idempotency_key NOT LIKE 'night:%%'"
    " AND t.kind NOT IN ('opening', 'interest', 'allocation', 'credit_paid_out')"
)


@dataclass(slots=True)
class Booked:
    """A transaction as the night takes it: what it changed by component and lot, minor units."""

    account_id: int
    transaction_id: int
    kind: str
    value_on: date
    reverses_id: int | None
    changed: list[tuple[str, str, int]]


def first_day(on: date) -> date | None:
    """Return the first day up to ``on`` that is still to be worked out; none: all is done."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_DAY, {"on": on})
        row = cursor.fetchone()
    return row[0] if row else None


def batch_lock(on: date, *, after: int, many: int) -> list[int]:
    """Lock the next accounts that have something to do, and wait for who holds one of them.

    The locks end with the transaction, also when its process is killed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, {"on": on, "after": after, "many": many})
        return [row[0] for row in cursor.fetchall()]


def states_read(account_ids: list[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read the states and the unpaid dues of accounts."""
    with connection.cursor() as cursor:
        cursor.execute(_STATES, [account_ids])
        names = [*("account_id", "product", "credit_limit"), "accrued_through", *OF_STATE]
        schema = {name: STATES[name] for name in names}
        states = pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")
        cursor.execute(_DUES, [account_ids])
        dues = pl.DataFrame(cursor.fetchall(), schema=DUES, orient="row")
    return states.select(STATES.names()), dues


def pending_read(account_ids: list[int], on: date) -> list[Booked]:
    """Read what was booked on accounts, counts up to ``on``, and is not in their states yet."""
    return _booked(_PENDING, [account_ids, on])


def booked_since(account_id: int, after_id: int) -> list[Booked]:
    """Read everything that was booked on an account after a transaction, but by no night."""
    return _booked(_ALL, [account_id, after_id])


def _booked(query: str, given: Sequence[int | date | list[int]]) -> list[Booked]:
    found: dict[int, Booked] = {}
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        for account_id, number, kind, value_on, reverses, component, lot, amount in cursor:
            one = found.setdefault(number, Booked(account_id, number, kind, value_on, reverses, []))
            if component is not None and amount:
                one.changed.append((component, lot, amount))
    return list(found.values())
