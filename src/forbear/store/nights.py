"""Reading and writing what a night works on: a batch of locked accounts, set by set."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

import polars as pl
from django.db import connection

from forbear.core.ledger.booked import Booked
from forbear.core.ledger.bulk.frames import DUES, OF_STATE, STATES

_COLUMNS = ", ".join(f"s.{name}" for name in ("accrued_through", *OF_STATE))
# what waits for the night: transactions, and events that move no money
_WAITING = """(SELECT account_id, value_on FROM store_cardpending
    UNION ALL SELECT account_id, value_on FROM store_cardeventpending)"""
# an account is as of the day after accrued_through
_FIRST_DAY = f"""
SELECT least(min(day), %(on)s) FROM (
    SELECT min(next_on) AS day FROM store_cardstate
    WHERE next_on <= %(on)s AND product = ANY(%(products)s)
    UNION ALL
    SELECT min(greatest(p.value_on, s.accrued_through + 2))
    FROM {_WAITING} p JOIN store_cardstate s ON s.account_id = p.account_id
    WHERE p.value_on <= %(on)s AND s.accrued_through < %(on)s AND product = ANY(%(products)s)
) days"""  # noqa: S608 - the tables are ours
_LOCK = f"""
WITH todo AS (
    SELECT account_id FROM (
        SELECT account_id FROM store_cardstate WHERE next_on <= %(on)s
        UNION
        SELECT account_id FROM {_WAITING} p WHERE value_on <= %(on)s
    ) either WHERE account_id > %(after)s ORDER BY account_id LIMIT %(many)s
)
SELECT s.account_id FROM todo
    JOIN store_cardstate s ON s.account_id = todo.account_id
    JOIN store_account a ON a.id = s.account_id
WHERE s.product = ANY(%(products)s)
ORDER BY s.account_id FOR NO KEY UPDATE OF s, a"""  # noqa: S608 - the tables are ours
_WITHOUT_TERMS = f"""
SELECT account_id, product FROM store_cardstate s WHERE product <> ALL(%(products)s) AND (
    next_on <= %(on)s OR EXISTS (SELECT 1 FROM {_WAITING} p
        WHERE p.account_id = s.account_id AND p.value_on <= %(on)s)) ORDER BY account_id"""  # noqa: S608 - the tables are ours
_STATES = f"""
SELECT s.account_id, s.product, nullif(a.credit_limit_minor, 0), {_COLUMNS}
FROM store_cardstate s JOIN store_account a ON a.id = s.account_id
WHERE s.account_id = ANY(%s) ORDER BY s.account_id"""  # noqa: S608 - the columns are ours
_DUES = """
SELECT s.account_id, (d.due->>0)::date, (d.due->>1)::bigint, (d.due->>2)::bigint
FROM store_cardstate s CROSS JOIN jsonb_array_elements(s.dues) WITH ORDINALITY AS d(due, place)
WHERE s.account_id = ANY(%s) ORDER BY s.account_id, d.place"""
# what counts from a day before the account was taken over counts from the day after
_BOOKED = """
SELECT t.account_id, t.id, t.kind, greatest(t.value_on, s.opened_on + 1), t.reverses_id,
    p.component, p.lot, p.amount
FROM store_ledgertransaction t
    JOIN store_cardstate s ON s.account_id = t.account_id
    LEFT JOIN LATERAL (
        SELECT component, lot, sum(amount_minor)::bigint AS amount FROM store_posting
        WHERE transaction_id = t.id AND side = 'cardholder' GROUP BY 1, 2
    ) p ON true
WHERE {where} ORDER BY t.account_id, 4, t.id, p.component, p.lot"""
_PENDING = _BOOKED.format(
    where="t.id IN (SELECT transaction_id FROM store_cardpending WHERE account_id = ANY(%s))"
    " AND greatest(t.value_on, s.opened_on + 1) <= %s"
)
_ALL = _BOOKED.format(
    where="t.account_id = %s AND t.id > s.opened_after_id"
    " AND t.idempotency_key NOT LIKE 'night:%%' AND t.kind NOT IN"
    " ('opening', 'interest', 'allocation', 'credit_paid_out', 'suspense_in', 'suspense_out')"
)
# what moves no money, in the same columns
_EVENTS = """
SELECT e.account_id, e.id, e.kind, greatest(e."on", s.opened_on + 1), e.content
FROM store_cardevent e JOIN store_cardstate s ON s.account_id = e.account_id WHERE {where}"""
_EVENTS_PENDING = _EVENTS.format(
    where="e.id IN (SELECT event_id FROM store_cardeventpending WHERE account_id = ANY(%s))"
    ' AND greatest(e."on", s.opened_on + 1) <= %s'
)
_EVENTS_ALL = _EVENTS.format(where="e.account_id = %s AND e.id > s.opened_after_id")
_HEADS = """
INSERT INTO store_ledgertransaction (account_id, kind, "on", value_on, currency, idempotency_key,
    request_hash, posted_at, actor, note)
