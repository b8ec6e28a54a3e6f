"""A large portfolio with a long history, written by the database itself.

Triggers rest meanwhile: what they keep is the history of changes, and nothing changes here.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

# 11:15 in New York: the gate's hours
AT = datetime(2026, 3, 12, 15, 15, tzinfo=UTC)
_NOW = f"timestamptz '{AT.isoformat()}'"
# a thousand accounts of which each has this many entries: pages of a long history must not be slow
LONG, LONG_ACCOUNTS = 2_000, 1_000
_LONG_TABLES = (
    "store_person",
    "store_account",
    "store_contactpoint",
    "store_decision",
    "store_plannedcontact",
    "store_contact",
    "store_casenote",
    "store_promise",
)
FIRST = ("Ada", "Bruno", "Clara", "Delia", "Elena", "Felix", "Greta", "Hugo", "Ines", "Jonas")
LAST = ("Alvarez", "Barlow", "Calder", "Delgado", "Garland", "Haddad", "Kendall", "Merrick")


def _insert(model: object, values: dict[str, str], source: str) -> str:
    """Write an INSERT … SELECT; what is not named has the model's own default."""
    from django.db.models import NOT_PROVIDED, Model  # noqa: PLC0415 - after Django's settings

    assert isinstance(model, type)
    assert issubclass(model, Model)
    named: dict[str, str] = {}
    for field in model._meta.concrete_fields:  # noqa: SLF001 - Django's documented name for it
        if field.column in values:
            named[field.column] = values[field.column]
        elif field.default is not NOT_PROVIDED and not callable(field.default):
            named[field.column] = _literal(field.default)
        elif field.default is not NOT_PROVIDED:
            named[field.column] = "'{}'" if field.default is dict else "'[]'"
        elif not field.null and not field.primary_key:
            named[field.column] = "''"
    columns = ", ".join(f'"{column}"' for column in named)
    table = model._meta.db_table  # noqa: SLF001 - the same
    return f"INSERT INTO {table} ({columns}) SELECT {', '.join(named.values())} FROM {source}"


def _literal(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "NULL"}[value]
    return str(value) if isinstance(value, int) else f"'{value}'"


def fill(accounts: int, entries: int) -> None:
    """Write ``accounts`` cardholders and ``entries`` lines of their timelines, and a day's run."""
    from django.db import connection, transaction  # noqa: PLC0415 - after Django's settings

    from forbear.services.desk.places import places_write  # noqa: PLC0415
    from forbear.store.models import DayRun  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'")
        with transaction.atomic():
            indexes = _indexes_dropped(cursor)
            for statement in [*_people(accounts), *_day(accounts), *_history(accounts, entries)]:
                cursor.execute(statement)
            for index in indexes:
                cursor.execute(index)
        cursor.execute("SET session_replication_role = origin")
        places_write(DayRun.objects.get())
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(table_name, 'id'), %s) FROM "
            "unnest(ARRAY['store_person', 'store_account', 'store_contactpoint', "
            "'store_decision', 'store_plannedcontact', 'store_dayrun']) AS table_name",
            [max(accounts * 2, 10)],
        )
        cursor.execute("VACUUM ANALYZE")


def _indexes_dropped(cursor: CursorWrapper) -> list[str]:
    """Drop the indexes of the long tables, and return how each is made again.

    Made afterwards, twenty million lines are sorted once instead of put in one by one.
    """
    cursor.execute(
        "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.tablename = ANY(%s) AND NOT "
        "EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexname::regclass)",
        [list(_LONG_TABLES)],
    )
    found = cursor.fetchall()
    for name, _made in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [made for _name, made in found]


def _people(accounts: int) -> list[str]:
    from forbear.store import models as stored  # noqa: PLC0415 - after Django's settings

    names = ", ".join(f"'{name}'" for name in FIRST)
    families = ", ".join(f"'{name}'" for name in LAST)
    every = f"generate_series(1, {accounts}) n"
    since = AT.date() - timedelta(days=60)
    return [
        _insert(
            stored.Person,
            {
                "id": "n",
                "reference": "'P' || n",
                "name": f"(ARRAY[{names}])[1 + n % 10] || ' '"
                f" || (ARRAY[{families}])[1 + n / 10 % 8] || ' ' || n % 977",
                "time_zones": "'America/New_York'",
                "is_location_known": "true",
            },
            every,
        ),
        _insert(
            stored.Account,
            {
                "id": "n",
                "reference": "'A' || n",
                "person_id": "n",
                "card_last4": "lpad((n * 37 % 10000)::text, 4, '0')",
                "nation": "'US'",
                "region": "'US-OH'",
                "currency": "'USD'",
                "balance_minor": "100000 + n % 900000",
                "overdue_minor": "5000 + n * 13 % 90000",
                "oldest_unpaid_due_on": f"date '{since}'",
                "next_due_on": "date '2026-04-01'",
                "next_due_minor": "3500",
                "missed_statements": "2",
                "is_first_contact": "false",
            },
            every,
        ),
        _insert(
            stored.ContactPoint,
            {
                "id": "n",
                "reference": "'C' || n",
                "person_id": "n",
                "kind": "'mobile'",
                "value": "'+1202' || lpad((2000000 + n % 7999999)::text, 7, '0')",
                "is_verified": "true",
                "data_source": "'contract'",
            },
            every,
        ),
    ]


