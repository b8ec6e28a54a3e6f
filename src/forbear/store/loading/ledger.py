"""Postings: whole transactions or none, both sides of each, never an edit."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

_TYPES = {
    "transaction_reference": "text",
    "account_reference": "text",
    "kind": "text",
    '"on"': "date",
    "value_on": "date",
    "component": "text",
    "lot": "text",
    "currency": "text",
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
    ' GROUP BY 1 HAVING count(DISTINCT (account_reference, kind, "on", value_on)) > 1)'
)
_CURRENCY = (
    "SELECT {line}, 'currency', r.currency, 'is not the currency of the account' FROM {rows} r"
    " JOIN store_account a ON a.id = r.account_id WHERE r.currency <> a.currency"
)
_LOT = (
    "SELECT {line}, 'lot', lot, 'is only for principal' FROM {rows}"
    " WHERE lot IS NOT NULL AND component <> 'principal'"
)
_HELD = (
    "SELECT {line}, 'transaction_reference', transaction_reference,"
    " 'is in the ledger with other postings; correct it with a reversal' FROM {rows}"
    " WHERE transaction_reference IN ("
    "  SELECT f.reference FROM ("
    "   SELECT r.transaction_reference AS reference, min(t.id) AS id,"
    '    bool_or((t.account_id, t.kind, t."on", t.value_on) IS DISTINCT FROM'
    '     (r.account_id, r.kind, r."on", coalesce(r.value_on, r."on"))) AS differs,'
    "    array_agg(concat_ws(' ', r.component, r.lot, r.amount_minor)"
    "     ORDER BY r.component, r.lot, r.amount_minor) AS legs"
    "   FROM {rows} r JOIN store_ledgertransaction t"
    "    ON t.idempotency_key = r.transaction_reference GROUP BY 1) f"
    "  CROSS JOIN LATERAL (SELECT array_agg("
    "   concat_ws(' ', p.component, nullif(p.lot, ''), p.amount_minor)"
    "   ORDER BY p.component, nullif(p.lot, ''), p.amount_minor) AS legs FROM store_posting p"
    "   WHERE p.transaction_id = f.id AND p.side = 'cardholder') held"
    "  WHERE f.differs OR f.legs IS DISTINCT FROM held.legs)"
)
# the books may be closed for what is new; what they hold already is no news
_CLOSED = (
    "SELECT {line}, 'on', \"on\"::text, 'is in a closed period: book it on the first open day,"
    ' with its true day as value_on\' FROM {rows} r WHERE "on" <='
    " (SELECT locked_through FROM store_periodlock ORDER BY id DESC LIMIT 1)"
    " AND NOT EXISTS (SELECT 1 FROM store_ledgertransaction t"
    "  WHERE t.idempotency_key = r.transaction_reference)"
)
CHECKS = (_ONE_HEAD, _CURRENCY, _LOT, _HELD, _CLOSED, _WHOLE)
# the book on the issuer's side, by what happened and to which component
_AGAINST = (
    "CASE WHEN r.kind = 'opening' THEN 'opening'"
    " WHEN r.kind IN ('payment', 'refund') THEN 'cash'"
    " WHEN r.kind = 'waiver' OR r.component = 'waiver' THEN 'waiver_expense'"
    " WHEN r.component IN ('interest', 'compound_interest') THEN 'interest_income'"
    " WHEN r.component IN ('late_fee', 'other_fee') THEN 'fee_income'"
    " ELSE 'cash' END"
)


def stage_table() -> str:
    """Return the statement that makes the stage of postings, with every column there may be."""
    listed = ", ".join(f"{column} {kind}" for column, kind in _TYPES.items())
    return f'CREATE TEMP TABLE import_stage ("__line" bigint, {listed}) ON COMMIT DROP'


def insert(*, at: datetime, actor: str) -> int:
    """Add the transactions that the ledger lacks, with both sides; return how many rows were new.

    The legs of a transaction go in by one statement, as the ledger demands.
    """
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS import_new")
        cursor.execute("CREATE TEMP TABLE import_new (id bigint, reference text) ON COMMIT DROP")
        cursor.execute(
            "WITH heads AS (SELECT DISTINCT ON (transaction_reference) r.*,"
            " a.currency AS of_account"
            " FROM import_rows r JOIN store_account a ON a.id = r.account_id"
            ' ORDER BY transaction_reference, "__line"),'
            " made AS (INSERT INTO store_ledgertransaction"
            ' (account_id, kind, "on", value_on, currency, idempotency_key, request_hash,'
            " posted_at, actor, note)"
            ' SELECT account_id, kind, "on", coalesce(value_on, "on"), of_account,'
            " transaction_reference, '', %s, %s, coalesce(note, '') FROM heads"
            " ON CONFLICT (idempotency_key) DO NOTHING RETURNING id, idempotency_key)"
            " INSERT INTO import_new SELECT id, idempotency_key FROM made",
            [at, actor],
        )
        cursor.execute("ANALYZE import_new")
        cursor.execute(
            "INSERT INTO store_posting"
            ' (transaction_id, account_id, "on", book, side, component, lot, currency,'
            " amount_minor)"
            ' SELECT n.id, r.account_id, r."on",'
            " CASE s.side WHEN 'cardholder' THEN 'receivable' ELSE {against} END,"
            " s.side, r.component, coalesce(r.lot, ''), a.currency, s.sign * r.amount_minor"
            " FROM import_rows r JOIN import_new n ON n.reference = r.transaction_reference"
            " JOIN store_account a ON a.id = r.account_id"
            " CROSS JOIN (VALUES ('cardholder', 1), ('issuer', -1)) AS s(side, sign)".replace(
                "{against}", _AGAINST
            )
        )
        return int(cursor.rowcount) // 2
