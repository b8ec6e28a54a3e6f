"""``forbear evidence``: seal and verify at the command line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result
from django.db import connection

from forbear.cli.evidence import command
from forbear.services.audit import audit_write

AT = datetime(2026, 3, 12, 10, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("commands_database")


def run(*words: str) -> Result:
    return CliRunner().invoke(command, list(words))


def test_nothing_is_sealed_yet() -> None:
    done = run("verify")
    assert done.exit_code == 0
    assert "Nothing is sealed yet. Run: forbear evidence seal" in done.stdout


def test_seal_verify_tamper_verify() -> None:
    audit_write(at=AT, actor="chen", action="a.b", subject="c")
    sealed = run("seal")
    assert sealed.exit_code == 0, sealed.output
    head = sealed.stdout.split()[-1]
    assert run("seal").stdout == "Everything is sealed already.\n"
    held = run("verify", "--head", head)
    assert held.exit_code == 0, held.output
    assert f"All as it was. Newest hash, to keep elsewhere: {head}" in held.stdout
    assert run("verify", "--head", "f" * 64).exit_code == 1
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE store_auditentry DISABLE TRIGGER ALL")
        cursor.execute("UPDATE store_auditentry SET actor = 'nobody'")
        cursor.execute("ALTER TABLE store_auditentry ENABLE TRIGGER ALL")
    broken = run("verify")
    assert broken.exit_code == 1
    assert "ROWS_CHANGED seal 1: store_auditentry" in broken.stderr
    assert "the history is not as it was" in broken.stderr
    assert run("verify", "--since", "1").exit_code == 0
