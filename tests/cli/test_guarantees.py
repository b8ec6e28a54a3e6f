"""``forbear guarantees`` over a real database."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forbear.cli import main
from tests.store.make import account

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("commands_database")]


def run(*words: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, ["guarantees", *words])
    assert result.exit_code == status, result.output
    return result


def test_one_writes_it_down_and_another_accepts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path))
    owed, document = account(), tmp_path / "guarantee.pdf"
    document.write_bytes(b"%PDF-1.7 signed")
    monkeypatch.setenv("USER", "kim")
    terms = ["--name", "Wang Lei", "--kind", "joint", "--document", str(document)]
    terms += ["--signed-on", "2025-01-02", "--limit-minor", "500000", "--ends-on", "2099-12-31"]
    said = run("add", owed.reference, *terms).output
    number = said.split()[1]
    assert "APPROVAL_OWN" in run("answer", number, status=1).output
    monkeypatch.setenv("USER", "lee")
    assert "accepted" in run("answer", number).output
    assert "Wang Lei  joint  accepted" in run("list").output
    added = run("point", number, "--kind", "postal", "--value", "1 Elm St").output
    assert "notices may go there" in added
    assert "ended" in run("end", number, "--why", "paid").output
    assert "GUARANTEE_UNKNOWN" in run("end", number, "--why", "paid", status=1).output
    assert "ACCOUNT_UNKNOWN" in run("add", "NONE", *terms, status=1).output
    assert "GUARANTEE_ANSWERED" in run("answer", number, "--refuse", status=1).output
