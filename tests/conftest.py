"""A real PostgreSQL for the tests that ask for one; the others never start it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import psycopg
import pytest

from forbear.wiring import embedded
from forbear.wiring.database import ensure_database, is_embedded
from tests import emptying
from tests.store.address import address


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001 - asked for by pytest's way
) -> None:
    """Start the server before the first test database is made."""
    emptying.install()
    ensure_database()
    if is_embedded():
        where = embedded.places(Path(os.environ["FORBEAR_HOME"]).resolve())
        with psycopg.connect(
            host=str(where.sockets), user=embedded.OWNER, dbname="postgres", autocommit=True
        ) as connection:
            # nothing here need survive a power cut
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")


@pytest.fixture
def commands_database(
    monkeypatch: pytest.MonkeyPatch,
    transactional_db: None,  # noqa: ARG001 - a command asks over a connection of its own
) -> None:
    """Let the commands that a test runs work on the test's own database."""
    monkeypatch.setenv("DATABASE_URL", address())


def pytest_unconfigure() -> None:
    """Stop the server and remove the data folder, in the process that made it."""
    if os.environ.get("FORBEAR_TEST_OWNER") != str(os.getpid()):
        return
    home = Path(os.environ["FORBEAR_TEST_HOME"]).resolve()
    where = embedded.places(home)
    embedded.stop(where)
    for folder in (where.base, where.sockets, home):
        shutil.rmtree(folder, ignore_errors=True)
