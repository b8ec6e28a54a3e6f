"""Postings: whole transactions or none, both sides of each, never an edit."""

from __future__ import annotations

from django.db import connection

_TYPES = {
    "transaction_reference": "text",
    "account_reference": "text",
    "kind": "text",
    '"on"': "date",
    "component": "text",
    "amount_minor": "bigint",
    "note": "text",
}

# a row refused takes its transaction with it
_WHOLE = (
    "SELECT {line}, 'transaction_reference', transaction_reference,"
    " 'another row of this transaction does not fit' FROM {rows} r"
    " WHERE transaction_reference IN (SELECT b.transaction_reference FROM {rows} b"
    " JOIN import_rejects x ON b.{line} = x.line)"
    " AND NOT EXISTS (SELECT 1 FROM import_rejects x WHERE x.line = r.{line})"
)
_ONE_HEAD = (
    "SELECT {line}, 'transaction_reference', transaction_reference,"
    " 'has rows that differ in account, kind or day' FROM {rows}"
    " WHERE transaction_reference IN (SELECT transaction_reference FROM {rows}"
    ' GROUP BY 1 HAVING count(DISTINCT (account_reference, kind, "on")) > 1)'
)
_HELD = (
    "SELECT {line}, 'transaction_reference', transaction_reference,"
    " 'is in the ledger with other postings; correct it with a reversal' FROM {rows}"
    " WHERE transaction_reference IN ("
    "  SELECT f.reference FROM ("
    "   SELECT r.transaction_reference AS reference, min(t.id) AS id,"
    '    bool_or((t.account_id, t.kind, t."on") IS DISTINCT FROM (r.account_id, r.kind, r."on"))'
    "     AS differs,"
    "    array_agg((r.component || ' ' || r.amount_minor) ORDER BY r.component) AS legs"
    "   FROM {rows} r JOIN store_ledgertransaction t"
    "    ON t.idempotency_key = r.transaction_reference GROUP BY 1) f"
    "  CROSS JOIN LATERAL (SELECT array_agg((p.component || ' ' || p.amount_minor)"
    "   ORDER BY p.component) AS legs FROM store_posting p"
    "   WHERE p.transaction_id = f.id AND p.side = 'cardholder') held"
    "  WHERE f.differs OR f.legs IS DISTINCT FROM held.legs)"
)
CHECKS = (_ONE_HEAD, _HELD, _WHOLE)


def stage_table(columns: list[str]) -> str:
    """Return the statement that makes the stage of postings."""
    quoted = [f'"{column}"' if column == "on" else column for column in columns]
    listed = ", ".join(f"{column} {_TYPES[column]}" for column in quoted)
    return f'CREATE TEMP TABLE import_stage ("__line" bigint, {listed}) ON COMMIT DROP'


def insert() -> int:
    """Add the transactions that the ledger lacks, with both sides; return how many rows were new.

    The legs of a transaction go in by one statement, as the ledger demands.
    """
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS import_new")
        cursor.execute("CREATE TEMP TABLE import_new (id bigint, reference text) ON COMMIT DROP")
        cursor.execute(
            "WITH heads AS (SELECT DISTINCT ON (transaction_reference) * FROM import_rows"
            ' ORDER BY transaction_reference, "__line"),'
            " made AS (INSERT INTO store_ledgertransaction"
            ' (account_id, kind, "on", idempotency_key, note)'
            ' SELECT account_id, kind, "on", transaction_reference, {note} FROM heads'
            " ON CONFLICT (idempotency_key) DO NOTHING RETURNING id, idempotency_key)"
            " INSERT INTO import_new SELECT id, idempotency_key FROM made".replace(
                "{note}", "coalesce(note, '')" if _has_note() else "''"
            )
        )
        cursor.execute("ANALYZE import_new")
        cursor.execute(
            "INSERT INTO store_posting"
            ' (transaction_id, account_id, "on", side, component, amount_minor)'
            ' SELECT n.id, r.account_id, r."on", s.side, r.component, s.sign * r.amount_minor'
            " FROM import_rows r JOIN import_new n ON n.reference = r.transaction_reference"
            " CROSS JOIN (VALUES ('cardholder', 1), ('issuer', -1)) AS s(side, sign)"
        )
        return int(cursor.rowcount) // 2


def _has_note() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM import_rows LIMIT 0")
        return any(column.name == "note" for column in cursor.description)
