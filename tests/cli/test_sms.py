"""The SMSC to try things on, told by its input; and the secret of the webhooks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from forbear.channels.smpp import SmppChannel, smpp_config
from forbear.cli import main
from forbear.core.webhooks import webhook_keys
from forbear.ports.channels import OutgoingMessage, PermitKey
from tests.store.address import address

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)


def test_the_smsc_of_this_machine_obeys_its_input(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "forbear", "sms", "simulate", "--port", "0"]
    with subprocess.Popen(
        [*command, "--folder", str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        said = running.stdout.readline()
        found = re.fullmatch(r"FORBEAR_SMPP_URL=(smpp://\S+)\n", said)
        assert found, said
        running.stdout.readline()
        channel = SmppChannel(smpp_config(found[1]), on_heard=lambda _: None)
        message = OutgoingMessage("+12025550144", "", "hello", "en", "fb-1", sender="Larkfield")
        channel.send(message, PermitKey(1, "sms", "1", AT + timedelta(minutes=1)), at=AT)
        for line, answer in (
            ("say +12025550144 退订", "taken\n"),
            ("throttle 3", "done\n"),
            ("dance", "Say one of"),
        ):
            running.stdin.write(f"{line}\n")
            assert running.stdout.readline().startswith(answer)
        channel.close()
        running.stdin.write("quit\n")
    assert running.returncode == 0
    kept = json.loads((tmp_path / "messages.jsonl").read_text("utf-8"))
    assert (kept["to"], kept["text"]) == ("+12025550144", "hello")


@pytest.mark.django_db(transaction=True)
def test_the_secret_is_made_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", address())
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path))
    first, second = (CliRunner().invoke(main, ["sms", "secret"]).output for _ in range(2))
    assert first == second
    assert len(webhook_keys(first.strip())[0]) == 32


@pytest.mark.django_db(transaction=True)
def test_without_an_smsc_there_is_nothing_to_listen_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", address())
    result = CliRunner().invoke(main, ["sms", "listen"])
    assert result.exit_code == 1
    assert "FORBEAR_SMPP_URL" in result.output
