"""All tables at once are the tables one after the other."""

from __future__ import annotations

import importlib
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations import CreateModel
from django.db.migrations.state import ProjectState

from forbear.store.at_once import AtOnce

pytestmark = pytest.mark.django_db
_KEY = {"on_delete": models.CASCADE, "related_name": "+"}


def made_of(*, at_once: bool) -> list[tuple[str, ...]]:
    """What the database holds after two tables that point at each other, and an index."""
    owner = CreateModel("Owner", [("id", models.BigAutoField(primary_key=True))])
    thing = CreateModel(
        "Thing",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("owner", models.ForeignKey(to="made.owner", **_KEY)),
            ("name", models.CharField(max_length=7, unique=True)),
        ],
        {"indexes": [models.Index(fields=["name", "owner"], name="by_name")]},
    )
    # each alone needs the table that it points at before it; together they do not
    given = [AtOnce([thing, owner])] if at_once else [owner, thing]
    state = ProjectState()
    with connection.schema_editor() as editor:
        for one in given:
            before = state.clone()
            one.state_forwards("made", state)
            one.database_forwards("made", editor, before, state)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'c', conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid::regclass::text LIKE 'made_%' UNION ALL"
            " SELECT 'i', indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'made_%'"
            " ORDER BY 1, 2"
        )
        found = cursor.fetchall()
        cursor.execute("DROP TABLE made_thing; DROP TABLE made_owner")
    return found


def test_they_come_to_the_same() -> None:
    one_by_one = made_of(at_once=False)
    assert len(one_by_one) > 6
    assert made_of(at_once=True) == one_by_one


def test_the_migrations_make_what_the_models_say() -> None:
    call_command("makemigrations", "store", check=True, dry_run=True, stdout=StringIO())


def test_each_step_of_before_the_release_is_replaced_once() -> None:
    names = ("0001_tables", "0002_ledger_rules", "0003_card_notes", "0004_bulk_rows")
    names += ("0005_search", "0006_webhook_notes")
    replaced = [
        old
        for name in names
        for old in importlib.import_module(f"forbear.store.migrations.{name}").Migration.replaces
    ]
    assert len(set(replaced)) == len(replaced) == 54
