"""``forbear disputes`` and ``forbear complaints`` over a real database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forbear.cli import main
from forbear.store.models import Complaint, Dispute
from forbear.wiring import clock
from tests.services.agreements.make import moment, owed, owing
from tests.store.address import address

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _in_the_test_database(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    transactional_db: None,  # noqa: ARG001 - it comes first
) -> None:
    monkeypatch.setenv("DATABASE_URL", address())
    monkeypatch.setenv("FORBEAR_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("USER", "wu")
    monkeypatch.setattr(clock, "now", lambda: moment(1))


def run(*words: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == status, result.output
    return result


def test_a_dispute_is_opened_shown_proven_answered_and_closed(tmp_path: Path) -> None:
    of = owing()
    words = ("disputes", "open", of.reference, "--ground", "amount", "--amount", "12000")
    assert "is open; answer by 2026-04-12" in run(*words, "--key", "one").output
    run(*words, "--key", "one")
    number = str(Dispute.objects.get().pk)
    receipt = tmp_path / "receipt.txt"
    receipt.write_text("paid in cash", encoding="utf-8")
    assert "Not scanned" in run("disputes", "evidence", number, str(receipt)).output
    run("disputes", "evidence", number, "--statement")
    shown = run("disputes", "show", number).output
    assert "12 CFR 1022.43" in shown
    assert "receipt.txt" in shown
    row = json.loads(run("disputes", "list", "--json").output)
    assert (row["reference"], row["amount_minor"]) == (f"D-{int(number):06d}", 12_000)
    assert "XB" in run("disputes", "marks").output
    answer = ("disputes", "answer", number, "part_upheld", "--reasons", "Half of it was ours.")
    run(*answer, "--correction", "fees", "--amount", "6000")
    assert owed(of) == 494_000
    refused = run(*answer, "--correction", "fees", "--amount", "6000", status=1)
    assert "DISPUTE_ANSWERED" in refused.stderr
    assert "is closed" in run("disputes", "step", number, "closed").output
    assert "There are none." in run("disputes", "list").output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("disputes", "open", "nobody", "--ground", "amount"), "ACCOUNT_UNKNOWN"),
        (("disputes", "show", "99"), "DISPUTE_MISSING"),
        (("disputes", "step", "99", "closed"), "DISPUTE_MISSING"),
        (("complaints", "show", "99"), "COMPLAINT_MISSING"),
        (("complaints", "hand", "99", "li"), "COMPLAINT_MISSING"),
        (("complaints", "log", "nobody", "--said", "x"), "ACCOUNT_UNKNOWN"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(words: tuple[str, ...], says: str) -> None:
    assert says in run(*words, status=1).stderr


def test_a_complaint_is_logged_handed_named_answered_and_counted() -> None:
    of = owing(nation="GB", region=None)
    logged = run("complaints", "log", of.reference, "--said", "He shouted.", "--about", "chen")
    assert "answer by 2026-05-08" in logged.output
    number = str(Complaint.objects.get().pk)
    assert "COMPLAINT_OWN" in run("complaints", "hand", number, "chen", status=1).stderr
    run("complaints", "hand", number, "li")
    run("complaints", "step", number, "acknowledged")
    run("complaints", "cause", number, "manner", "--team", "North")
    assert "DISP 1.6.2R" in run("complaints", "show", number).output
    run("complaints", "answer", number, "upheld", "--reasons", "He did.", "--redress", "apology")
    assert "manner" in run("complaints", "report").output
    row = json.loads(run("complaints", "report", "--by", "team", "--json").output)
    assert (row["name"], row["received"], row["upheld"], row["late"]) == ("North", 1, 1, 0)
    listed = json.loads(run("complaints", "list", "--view", "all", "--json").output)
    assert listed["escalate_by"] == "2026-09-13"


def test_who_is_complained_of_does_not_read_it() -> None:
    of = owing()
    run("complaints", "log", of.reference, "--said", "Rude.", "--about", "wu")
    assert "There are none." in run("complaints", "list").output
    number = str(Complaint.objects.get().pk)
    assert "COMPLAINT_MISSING" in run("complaints", "show", number, status=1).stderr


def test_evidence_is_a_file_or_the_statement() -> None:
    assert "Give a file" in run("disputes", "evidence", "1", status=2).output
