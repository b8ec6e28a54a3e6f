"""Tokens by commands: the clear text goes out once, alone on its line, and is in no list."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from forbear.cli import main
from forbear.services.tokens import token_check
from forbear.store.models import ApiToken
from forbear.wiring import clock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch, commands_database: None) -> None:  # noqa: ARG001
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("FORBEAR_CLOCK", "2026-03-10T09:00:00+00:00")


def run(*arguments: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, ["tokens", *arguments])
    assert result.exit_code == status, result.output
    return result


def test_a_token_is_made_listed_and_revoked() -> None:
    assert "There are none" in run("list").output
    made = run("add", "host", "--scope", "payments:write", "--expires", "2026-12-31")
    clear = made.stdout.strip()
    token = token_check(clear, at=clock.now())
    assert token == ApiToken.objects.get()
    listed = run("list").output
    assert clear not in listed
    assert "payments:write" in listed
    assert "good" in listed
    for _ in range(2):
        assert "is revoked" in run("revoke", str(token.pk)).output
    assert "revoked" in run("list").output
    assert token_check(clear, at=clock.now()) is None


def test_what_cannot_be_done_is_said() -> None:
    given = ("--scope", "payments:read", "--expires", "2026-03-09")
    assert "EXPIRY_PASSED" in run("add", "host", *given, status=1).output
    assert "TOKEN_UNKNOWN" in run("revoke", "9", status=1).output
    run("add", "host", "--scope", "everything", "--expires", "2026-12-31", status=2)
    assert not ApiToken.objects.exists()
