"""``forbear card pause|plan|plan-broken|statement``, from the command line to the night."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from click.testing import CliRunner, Result

from forbear.cli import main
from forbear.store.models import CardEvent, CardState
from tests.services.cards import booked
from tests.store.address import address
from tests.store.make import account

pytestmark = pytest.mark.django_db(transaction=True)
ON = ("--on", "2026-03-20")


@pytest.fixture(autouse=True)
def _its_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DATABASE_URL", address())
    return


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def card() -> CardState:
    account(reference="CN-1", nation="CN", region=None, currency="CNY", overdue_minor=0)
    done = run("card", "open", "CN-1", "--product", "larkfield-cn", "--on", "2026-02-28")
    assert done.exit_code == 0, done.output
    made = CardState.objects.get()
    booked(made.account, "purchase", date(2026, 3, 5), 1_000_000)
    return made


def test_a_pause_is_noted_once_and_taken_in_by_the_night() -> None:
    card()
    words = ("card", "pause", "CN-1", *ON, "--until", "2026-03-29", "--no-fees")
    for _ in range(2):
        done = run(*words, "--reason", "hardship")
        assert done.exit_code == 0, done.output
        assert "pause from 2026-03-20" in done.output
    assert CardEvent.objects.count() == 1
    done = run("night", "--on", "2026-04-10")
    assert "130.00 CNY" in done.output, done.output
    other = run("card", "pause", "CN-1", *ON, "--until", "2026-04-01")
    assert other.exit_code == 1
    assert "IDEMPOTENCY_CONFLICT" in other.output


def test_a_plan_stands_until_it_is_broken() -> None:
    made = card()
    short = run("card", "plan", "CN-1", *ON, "--payment", "2026-04-01=5")
    assert "PLAN_SUM" in short.output
    wrong = run("card", "plan", "CN-1", *ON, "--payment", "2026-04-01")
    assert "2026-05-01=81000" in wrong.output
    payments = ("--payment", "2026-04-01=500000", "--payment", "2026-05-01=500000")
    done = run("card", "plan", "CN-1", *ON, *payments)
    assert done.exit_code == 0, done.output
    assert run("night", "--on", "2026-03-31").exit_code == 0
    made.refresh_from_db()
    assert made.has_plan
    assert made.dues == [["2026-04-01", 500_000, 0], ["2026-05-01", 500_000, 0]]
    done = run("card", "plan-broken", "CN-1", "--on", "2026-04-05")
    assert done.exit_code == 0, done.output
    assert run("night", "--on", "2026-04-05").exit_code == 0
    made.refresh_from_db()
    assert not made.has_plan


def test_a_statement_is_refused_where_the_product_makes_its_own() -> None:
    card()
    done = run("card", "statement", "CN-1", *ON, "--due-on", "2026-04-09", "--minimum", "5")
    assert done.exit_code == 1
    assert "STATEMENT_WITH_CYCLE" in done.output
    assert "ACCOUNT_UNKNOWN" in run("card", "plan-broken", "nobody", *ON).output
