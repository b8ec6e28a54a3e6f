"""Events that move no money, written: those of one account, and the statements of the host."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import connection

from forbear.core.ledger.events import Event
from forbear.store.models import CardEvent

_NUMBER = "nextval(pg_get_serial_sequence('store_ledgertransaction', 'id'))"
_HOST = """
FROM store_hoststatement h JOIN store_cardstate s ON s.account_id = h.account_id
WHERE s.product = ANY(%(products)s) AND h.statement_on > s.opened_on AND h.statement_on <= %(on)s
"""
_TAKE = f"""
INSERT INTO store_cardevent (id, account_id, kind, "on", content, key, at, actor, note)
SELECT {_NUMBER}, account_id, 'statement', statement_on,
    jsonb_build_object('on', statement_on, 'due_on', due_on, 'minimum_minor', minimum_minor),
    'host-statement:' || account_id || ':' || statement_on, %(at)s, %(actor)s, ''
FROM (
    SELECT DISTINCT ON (h.account_id, h.statement_on)
        h.account_id, h.statement_on, h.due_on, h.minimum_minor {_HOST}
        AND h.due_on >= h.statement_on AND coalesce(h.minimum_minor, 0) >= 0
    ORDER BY h.account_id, h.statement_on, h.id
) new
WHERE NOT EXISTS (SELECT 1 FROM store_cardevent e WHERE e.account_id = new.account_id
    AND e.kind = 'statement' AND e."on" = new.statement_on)
ORDER BY statement_on, account_id
ON CONFLICT (key) DO NOTHING"""  # noqa: S608 - the tables are ours
_UNUSABLE = f"""
SELECT DISTINCT h.account_id, h.statement_on {_HOST} AND h.statement_on > s.accrued_through
    AND (h.due_on IS NULL OR h.due_on < h.statement_on OR h.minimum_minor < 0)
ORDER BY h.account_id, h.statement_on"""


def card_event_write(
    event: Event,
    content: dict[str, object],
    *,
    account_id: int,
    key: str,
    at: datetime,
    actor: str,
    note: str,
) -> CardEvent:
    """Append an event. Its number comes from those of transactions."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_NUMBER}")
        row = cursor.fetchone()
    assert row is not None
    return CardEvent.objects.create(
        id=row[0],
        account_id=account_id,
        kind=event.kind,
        on=event.on,
        content=content,
        key=key,
        at=at,
        actor=actor[:150],
        note=note[:200],
    )


def host_statements_take(
    *, on: date, products: list[str], at: datetime, actor: str
) -> list[tuple[int, date]]:
    """Make events of the host's statements up to a day, for products that make none themselves.

    Each becomes one event, once. Returns those that cannot: without a due day, or one before it.
    """
    given: Any = {"on": on, "products": products, "at": at, "actor": actor}
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, given)
        cursor.execute(_UNUSABLE, given)
        return list(cursor.fetchall())
