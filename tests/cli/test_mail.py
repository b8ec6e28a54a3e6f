from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forbear.cli import main


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FORBEAR_SMTP_URL", "smtp://127.0.0.1/?from=letters@bank.example")
    monkeypatch.delenv("FORBEAR_DKIM_SELECTOR", raising=False)


def run(*arguments: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, ["mail", *arguments])
    assert result.exit_code == status, result.output
    return result


def test_the_record_is_printed_as_a_zone_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORBEAR_DKIM_SELECTOR", "fb1")
    printed = run("dkim-record").stdout
    assert printed.startswith('fb1._domainkey.bank.example. IN TXT "v=DKIM1; k=rsa; p=')
    assert run("dkim-record").stdout == printed


def test_without_a_selector_or_a_server_the_cure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "FORBEAR_DKIM_SELECTOR" in run("dkim-record", status=2).stderr
    monkeypatch.delenv("FORBEAR_SMTP_URL")
    assert "FORBEAR_SMTP_URL" in run("dkim-record", status=2).stderr