SELECT h.account_id, h.kind, h."on", h.value_on, a.currency, h.key, '', %s, %s, h.note
FROM night_heads h JOIN store_account a ON a.id = h.account_id ORDER BY h.account_id, h.key"""
# the legs of a transaction come together, as the ledger demands
_LEGS = """
INSERT INTO store_posting (transaction_id, account_id, "on", book, side, component, lot, currency,
    amount_minor)
SELECT t.id, t.account_id, t."on", l.book, l.side, l.component, coalesce(l.lot, ''), t.currency,
    l.amount_minor
FROM night_legs l JOIN store_ledgertransaction t ON t.idempotency_key = l.key
ORDER BY t.id, l.side, l.component, l.lot"""
_DUES_SETTLED = """
UPDATE store_due d SET
    amount_minor = CASE WHEN s.has_plan THEN d.paid_minor ELSE d.amount_minor END,
    paid_minor = CASE WHEN s.has_plan THEN d.paid_minor ELSE d.amount_minor END
FROM store_cardstate s
WHERE s.account_id = ANY(%s) AND d.account_id = s.account_id AND d.paid_minor < d.amount_minor
    AND NOT EXISTS (SELECT 1 FROM night_dues n
        WHERE n.account_id = d.account_id AND n.due_on = d.due_on)"""
_DUES_STAND = """
INSERT INTO store_due (account_id, due_on, amount_minor, paid_minor)
SELECT account_id, due_on, amount_minor, paid_minor FROM night_dues
ON CONFLICT (account_id, due_on) DO UPDATE
    SET amount_minor = excluded.amount_minor, paid_minor = excluded.paid_minor
    WHERE (store_due.amount_minor, store_due.paid_minor)
        IS DISTINCT FROM (excluded.amount_minor, excluded.paid_minor)"""
_SNAPSHOT = (
    "balance_minor",
    "overdue_minor",
    "next_due_on",
    "next_due_minor",
    "oldest_unpaid_due_on",
    "missed_statements",
)
_STATEMENT = ("account_id", "statement_on", "due_on")
_STATEMENT_MINOR = ("balance_minor", "minimum_minor", "past_due_minor")


def first_day(on: date, products: list[str]) -> date | None:
    """Return the first day up to ``on`` that is still to be worked out; none: all is done."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_DAY, {"on": on, "products": products})
        row = cursor.fetchone()
    return row[0] if row else None


def without_terms(on: date, products: list[str]) -> list[tuple[int, str]]:
    """Return accounts with something to do whose product is not among those, with the product."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_TERMS, {"on": on, "products": products})
        return [(account_id, product) for account_id, product in cursor.fetchall()]


def batch_lock(on: date, products: list[str], *, after: int, many: int) -> list[int]:
    """Lock the next accounts that have something to do, and wait for who holds one of them.

    The locks end with the transaction, also when its process is killed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, {"on": on, "after": after, "many": many, "products": products})
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
    return _booked(_PENDING, _EVENTS_PENDING, [account_ids, on])


def booked_since_opening(account_id: int) -> list[Booked]:
    """Read everything that was booked on an account since it was taken over, but by no night."""
    return _booked(_ALL, _EVENTS_ALL, [account_id])


def _booked(query: str, events: str, given: Sequence[int | date | list[int]]) -> list[Booked]:
    found: dict[int, Booked] = {}
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        for account_id, number, kind, value_on, reverses, component, lot, amount in cursor:
            one = found.setdefault(number, Booked(account_id, number, kind, value_on, reverses, []))
            if component is not None and amount:
                one.changed.append((component, lot, amount))
        cursor.execute(events, given)
        for account_id, number, kind, value_on, content in cursor.fetchall():
            found[number] = Booked(
                account_id, number, kind, value_on, None, [], json.loads(content)
            )
    return sorted(
        found.values(), key=lambda one: (one.account_id, one.value_on, one.transaction_id)
    )


