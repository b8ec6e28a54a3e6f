"""``forbear payers`` over a real database."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from forbear.cli import main
from forbear.store.models import PayReference
from tests.store.make import account

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("commands_database")]


def run(*words: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, ["payers", *words])
    assert result.exit_code == status, result.output
    return result


def test_a_reference_is_given_shown_and_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORBEAR_PUBLIC_URL", "https://pay.bank.example/")
    of = account(currency="EUR").reference
    said = run("reference", of).output
    assert said.startswith("RF")
    assert "https://pay.bank.example/pay/" in said
    assert run("reference", of).output == said
    assert "Nothing came" in run("list", of).output
    assert "NO_LINK_ADDRESS" in run("reference", of, "--send", status=1).output
    assert "NOTHING_TOO_MUCH" in run("refund", of, "--reason", "x", status=1).output
    run("end", of)
    assert PayReference.objects.get().ended_at is not None
    assert "PAY_REFERENCE_NONE" in run("end", of, status=1).output
    assert "ACCOUNT_UNKNOWN" in run("reference", "nobody", status=1).output
