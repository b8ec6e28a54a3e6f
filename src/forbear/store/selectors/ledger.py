"""Reading the ledger: its lock, the legs of a transaction, balances as of any day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db import connection

from forbear.core.ledger.books import Leg
from forbear.store.models import PeriodLock, Posting

# by the day of the books (what was known), or by the day from which a movement counts
By = Literal["on", "value_on"]


@dataclass(frozen=True, slots=True)
class Balance:
    """What is owed of one component of an account; in credit it is negative. Minor units."""

    account_id: int
    currency: str
    component: str
    lot: str
    owed_minor: int


def locked_through() -> date | None:
    """Return the last day of the closed period, or ``None`` if nothing is closed."""
    return PeriodLock.objects.order_by("-pk").values_list("locked_through", flat=True).first()


def first_open_day(on: date) -> date:
    """Return ``on``, or the first open day after it if its period is closed."""
    through = locked_through()
    return on if through is None or on > through else through + timedelta(days=1)


def leg_list(transaction_id: int) -> list[Leg]:
    """List the legs of a transaction, as booked."""
    rows = Posting.objects.filter(transaction_id=transaction_id).order_by("pk")
    return [
        Leg(
            row.book,
            row.side,
            row.component,
            row.amount_minor,
            row.lot,
            is_of_account=row.account_id is not None,
        )
        for row in rows
    ]


def balance_list(
    *, as_of: date, account_ids: Sequence[int] | None = None, by: By = "on"
) -> list[Balance]:
    """List what is owed at the end of ``as_of``, by account, component and lot; zeros are left out.

    All accounts unless some are named. With ``value_on``, what counts up to the day, whenever it
    was booked. Each posting is read once and summed before anything is joined to it.
    """
    day = 'p."on"' if by == "on" else "t.value_on"
    joined = "" if by == "on" else "JOIN store_ledgertransaction t ON t.id = p.transaction_id"
    named = "" if account_ids is None else "AND p.account_id = ANY(%(accounts)s)"
    query = f"""
        SELECT s.account_id, a.currency, s.component, s.lot, s.owed FROM (
            SELECT p.account_id, p.component, p.lot, sum(p.amount_minor)::bigint AS owed
            FROM store_posting p {joined}
            WHERE p.side = 'cardholder' AND {day} <= %(as_of)s {named}
            GROUP BY 1, 2, 3 HAVING sum(p.amount_minor) <> 0
        ) s JOIN store_account a ON a.id = s.account_id
        ORDER BY 1, 3, 4"""  # noqa: S608 - the parts are ours
    with connection.cursor() as cursor:
        cursor.execute(query, {"as_of": as_of, "accounts": list(account_ids or ())})
        return [Balance(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of a statement of account: what changed, and what was owed after it."""

    transaction_id: int
    kind: str
    on: date
    value_on: date
    component: str
    lot: str
    amount_minor: int
    owed_minor: int
    note: str
    reverses_id: int | None


def statement_lines(
    account_id: int, *, as_of: date, since: date | None = None, by: By = "on"
) -> list[StatementLine]:
    """List what changed the balance of an account up to ``as_of``, each with the balance after it.

    In the order of days and of booking. With ``since``, only lines from that day on; they carry
    the whole balance all the same. A charge-off changes no balance and is no line.
    """
    day = 'p."on"' if by == "on" else "t.value_on"
    shown = '"on"' if by == "on" else "value_on"
    query = f"""
        SELECT * FROM (
            SELECT t.id, t.kind, t."on", t.value_on, p.component, p.lot, p.amount,
                sum(p.amount) OVER (ORDER BY {day}, t.id, p.component, p.lot)::bigint,
                t.note, t.reverses_id
            FROM (
                SELECT transaction_id, "on", component, lot, sum(amount_minor)::bigint AS amount
                FROM store_posting
                WHERE side = 'cardholder' AND account_id = %(account)s
                GROUP BY 1, 2, 3, 4 HAVING sum(amount_minor) <> 0
            ) p JOIN store_ledgertransaction t ON t.id = p.transaction_id
            WHERE {day} <= %(as_of)s
        ) lines WHERE {shown} >= %(since)s
        ORDER BY {shown}, id, component, lot"""  # noqa: S608 - the parts are ours
    with connection.cursor() as cursor:
        cursor.execute(query, {"account": account_id, "as_of": as_of, "since": since or date.min})
        return [StatementLine(*row) for row in cursor.fetchall()]
