"""``forbear payments`` and ``forbear promises``: plain words, and a status for scripts."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forbear.cli import main
from forbear.store.models import Payment, Promise
from tests import databases
from tests.interchange.bank.make import balance, camt053, entry, statement
from tests.store.make import account


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def as_process(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "forbear", *words],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "forbear.wiring.settings",
            "DATABASE_URL": databases.url(),
            "COLUMNS": "200",
        },
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db(transaction=True)
def test_files_go_in_and_what_waits_is_listed_and_matched(tmp_path: Path) -> None:
    one = account(currency="EUR")
    content = camt053(statement(balance("OPBD", "0"), balance("CLBD", "9"), entry("10.00")))
    (tmp_path / "a.xml").write_bytes(content)
    (tmp_path / "b.xml").write_text("<html/>")
    done = as_process(tmp_path, "payments", "import", "a.xml", "--on", "2026-03-05")
    assert done.returncode == 1, done.stderr
    assert "a.xml: statement 1 (line 3): opening balance and entries make 10.00" in done.stderr
    assert "camt.053" in done.stdout
    twice = as_process(tmp_path, "payments", "import", "a.xml", "b.xml")
    assert twice.returncode == 2
    assert "a.xml: was taken in on" in twice.stderr
    assert "b.xml: It is XML, but neither" in twice.stderr
    listed = as_process(tmp_path, "payments", "list", "--unmatched")
    assert "€10.00" in listed.stdout
    assert "NO_CANDIDATE" in listed.stdout
    number = str(Payment.objects.get().pk)
    wrong = as_process(tmp_path, "payments", "match", number, "none")
    assert (wrong.returncode, wrong.stderr) == (1, "forbear: there is no account 'none'.\n")
    matched = as_process(tmp_path, "payments", "match", number, one.reference)
    assert matched.stdout == f"Payment {number} of €10.00 is posted to {one.reference}.\n"
    again = as_process(tmp_path, "payments", "match", number, one.reference)
    assert "does not wait any more" in again.stderr
    assert as_process(tmp_path, "payments", "list", "--unmatched").stdout == "There are none.\n"


@pytest.mark.django_db(transaction=True)
def test_many_findings_go_to_a_file_of_the_owners(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(camt053(statement(*(entry("x") for _ in range(30)))))
    done = as_process(tmp_path, "payments", "import", "a.xml", "--rehearse")
    assert done.returncode == 1
    where = tmp_path / "a.xml.findings.csv"
    assert len(where.read_text().splitlines()) == 31
    assert where.stat().st_mode & 0o077 == 0
    assert "Rehearsed, nothing was changed" in done.stdout


@pytest.mark.django_db(transaction=True)
def test_promises_are_judged(tmp_path: Path) -> None:
    Promise.objects.create(
        account=account(),
        amount_minor=1,
        pay_on=date(2026, 3, 4),
        made_at=datetime(2026, 3, 3, tzinfo=UTC),
    )
    done = as_process(tmp_path, "promises", "settle", "--on", "2026-03-05")
    assert done.stdout == "0 kept, 0 part kept, 1 broken.\n"
    assert Promise.objects.get().state == "broken"


def test_the_commands_say_what_they_do() -> None:
    for words in (["payments", "import"], ["payments", "match"], ["promises", "settle"]):
        assert run(*words, "--help").exit_code == 0
