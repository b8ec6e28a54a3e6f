"""What a reconciliation compares; each sum is made before anything is joined to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl
from django.db import connection

from forbear.core.reconcile import PARTS, Inputs
from forbear.core.reconcile.tables import ACCOUNTS, ASKED, EXPECTED, HELD, NEAR, STATEMENTS
from forbear.store.models import HostStatement, ReconciliationRun

_Given = Mapping[str, date | int | list[int]]
_STATEMENTS = f"""
    SELECT id, account_id, statement_on, currency, balance_minor, minimum_minor, due_on,
        {", ".join(f"{part}_minor" for part in PARTS)}
    FROM store_hoststatement WHERE statement_on BETWEEN %(since)s AND %(until)s"""  # noqa: S608
_ASKED = """
    SELECT account_id, statement_on, minimum_minor, due_on FROM store_cardstatement
    WHERE statement_on BETWEEN %(since)s AND %(until)s"""
_DAYS = """(SELECT DISTINCT account_id, statement_on FROM store_hoststatement
    WHERE statement_on BETWEEN %(since)s AND %(until)s) s"""
_HELD = f"""
    SELECT s.account_id, s.statement_on, p.component, p.owed FROM {_DAYS}
    CROSS JOIN LATERAL (
        SELECT component, sum(amount_minor)::bigint AS owed FROM store_posting
        WHERE side = 'cardholder' AND account_id = s.account_id AND "on" <= s.statement_on
        GROUP BY 1
    ) p"""  # noqa: S608 - the parts are ours
_NEAR = f"""
    SELECT s.account_id, s.statement_on, p.id, p."on", t.kind, p.owed FROM {_DAYS}
    CROSS JOIN LATERAL (
        SELECT transaction_id AS id, "on", sum(amount_minor)::bigint AS owed FROM store_posting
        WHERE side = 'cardholder' AND account_id = s.account_id
            AND "on" BETWEEN s.statement_on - %(days)s AND s.statement_on + %(days)s
        GROUP BY 1, 2
    ) p JOIN store_ledgertransaction t ON t.id = p.id"""  # noqa: S608 - the parts are ours
# a statement was to come a month after the last one, or after the ledger of an account began
_EXPECTED = """
    SELECT a.id, %(until)s::date, owed.owed FROM store_account a
    CROSS JOIN LATERAL (
        SELECT coalesce(
            (SELECT max(statement_on) FROM store_hoststatement
                WHERE account_id = a.id AND statement_on < %(since)s),
            (SELECT min("on") FROM store_posting
                WHERE side = 'cardholder' AND account_id = a.id)) AS day
    ) since
    CROSS JOIN LATERAL (
        SELECT sum(amount_minor)::bigint AS owed FROM store_posting
        WHERE side = 'cardholder' AND account_id = a.id AND "on" <= %(until)s
    ) owed
    WHERE since.day + interval '1 month 3 days' <= %(until)s AND owed.owed <> 0
        AND NOT EXISTS (SELECT 1 FROM store_hoststatement
            WHERE account_id = a.id AND statement_on BETWEEN %(since)s AND %(until)s)"""


def reconciliation_inputs(*, since: date, until: date, days_apart: int) -> Inputs:
    """Read the statements of some days, and the ledger as it stood on the day of each.

    ``days_apart``: how far before and after a statement its neighbours in the ledger are read.
    """
    given: _Given = {"since": since, "until": until, "days": days_apart}
    statements = _frame(_STATEMENTS, given, STATEMENTS)
    expected = _frame(_EXPECTED, given, EXPECTED)
    ids = pl.concat([statements["account_id"], expected["account_id"]]).unique().to_list()
    accounts = "SELECT id, reference, currency FROM store_account WHERE id = ANY(%(ids)s)"
    return Inputs(
        accounts=_frame(accounts, {"ids": ids}, ACCOUNTS),
        statements=statements,
        held=_frame(_HELD, given, HELD),
        near=_frame(_NEAR, given, NEAR),
        expected=expected,
        asked=_frame(_ASKED, given, ASKED),
    )


def statement_days() -> tuple[date, date] | None:
    """Return the first and the last day of which there are statements, or ``None``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(statement_on), max(statement_on) FROM store_hoststatement")
        row = cursor.fetchone()
    return (row[0], row[1]) if row and row[0] else None


def runs_list(*, limit: int = 10) -> list[ReconciliationRun]:
    """List the comparisons that were kept, the latest first."""
    return list(ReconciliationRun.objects.order_by("-pk")[:limit])


def statement_latest(account_id: int, *, on: date) -> HostStatement | None:
    """Return the latest statement of an account up to a day, or ``None``."""
    found = HostStatement.objects.filter(account_id=account_id, statement_on__lte=on)
    return found.order_by("-statement_on", "-pk").first()


def _frame(query: str, given: _Given, schema: pl.Schema) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")