def _day(accounts: int) -> list[str]:
    from forbear.store import models as stored  # noqa: PLC0415 - after Django's settings

    every = f"generate_series(1, {accounts}) n"
    opens = f"{_NOW} - interval '3 hours'"
    closes = f"{_NOW} + interval '5 hours'"
    return [
        _insert(
            stored.DayRun,
            {"id": "1", "on": "date '2026-03-12'", "at": opens, "strategy": "'house'"},
            "generate_series(1, 1)",
        ),
        _insert(
            stored.Decision,
            {
                "id": "n",
                "run_id": "1",
                "account_id": "n",
                "person_id": "n",
                "on": "date '2026-03-12'",
                "dpd": "60",
                "bucket": "'M2'",
                "stage": "'early_call'",
                "step": "1",
                "action": "CASE WHEN n % 10 < 3 THEN 'contact' ELSE 'none' END",
                "because": "'LADDER'",
                "channel": "CASE WHEN n % 10 < 3 THEN 'call' END",
                "contact_point_id": "n",
                "window_from": f"CASE WHEN n % 10 < 3 THEN {opens} END",
                "window_to": f"CASE WHEN n % 10 < 3 THEN {closes} END",
            },
            every,
        ),
        _insert(
            stored.PlannedContact,
            {
                "id": "n",
                "decision_id": "n",
                "person_id": "n",
                "account_id": "n",
                "contact_point_id": "n",
                "on": "date '2026-03-12'",
                "channel": "'call'",
                "purpose": "'collect'",
                "template": "'call_guide'",
                "window_from": opens,
                "window_to": closes,
            },
            f"{every} WHERE n % 10 < 3",
        ),
    ]


def _lines(accounts: int, many: int) -> str:
    """Write where so many entries come from; of twenty, two are of accounts with a long history."""
    long_most = min(LONG_ACCOUNTS, accounts // 10) or 1
    whose = (
        f"CASE WHEN g % 10 = 0 THEN 1 + g / 10 % {long_most} "
        f"ELSE 1 + (g::bigint * 7919) % {accounts} END"
    )
    when = f"{_NOW} - (1 + g::bigint * 104729 % 63072000) * interval '1 second'"
    return f"(SELECT g, {whose} AS whose, {when} AS at FROM generate_series(1, {many}) g) e"


def _history(accounts: int, entries: int) -> list[str]:
    from forbear.store import models as stored  # noqa: PLC0415 - after Django's settings

    def lines(share: int) -> str:
        return _lines(accounts, entries * share // 20)

    return [
        _insert(
            stored.ImportBatch,
            {
                "id": "1",
                "at": _NOW,
                "table": "'contacts'",
                "file_name": "'bench'",
                "file_sha256": "repeat('0', 64)",
            },
            "generate_series(1, 1)",
        ),
        _insert(
            stored.Contact,
            {
                "person_id": "whose",
                "batch_id": "1",
                "account_id": "whose",
                "contact_point_id": "whose",
                "at": "at",
                "channel": "(ARRAY['sms', 'call', 'email', 'letter'])[1 + g % 4]",
                "outcome": "(ARRAY['delivered', 'no_answer', 'delivered', 'delivered'])[1 + g % 4]",
                "actor": "'system'",
            },
            lines(14),
        ),
        _insert(
            stored.CaseNote,
            {
                "account_id": "whose",
                "at": "at",
                "actor": "'bench'",
                "text": "'Wages come on the last day of the month; asked for an e-mail.'",
            },
            lines(4),
        ),
        _insert(
            stored.Promise,
            {
                "account_id": "whose",
                "amount_minor": "5000",
                "pay_on": "(at + interval '3 days')::date",
                "made_at": "at",
                "state": "(ARRAY['kept', 'broken', 'kept', 'part_kept'])[1 + g % 4]",
                "actor": "'bench'",
            },
            lines(2),
        ),
    ]
