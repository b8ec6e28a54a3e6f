"""How a test's database is emptied between tests that commit.

Django truncates every table and asks anew for each permission: with some two hundred tables that
takes longer than most tests. Here only the tables that hold rows are emptied, and what the
migrations made stays.
"""

from __future__ import annotations

from functools import cache

from django.db import DEFAULT_DB_ALIAS, connections
from django.test import TransactionTestCase

# made after the migrations, the same in every test
_KEPT = frozenset({"django_content_type", "auth_permission"})


@cache
def _tables(alias: str) -> tuple[str, ...]:
    found = connections[alias].introspection.django_table_names(
        only_existing=True, include_views=False
    )
    return tuple(sorted(set(found) - _KEPT))


def empty(alias: str = DEFAULT_DB_ALIAS) -> None:
    """Delete all rows of the tables that Django looks after, in one transaction."""
    asked = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in _tables(alias)
    )
    with connections[alias].cursor() as cursor:
        cursor.execute(asked)
        filled = [name for (name,) in cursor.fetchall()]
        if not filled:
            return
        # no trigger speaks: neither foreign keys nor those that keep a history from being deleted
        deleted = "".join(f'DELETE FROM "{name}";' for name in filled)
        cursor.execute(f"BEGIN; SET LOCAL session_replication_role = replica; {deleted} COMMIT")


def _teardown(case: TransactionTestCase) -> None:
    for alias in case.databases:
        empty(alias)


def install() -> None:
    """Let every test that commits be followed by this."""
    setattr(TransactionTestCase, "_fixture_teardown", _teardown)  # noqa: B010 - Django has no name for it
