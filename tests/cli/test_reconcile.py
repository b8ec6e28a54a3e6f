"""``forbear reconcile``: an exit status that a script can rely on, and every difference told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from forbear.cli.reconcile import command
from forbear.core.ledger.books import Part, legs_of
from forbear.services.ledger import transaction_post
from forbear.store.models import Account, HostStatement
from tests.store import make

AT = datetime(2026, 3, 12, 10, tzinfo=UTC)
ON = date(2026, 3, 10)

pytestmark = pytest.mark.usefixtures("commands_database")


def run(*words: str) -> Result:
    return CliRunner().invoke(command, list(words), env={"COLUMNS": "200"})


@pytest.fixture
def owed() -> Account:
    found = make.account(reference="A1")
    transaction_post(
        key="k1",
        kind="purchase",
        on=ON,
        currency="USD",
        legs=legs_of("purchase", [Part("principal", 900, "purchase")]),
        at=AT,
        actor="a",
        account_id=found.pk,
    )
    return found


def printed(owed: Account, balance_minor: int) -> None:
    HostStatement.objects.create(
        account=owed, statement_on=ON, currency="USD", balance_minor=balance_minor
    )


def test_all_that_agrees_is_status_0(owed: Account) -> None:
    printed(owed, 900)
    done = run("--on", "2026-03-10")
    assert done.exit_code == 0, done.output
    assert "All agree." in done.output


def test_differences_are_status_1_and_all_in_the_file(owed: Account, tmp_path: Path) -> None:
    printed(owed, 950)
    out = tmp_path / "differences.csv"
    done = run("--from", "2026-03-01", "--to", "2026-03-31", "--out", str(out))
    assert done.exit_code == 1
    assert "unknown" in done.output
    [row] = pl.read_csv(out).to_dicts()
    assert (row["account_reference"], row["difference_minor"]) == ("A1", 50)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--on", "2026-03-11"], "there are some from 2026-03-10 to 2026-03-10"),
        (["--on", "2026-03-10", "--to", "2026-03-11"], "Give one or the other"),
        (["--from", "2026-03-11", "--to", "2026-03-10"], "comes before"),
        (["--on", "soon"], "is not a day"),
    ],
)
def test_nothing_done_is_status_2(owed: Account, words: list[str], said: str) -> None:
    printed(owed, 900)
    done = run(*words)
    assert done.exit_code == 2
    assert said in done.output


def test_without_any_statement_it_says_what_to_import(owed: Account) -> None:
    assert owed.pk
    done = run("--on", "2026-03-10")
    assert done.exit_code == 2
    assert "import the table `statements` first" in done.output
