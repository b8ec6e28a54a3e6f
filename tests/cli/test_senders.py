"""Registered senders by commands."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from forbear.cli import main
from forbear.store.models import SenderIdentity

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch, commands_database: None) -> None:  # noqa: ARG001
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("FORBEAR_CLOCK", "2026-03-10T09:00:00+00:00")


def run(*arguments: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, ["senders", *arguments])
    assert result.exit_code == status, result.output
    return result


def test_a_sender_is_added_listed_and_ended() -> None:
    assert "no text message can leave" in run("list").output
    added = run("add", "sms", "gb", "Larkfield", "--registration", "R-1").output
    made = SenderIdentity.objects.get()
    assert added.startswith("Larkfield may write by sms to GB from 2026-03-10")
    assert "Larkfield" in run("list").output
    assert (
        "SENDER_EXISTS" in run("add", "sms", "GB", "Other", "--registration", "2", status=1).output
    )
    assert "2026-04-01" in run("end", str(made.pk), "--on", "2026-04-01").output
    assert "SENDER_ENDED" in run("end", str(made.pk), status=1).output


def test_what_cannot_be_a_sender_is_said() -> None:
    assert (
        "SENDER_INVALID" in run("add", "sms", "GB", "银行", "--registration", "R", status=1).output
    )
    run("add", "fax", "GB", "Larkfield", "--registration", "R", status=2)
