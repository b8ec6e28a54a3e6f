"""A debit from the mandate to the bank's answer, by commands; each twice is once."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forbear.cli import main
from forbear.store.models import Account, Debit, PlannedContact, Refund
from tests.interchange.sepa.test_results import camt, entry
from tests.services.debits.make import ANNOUNCE, at, owed
from tests.store.make import point

pytestmark = pytest.mark.django_db(transaction=True)
IBAN = "FR1420041010050500013M02606"


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch, commands_database: None) -> None:  # noqa: ARG001
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("FORBEAR_CLOCK", "2026-03-10T09:00:00+00:00")
    monkeypatch.delenv("FORBEAR_ISSUER", raising=False)


def run(*arguments: str, status: int = 0) -> str:
    result: Result = CliRunner().invoke(main, arguments)
    assert result.exit_code == status, result.output
    return result.output


def mandate_of(account: Account, *more: str, status: int = 0) -> str:
    return run(
        *("mandates", "add", account.reference, "--reference", "M-1", "--iban", IBAN),
        *("--signed-on", "2026-01-05", "--holder", "Zoë Müller", *more),
        status=status,
    )


def test_the_whole_way_of_a_debit(tmp_path: Path) -> None:
    account = owed()
    point(account.person, kind="email", value="zoe@example.com")
    for _ in range(2):
        assert "is active" in mandate_of(account)
    assert "M-1" in run("mandates", "list")
    assert run("debits", "plan", "--on", "2026-03-10") == "1 planned, €120.00.\n"
    assert "0 planned" in run("debits", "plan", "--on", "2026-03-10")
    assert run("debits", "announce", "--on", "2026-03-18").startswith("1 messages planned")
    PlannedContact.objects.update(state="sent", state_at=at(ANNOUNCE))
    assert "1 debits announced" in run("debits", "announce", "--on", "2026-03-18")

    arguments = ("debits", "file", "--on", "2026-03-31", "--out", str(tmp_path))
    told = run(*arguments)
    assert "1 orders, €120.00, sha256" in told
    assert "'Zoë Müller' is written 'Zoe Mueller'" in told
    path = tmp_path / "FBD-20260331-1.xml"
    content = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_bytes(b"spoilt")
    assert run(*arguments) == told
    assert path.read_bytes() == content
    assert [found.name for found in tmp_path.iterdir()] == [path.name]

    debit = Debit.objects.get()
    answer = tmp_path / "answer.xml"
    answer.write_bytes(camt(entry(debit.end_to_end_id, "AM04")))
    told = run("debits", "results", str(answer), "--on", "2026-04-09")
    assert "1 debits failed" in told
    assert "There was not enough money in the account." in told
    assert "the mandate is active" in told
    assert "was read before" in run("debits", "results", str(answer), "--on", "2026-04-09")
    assert "AM04" in run("debits", "list", "--account", account.reference)


def test_why_there_is_no_debit_is_said() -> None:
    mandate_of(owed(dispute="open"))
    assert "1 without: DISPUTE_OPEN. A dispute is open." in run(
        "debits", "plan", "--on", "2026-03-10"
    )
    assert (
        run("debits", "file", "--on", "2026-03-31") == "Nothing goes to the bank on 2026-03-31.\n"
    )


def test_an_answer_that_does_not_fit_is_told_by_the_exit_status(tmp_path: Path) -> None:
    answer = tmp_path / "answer.xml"
    answer.write_bytes(camt(entry("FB1-20260402-1", "AM04")))
    assert "UNKNOWN_ID" in run("debits", "results", str(answer), status=1)
    answer.write_bytes(b"<html>")
    assert "FILE_BROKEN" in run("debits", "results", str(answer), status=2)
    run("debits", "results", str(tmp_path / "gone.xml"), status=2)


def test_a_faulty_mandate_is_refused_in_a_sentence() -> None:
    account = owed()
    told = mandate_of(account, "--iban", "FR1520041010050500013M02606", status=1)
    assert told.startswith("IBAN_INVALID: The IBAN cannot be right")
    told = run(
        *("mandates", "add", "nobody", "--reference", "M-1", "--iban", IBAN),
        *("--signed-on", "2026-01-05", "--holder", "A"),
        status=1,
    )
    assert told == "There is no account 'nobody'. Import it first.\n"


def test_mandates_are_imported_suspended_resumed_and_cancelled(tmp_path: Path) -> None:
    account = owed()
    path = tmp_path / "mandates.csv"
    head = "account_reference,reference,signed_on,iban,holder\n"
    path.write_text(f"{head}{account.reference},M-1,2026-01-05,{IBAN},Zoë Müller\n")
    for _ in range(2):
        assert run("mandates", "import", str(path)) == "1 mandates held, 0 rows rejected.\n"
    with path.open("a") as opened:
        opened.write(f"nobody,M-2,2026-01-05,{IBAN},A\n")
        opened.write(f"{account.reference},M-3,2026-01-05,FR15,A\n")
    run("mandates", "import", str(path), status=1)
    rejects = (tmp_path / "mandates.csv.rejects.csv").read_text().splitlines()
    assert rejects[0] == "line,column,value,reason"
    assert rejects[1] == "3,account_reference,nobody,is not known: import it first"
    assert rejects[2].startswith("4,,M-3,IBAN_INVALID")
    for verb, state in (("suspend", "suspended"), ("resume", "active"), ("cancel", "cancelled")):
        assert run("mandates", verb, "M-1", "--note", "asked") == f"The mandate M-1 is {state}.\n"
    assert "MANDATE_STATE" in run("mandates", "resume", "M-1", "--note", "x", status=1)
    run("mandates", "cancel", "M-9", "--note", "x", status=1)


def test_a_refund_needs_two_people_and_is_written_once(tmp_path: Path) -> None:
    account = owed(balance_minor=-5_000, next_due_on=None, next_due_minor=0)
    asked = ("refunds", "request", account.reference, "--amount-minor", "5000", "--iban", IBAN)
    more = ("--holder", "Zoë Müller", "--reason", "paid twice", "--key", "1", "--by", "ann")
    for _ in range(2):
        assert "of €50.00 is requested" in run(*asked, *more)
    number = str(Refund.objects.get().pk)
    assert "FOUR_EYES" in run("refunds", "approve", number, "--by", "ann", status=1)
    assert "is approved" in run("refunds", "approve", number, "--by", "bob")
    arguments = ("refunds", "file", "--on", "2026-04-03", "--out", str(tmp_path))
    assert run(*arguments) == run(*arguments)
    assert [path.name for path in tmp_path.iterdir()] == ["FBT-20260403-1.xml"]
    assert "sent" in run("refunds", "list")
    assert "REFUND_STATE" in run("refunds", "refuse", number, "--by", "bob", status=1)
    run("refunds", "approve", "999999", status=1)


def test_an_issuer_without_a_bank_is_told_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forbear.packs.issuers import DEFAULT
    from forbear.wiring import adapters

    profile = tmp_path / "issuer.toml"
    whole = DEFAULT.read_text(encoding="utf-8")
    profile.write_text(whole.partition("[bank]")[0], encoding="utf-8")
    monkeypatch.setenv("FORBEAR_ISSUER", str(profile))
    adapters.issuer.cache_clear()
    try:
        assert "NO_BANK" in run("debits", "plan", status=2)
        profile.write_text(whole.replace("DE89370400440532013000", "DE88370400440532013000"))
        adapters.issuer.cache_clear()
        assert "bank: The IBAN cannot be right" in run("debits", "plan", status=2)
    finally:
        adapters.issuer.cache_clear()
