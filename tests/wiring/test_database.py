from __future__ import annotations

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from forbear.wiring.database import (
    DatabaseProblem,
    database_settings,
    database_url,
    ensure_database,
    explain_database_error,
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://me:p%40ss%2Fw@db.example.org:6543/forbear",
            {"USER": "me", "PASSWORD": "p@ss/w", "HOST": "db.example.org", "PORT": "6543"},
        ),
        (
            "postgres://me@db.example.org/other?sslmode=require&application_name=a%20b",
            {"NAME": "other", "OPTIONS": {"sslmode": "require", "application_name": "a b"}},
        ),
        ("postgresql:///forbear?host=%2Frun%2Fpg", {"HOST": "/run/pg", "USER": "", "PORT": ""}),
    ],
)
def test_a_url_becomes_settings(
    url: str, expected: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert database_url() == url
    found = database_settings()
    ours = {"isolation_level", "prepare_threshold"}
    asked = {**found, "OPTIONS": {k: v for k, v in _options(found) if k not in ours}}
    assert {key: asked[key] for key in expected} == expected


def _options(settings: dict[str, object]) -> list[tuple[str, object]]:
    options = settings["OPTIONS"]
    assert isinstance(options, dict)
    return list(options.items())


def test_without_a_url_the_embedded_server_is_named_and_not_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("FORBEAR_HOME", f"{tmp_path}/new home")
    found = database_settings()
    assert found["NAME"] == "forbear"
    host = str(found["HOST"])
    assert host.startswith("/tmp/forbear-")
    with pytest.raises(psycopg.OperationalError) as caught:
        psycopg.connect(database_url())
    assert "forbear db start" in explain_database_error(caught.value)


def test_a_url_of_another_database_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://me@db/forbear")
    with pytest.raises(DatabaseProblem, match="postgresql://") as caught:
        database_settings()
    assert caught.value.code == "BAD_URL"


def test_a_server_that_is_down_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me@127.0.0.1:1/forbear")
    with pytest.raises(DatabaseProblem) as caught:
        ensure_database()
    assert caught.value.code == "NO_CONNECTION"
    assert "127.0.0.1" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_sees_what_was_committed_before_its_lock_was_had() -> None:
    """Whatever the server's own default is: a permit must count what others did meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_isolation = 'repeatable read'")
        try:
            with transaction.atomic():
                cursor.execute("SHOW transaction_isolation")
                assert cursor.fetchone() == ("read committed",)
        finally:
            cursor.execute("RESET default_transaction_isolation")


def test_tables_of_a_step_before_the_release_are_refused(commands_database: None) -> None:
    """Not half replaced: Django would go on with the next step."""
    del commands_database
    steps = MigrationRecorder(connection)
    missing = (("store", "0185_call_wishes"), ("store", "0001_tables"))
    ensure_database(migrate=True)
    for one in missing:
        steps.record_unapplied(*one)
    try:
        with pytest.raises(DatabaseProblem, match="forbear db remove") as caught:
            ensure_database(migrate=True)
    finally:
        for one in missing:
            steps.record_applied(*one)
    assert caught.value.code == "OLD_TABLES"


def test_a_step_that_is_missing_is_taken_and_what_is_up_to_date_is_left(
    commands_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    del commands_database
    steps = MigrationRecorder(connection)
    assert set(MigrationLoader(connection).disk_migrations) <= set(steps.applied_migrations())
    with monkeypatch.context() as patched:
        patched.setattr("django.core.management.call_command", None)
        ensure_database(migrate=True)
    last = max(name for app, name in steps.applied_migrations() if app == "sessions")
    steps.record_unapplied("sessions", last)
    with connection.schema_editor() as editor:
        editor.delete_model(Session)
    ensure_database(migrate=True)
    assert Session.objects.count() == 0
    assert ("sessions", last) in steps.applied_migrations()
