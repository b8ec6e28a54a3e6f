from __future__ import annotations

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from forbear.cli.outbox import command
from forbear.store.models import ChannelRate, ChannelSwitch
from tests.store import make

AT = datetime(2026, 3, 12, 10, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("commands_database")


def test_an_empty_outbox_says_so() -> None:
    assert CliRunner().invoke(command, ["status"]).output == "The outbox is empty.\n"


def test_messages_are_counted_by_channel_and_state() -> None:
    for _ in range(2):
        make.planned(make.account(), at=AT)
    result = CliRunner().invoke(command, ["status"], env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    assert ["sms", "2"] in [line.split() for line in result.output.splitlines()]


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, words, env={"COLUMNS": "200"})
    return result.exit_code, result.output


def test_a_channel_is_stopped_limited_and_started() -> None:
    assert run("stop", "sms", "--why", "Wrong numbers.")[0] == 0
    switch = ChannelSwitch.objects.get()
    assert (switch.channel, switch.is_stopped, switch.why) == ("sms", True, "Wrong numbers.")
    assert run("start", "sms")[0] == 0
    switch.refresh_from_db()
    assert not switch.is_stopped
    assert run("limit", "sms", "30") == (0, "sms: 30 a second.\n")
    assert run("limit", "sms", "0") == (0, "sms: no limit.\n")
    assert ChannelRate.objects.get().per_second is None
    assert run("stop", "call", "--why", "x")[0] == 2
    assert "WHY_MISSING" in run("stop", "sms", "--why", " ")[1]


def test_dead_letters_are_listed_and_redriven() -> None:
    assert run("dead") == (0, "There are no dead letters.\n")
    row = make.planned(make.account(), at=AT, state="unknown", note="UNKNOWN It may have left.")
    assert "UNKNOWN It may have left." in run("dead")[1]
    code, said = run("redrive", str(row.pk))
    assert (code, "MAY_HAVE_LEFT" in said, "--even-if-it-left" in said) == (1, True, True)
    assert run("redrive", str(row.pk), "--even-if-it-left")[0] == 0
    row.refresh_from_db()
    assert row.state == "planned"
