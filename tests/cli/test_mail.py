from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forbear.cli import main
from forbear.store.models import InboundMessage
from tests.channels.mail.mails import bounce, reply
from tests.store.address import address


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


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> None:  # noqa: ARG001
    monkeypatch.setenv("DATABASE_URL", address())


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database")
def test_mails_are_taken_in_and_counted(tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    assert "There was no mail" in run("read", str(box)).stdout
    (box / "1.eml").write_bytes(reply("Who are you?"))
    (box / "2.eml").write_bytes(bounce())
    done = run("read", str(box), "--verbose")
    assert done.stdout == "1 ignored, 1 reply.\n"
    assert "2.eml: ignored NOT_OURS" in done.stderr
    assert InboundMessage.objects.get().text == "Who are you?"
    assert "neither a Maildir" in run("read", str(tmp_path / "nowhere"), status=2).stderr


@pytest.mark.parametrize("arguments", [(), ("x", "--listen", "0")])
def test_one_of_place_and_port_is_named(arguments: tuple[str, ...]) -> None:
    assert "Name a PLACE" in run("read", *arguments, status=2).stderr