def parts_of(account_id: int) -> list[tuple[str, str, int]]:
    """Return all that the ledger holds of an account, by component and lot, in minor units."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT component, lot, sum(amount_minor)::bigint FROM store_posting"
            " WHERE account_id = %s AND side = 'cardholder' GROUP BY 1, 2 ORDER BY 1, 2",
            [account_id],
        )
        return [(component, lot, amount) for component, lot, amount in cursor.fetchall()]


def states_write(states: pl.DataFrame, dues: pl.DataFrame) -> None:
    """Write the states of accounts, with ``next_on``, and their dues."""
    names = ["account_id", "accrued_through", "next_on", *OF_STATE]
    held = dues.group_by("account_id", maintain_order=True).agg(_as_json().alias("dues"))
    rows = states.select(names).join(held, on="account_id", how="left", maintain_order="left")
    columns = [*names, "dues"]
    _stage(
        "night_states",
        "store_cardstate",
        columns,
        rows.with_columns(pl.col("dues").fill_null("[]")),
    )
    sets = ", ".join(f"{name} = n.{name}" for name in columns[1:])
    _run(
        f"UPDATE store_cardstate s SET {sets} FROM night_states n WHERE n.account_id = s.account_id"  # noqa: S608 - the names are ours
    )
    shown = dues.group_by("account_id", "due_on").agg(
        pl.col("amount").sum().alias("amount_minor"), pl.col("paid").sum().alias("paid_minor")
    )
    _stage("night_dues", "store_due", ["account_id", "due_on", "amount_minor", "paid_minor"], shown)
    _run(_DUES_SETTLED, [states["account_id"].to_list()])
    _run(_DUES_STAND)


def snapshot_write(aged: pl.DataFrame) -> None:
    """Write what the portfolio shows of each account; rows that stay as they are are left."""
    columns = ["id", *_SNAPSHOT]
    _stage("night_shown", "store_account", columns, aged.rename({"account_id": "id"}))
    sets = ", ".join(f"{name} = n.{name}" for name in _SNAPSHOT)
    ours, theirs = (", ".join(f"{one}.{name}" for name in _SNAPSHOT) for one in "an")
    # each row's history trigger walks the list of checks still to be made: make them first
    _run("SET CONSTRAINTS ALL IMMEDIATE")
    _run(
        f"UPDATE store_account a SET {sets} FROM night_shown n"  # noqa: S608 - the names are ours
        f" WHERE n.id = a.id AND ({ours}) IS DISTINCT FROM ({theirs})"
    )
    _run("SET CONSTRAINTS ALL DEFERRED")


def statements_write(made: pl.DataFrame) -> None:
    """Add the statements that were made."""
    columns = [*_STATEMENT, *_STATEMENT_MINOR]
    _stage("night_statements", "store_cardstatement", columns, made.rename({"on": "statement_on"}))
    names = ", ".join(columns)
    _run(f"INSERT INTO store_cardstatement ({names}) SELECT {names} FROM night_statements")  # noqa: S608 - the names are ours


def bookings_write(heads: pl.DataFrame, legs: pl.DataFrame, *, at: datetime, actor: str) -> None:
    """Book transactions with their legs. A key that the ledger has is an error: nothing twice."""
    _table(
        "night_heads",
        'account_id bigint, kind text, key text, "on" date, value_on date, note text',
        heads,
    )
    _table(
        "night_legs",
        "key text, book text, side text, component text, lot text, amount_minor bigint",
        legs,
    )
    _run(_HEADS, [at, actor])
    _run(_LEGS)


def pending_delete(transaction_ids: list[int]) -> None:
    """Forget what has been taken into the states."""
    _run("DELETE FROM store_cardpending WHERE transaction_id = ANY(%s)", [transaction_ids])
    _run("DELETE FROM store_cardeventpending WHERE event_id = ANY(%s)", [transaction_ids])


def _as_json() -> pl.Expr:
    due = pl.format(
        '["{}",{},{}]', pl.col("due_on").dt.to_string("%Y-%m-%d"), pl.col("amount"), pl.col("paid")
    )
    return pl.format("[{}]", due.str.join(","))


def _stage(name: str, table: str, columns: Sequence[str], rows: pl.DataFrame) -> None:
    """Copy rows into a table of this transaction with columns of another one."""
    listed = ", ".join(columns)
    _run(f"DROP TABLE IF EXISTS {name}")
    _run(f"CREATE TEMP TABLE {name} ON COMMIT DROP AS SELECT {listed} FROM {table} LIMIT 0")  # noqa: S608 - the names are ours
    _copy(name, rows.select(columns))


def _table(name: str, columns: str, rows: pl.DataFrame) -> None:
    _run(f"DROP TABLE IF EXISTS {name}")
    _run(f"CREATE TEMP TABLE {name} ({columns}) ON COMMIT DROP")
    _copy(name, rows)


def _copy(name: str, rows: pl.DataFrame) -> None:
    if rows.is_empty():
        return
    listed = ", ".join(f'"{column}"' for column in rows.columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {name} ({listed}) FROM STDIN (FORMAT csv)") as copy,
    ):
        copy.write(rows.write_csv(include_header=False))
    _run(f"ANALYZE {name}")


def _run(statement: str, parameters: Sequence[object] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)  # type: ignore[arg-type]
