from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from forbear.cli import main
from tests.store.address import address
from tests.store.make import account, permit, planned

AT = datetime(2026, 3, 10, 8, tzinfo=UTC)
CODE = "38VT-QM8F-C"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> None:  # noqa: ARG001
    monkeypatch.setenv("DATABASE_URL", address())
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path))
    monkeypatch.setenv("FORBEAR_CLOCK", "2026-03-10T09:00:00+00:00")


def run(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == status, result.output
    return result.output


def test_a_code_is_genuine_and_then_withdrawn() -> None:
    owed = account()
    row = planned(owed, at=AT, channel="letter", code=CODE)
    permit(owed, at=AT, planned=row, channel="letter", consumed_at=AT)
    assert run("genuine", CODE) == "genuine letter of 2026-03-10\n"
    assert run("genuine", CODE, "--withdraw", "recalled") == "withdrawn\n"
    assert run("genuine", CODE, status=1).startswith("withdrawn letter")
    assert "look at the signs" in run("genuine", "hello", status=1)
    assert run("genuine", "2222-2222-2", status=1) == "not ours\n"
    assert "CODE_UNKNOWN" in run("genuine", "2222-2222-2", "--withdraw", "wrong", status=1)


def test_a_file_and_nonsense(tmp_path: Path) -> None:
    path = tmp_path / "a letter.pdf"
    path.write_bytes(b"%PDF-1.7")
    assert run("genuine", "--pdf", str(path), status=1) == "not ours\n"
    for wrong in ((), (CODE, "--number", "1"), ("--number", "1", "--withdraw", "wrong")):
        assert "Name one thing" in run("genuine", *wrong, status=2)


def test_numbers_and_cards_are_kept() -> None:
    assert "There are none" in run("identities", "list")
    assert "ours from 2026-03-10" in run("identities", "number", "+442079460123")
    assert "NUMBER_KNOWN" in run("identities", "number", "+442079460123", status=1)
    assert run("genuine", "--number", "020 7946 0123") == "genuine number\n"
    card = run("identities", "card", "Ada Kowalski", "--until", "2026-12-31").strip()
    assert run("genuine", "--card", card) == "genuine card\n"
    assert "Ada Kowalski" in run("identities", "list")
    assert "is revoked" in run("identities", "revoke", card)
    assert run("genuine", "--card", card, status=1).startswith("withdrawn card")
    assert "revoked" in run("identities", "list")
    assert "ours until" in run("identities", "number", "+442079460123", "--end")
    assert "CARD_UNKNOWN" in run("identities", "revoke", "V-1", status=1)
    assert "CARD_UNUSABLE" in run("identities", "card", " ", "--until", "2026-12-31", status=1)
