"""``forbear books``: the books of a day, and the close of a period."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner, Result

from forbear.cli.books import command
from forbear.core.ledger.books import Part, legs_of
from forbear.services.ledger import transaction_post
from forbear.services.refusals import Refusal
from forbear.store.models import LedgerTransaction
from tests.store import make

AT = datetime(2026, 3, 12, 10, tzinfo=UTC)
ON = date(2026, 3, 10)

pytestmark = pytest.mark.usefixtures("commands_database")


def run(*words: str) -> Result:
    return CliRunner().invoke(command, list(words), env={"COLUMNS": "200"})


def book(key: str) -> LedgerTransaction | Refusal:
    return transaction_post(
        key=key,
        kind="purchase",
        on=ON,
        currency="USD",
        legs=legs_of("purchase", [Part("principal", 123_456)]),
        at=AT,
        actor="a",
        account_id=make.account().pk,
    )


def test_each_book_is_shown_with_what_moved() -> None:
    assert "The ledger is empty" in run("show", "--on", "2026-03-10").output
    book("k1")
    done = run("show", "--on", "2026-03-10")
    assert done.exit_code == 0
    rows = [line.split() for line in done.output.splitlines()]
    assert ["USD", "receivable", "0", "123,456", "0", "123,456", "1"] in rows
    assert "closed through no day yet" in done.output


def test_a_closed_period_is_told_and_kept() -> None:
    done = run("close", "--through", "2026-03-10", "--note", "March")
    assert done.exit_code == 0
    assert done.output == "The books are closed through 2026-03-10.\n"
    found = book("k1")
    assert isinstance(found, Refusal)
    again = run("close", "--through", "2026-03-10")
    assert again.exit_code == 1
    assert "closed through 2026-03-10 already" in again.output
    assert "closed through 2026-03-10" in run("show").output


def test_a_day_in_the_future_is_not_closed() -> None:
    done = run("close", "--through", "2199-01-01")
    assert done.exit_code == 1
    assert "has not begun" in done.output
