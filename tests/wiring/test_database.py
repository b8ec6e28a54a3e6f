from __future__ import annotations

import psycopg
import pytest

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
    assert {key: found[key] for key in expected} == expected


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
