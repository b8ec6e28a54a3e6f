from __future__ import annotations

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from forbear.cli.outbox import command
from tests.store import make
from tests.store.address import address

AT = datetime(2026, 3, 12, 10, tzinfo=UTC)


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _test_database(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> None:  # noqa: ARG001
    monkeypatch.setenv("DATABASE_URL", address())


def test_an_empty_outbox_says_so() -> None:
    assert CliRunner().invoke(command, ["status"]).output == "The outbox is empty.\n"


def test_messages_are_counted_by_channel_and_state() -> None:
    for _ in range(2):
        make.planned(make.account(), at=AT)
    result = CliRunner().invoke(command, ["status"], env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    assert ["sms", "2"] in [line.split() for line in result.output.splitlines()]
