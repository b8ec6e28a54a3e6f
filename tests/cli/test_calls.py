"""Lines, call-backs and the provider to try things on, by command."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.contrib.auth.models import User

from forbear.channels.calls_http import CallsHttp
from forbear.cli import main
from forbear.core.webhooks import webhook_keys
from forbear.ports.calls import CallOrder
from forbear.ports.channels import PermitKey
from forbear.services.call_backs import BackWish, call_back_ask
from forbear.store.models import CallBack
from forbear.wiring import clock
from tests.services.gates import cap_gate
from tests.store import make

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
database = pytest.mark.django_db(transaction=True)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["calls", *words])


@database
@pytest.mark.usefixtures("commands_database")
def test_a_line_is_set_shown_listed_and_ended() -> None:
    User.objects.create_user("chen")
    assert run("line", "chen").output == "none\n"
    assert run("line", "chen", "sip:chen@phones.example").exit_code == 0
    assert run("line").output == "chen\tsip:chen@phones.example\n"
    refused = run("line", "chen", "upstairs")
    assert refused.exit_code == 1
    assert "LINE_UNUSABLE" in refused.output
    assert run("line", "chen", "--end").output == "chen: none\n"
    assert run("line").output == ""
    assert "USER_UNKNOWN" in run("line", "nobody", "+442079460123").output


@database
@pytest.mark.usefixtures("commands_database")
def test_call_backs_are_listed_by_how_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    owed = make.account()
    back = call_back_ask(
        account_id=owed.pk,
        contact_point_id=make.point(owed.person).pk,
        wish=BackWish(AT.date(), time(15), "desk", cap_gate(9, minutes=600)),
        at=AT,
        actor="chen",
    )
    assert isinstance(back, CallBack)
    line = f"{back.pk}\t2026-03-12 15:00 America/New_York\t{owed.reference}\tasked by chen\n"
    assert (run("backs").output, run("backs", "coming").output) == ("none\n", line)
    monkeypatch.setattr(clock, "now", lambda: back.due_at)
    assert run("backs").output == line
    monkeypatch.setattr(clock, "now", lambda: back.due_at + timedelta(hours=1))
    assert (run("backs").output, run("backs", "missed").output) == ("none\n", line)


@database
@pytest.mark.usefixtures("commands_database")
def test_the_secret_is_one_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path))
    first, second = (run("secret").output for _ in range(2))
    assert first == second
    assert len(webhook_keys(first.strip())[0]) == 32
    assert first != CliRunner().invoke(main, ["sms", "secret"]).output


def test_what_is_played_is_reported_to_someone(tmp_path: Path) -> None:
    refused = run("simulate", "--play", "0", "--folder", str(tmp_path))
    assert refused.exit_code == 1
    assert "--report" in refused.output


def test_the_provider_of_this_machine_keeps_calls_and_rings_nobody(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "forbear", "calls", "simulate", "--port", "0"]
    with subprocess.Popen(
        [*command, "--folder", str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        given = {}
        for name in ("FORBEAR_CALLS_URL", "FORBEAR_CALLS_TOKEN"):
            found = re.fullmatch(rf"{name}=(\S+)\n", running.stdout.readline())
            assert found
            given[name] = found[1]
        running.stdout.readline()
        provider = CallsHttp(url=given["FORBEAR_CALLS_URL"], token=given["FORBEAR_CALLS_TOKEN"])
        order = CallOrder("sip:a@b.example", "+12025550144", "+442079460123", "fc-1")
        permit = PermitKey(1, "call", "1", AT + timedelta(minutes=1))
        call_id = provider.start(order, permit, at=AT)
        provider.close()
        for line, answer in (
            ("list", f"{call_id} +12025550144\n"),
            (f"busy {call_id}", "Nobody is reported to"),
            ("dance", "Nobody is reported to"),
        ):
            running.stdin.write(f"{line}\n")
            assert running.stdout.readline().startswith(answer)
        running.stdin.write("quit\n")
    assert running.returncode == 0
    kept = json.loads((tmp_path / "calls.jsonl").read_text("utf-8"))
    assert (kept["id"], kept["to"]) == (call_id, "+12025550144")
