from __future__ import annotations

from datetime import date

import pytest

from forbear.core.tables import PORTFOLIO
from forbear.interchange.sepa import SepaProblem
from forbear.services.debits import ResultsRead, debits_announce, debits_booked, debits_read_results
from forbear.store.models import (
    Account,
    AuditEntry,
    Debit,
    DebitFailure,
    DebitResultFile,
    LedgerTransaction,
    Mandate,
)
from forbear.store.selectors.frames import portfolio_in_transaction
from tests.interchange.sepa.test_results import camt, entry, pain002, part, transaction
from tests.services.debits.make import DUE, RULES, at, plan, sent, with_mandate, write

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 9)


def read(content: bytes, name: str = "answer.xml") -> ResultsRead:
    return debits_read_results(content, name=name, on=ON, at=at(ON), actor="clerk")


def test_a_failed_debit_is_a_fact_of_its_account_from_that_day_on() -> None:
    debit = sent()
    found = read(camt(entry(debit.end_to_end_id, "AM04")))
    assert [failure.code for failure in found.failures] == ["AM04"]
    assert not found.problems
    debit.refresh_from_db()
    assert (debit.state, debit.note) == ("failed", "AM04")
    account = Account.objects.get(pk=debit.account_id)
    assert account.last_debit_failed_on == ON
    frames = portfolio_in_transaction(person_ids=[account.person_id], at=at(ON))
    assert frames.accounts["last_debit_failed_on"].to_list() == [ON]
    assert "last_debit_failed_on" in {
        column.name for table in PORTFOLIO for column in table.columns
    }
    assert AuditEntry.objects.get(action="debit.failed").data["code"] == "AM04"
    # no fee, and no posting: the bank's statement does that
    assert not LedgerTransaction.objects.exists()


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("AM04", "active"),
        ("AC01", "suspended"),
        ("MD01", "suspended"),
        ("MD06", "suspended"),
        ("MS03", "suspended"),
        ("AC04", "cancelled"),
        ("QQ99", "suspended"),
    ],
)
def test_the_mandate_does_as_the_reason_asks(code: str, state: str) -> None:
    debit = sent()
    read(pain002(part(transaction(debit.end_to_end_id, code))))
    row = Mandate.objects.get()
    assert (row.state, row.note) == (state, code if state != "active" else "")


def test_the_same_file_twice_and_the_same_failure_in_another_file_count_once() -> None:
    debit = sent()
    content = camt(entry(debit.end_to_end_id, "AM04"))
    first, second = read(content), read(content, "again.xml")
    assert (len(first.failures), first.is_repeat) == (1, False)
    assert (len(second.failures), second.is_repeat, second.known) == (0, True, 1)
    other = read(camt(entry(debit.end_to_end_id, "AM04"), message="BkToCstmrDbtCdtNtfctn"))
    assert (len(other.failures), other.known, other.is_repeat) == (0, 1, False)
    assert DebitFailure.objects.count() == 1
    assert DebitResultFile.objects.count() == 2


def test_what_does_not_fit_is_told_and_the_rest_taken() -> None:
    debit = sent()
    with_mandate()
    (planned,) = plan().debits
    content = camt(
        entry("FB999-20260402-1", "AM04")
        + entry("", "AM04")
        + entry(planned.end_to_end_id, "AM04")
        + entry(debit.end_to_end_id, "AM04")
    )
    found = read(content)
    codes = list(found.problems)
    assert len(codes) == 3
    assert "ID_MISSING" in codes[0]
    assert "entry 1: FB999-20260402-1: UNKNOWN_ID" in codes[1]
    assert "NOT_SENT" in codes[2]
    assert [failure.debit_id for failure in found.failures] == [debit.pk]


@pytest.mark.parametrize("amount", ["120.01", "0.01"])
def test_an_amount_that_differs_is_told_and_nothing_done(amount: str) -> None:
    debit = sent()
    found = read(camt(entry(debit.end_to_end_id, "AM04", amount=amount)))
    assert "AMOUNT_DIFFERS" in found.problems[0]
    debit.refresh_from_db()
    assert debit.state == "sent"
    assert Account.objects.get().last_debit_failed_on is None


def test_another_currency_is_told() -> None:
    debit = sent()
    content = camt(entry(debit.end_to_end_id, "AM04")).replace(b'"EUR"', b'"USD"')
    assert "AMOUNT_DIFFERS" in read(content).problems[0]


def test_a_message_that_was_rejected_whole_fails_each_of_its_debits() -> None:
    debit = sent()
    assert debit.run is not None
    message = debit.run.message_id
    for content in (
        pain002("", group="RJCT", code="FF01").replace(b"FBD-1", b"FBD-19990101-1"),
        pain002("", group="RJCT", code="FF01").replace(b"FBD-1", message.encode()),
    ):
        found = read(content)
    assert [failure.code for failure in found.failures] == ["FF01"]
    assert Mandate.objects.get().state == "active"
    assert "MESSAGE_UNKNOWN" in DebitResultFile.objects.earliest("pk").problems[0]


def test_a_part_that_was_rejected_fails_only_the_debits_in_it() -> None:
    debit = sent()
    assert debit.run is not None
    base = pain002(part("", payment="OTHER", status="RJCT", code="DT01"))
    read(base.replace(b"FBD-1", debit.run.message_id.encode()))
    debit.refresh_from_db()
    assert debit.state == "sent"
    base = pain002(part("", payment="PART", status="RJCT", code="DT01"))
    base = base.replace(b"FBD-1", debit.run.message_id.encode())
    read(base.replace(b"PART", debit.payment_id.encode()))
    debit.refresh_from_db()
    assert debit.state == "failed"


def test_a_booked_debit_may_still_be_sent_back() -> None:
    debit = sent()
    debits_booked({debit.end_to_end_id: DUE}, at=at(DUE))
    read(camt(entry(debit.end_to_end_id, "MD06")))
    debit.refresh_from_db()
    assert (debit.state, debit.booked_on) == ("failed", DUE)


def test_a_file_that_is_cut_off_gives_what_is_whole_and_the_whole_one_the_rest() -> None:
    first, second = sent(), sent_too()
    whole = pain002(
        part(transaction(first.end_to_end_id, "AM04") + transaction(second.end_to_end_id, "AM04"))
    )
    cut = whole[: whole.index(b"</TxInfAndSts>") + 60]
    found = read(cut)
    assert [failure.debit_id for failure in found.failures] == [first.pk]
    assert "FILE_BROKEN: line 1, column" in found.problems[0]
    rest = read(whole)
    assert ([failure.debit_id for failure in rest.failures], rest.known) == ([second.pk], 1)


def sent_too() -> Debit:
    known = set(Debit.objects.values_list("pk", flat=True))
    with_mandate()
    plan()
    Debit.objects.exclude(pk__in=known).update(state="announced", announced_on=date(2026, 3, 18))
    write()
    return Debit.objects.exclude(pk__in=known).get()


def test_what_is_no_answer_changes_nothing() -> None:
    sent()
    with pytest.raises(SepaProblem):
        read(b"<html/>")
    assert not DebitResultFile.objects.exists()


def test_a_lack_of_money_is_tried_once_more_announced_anew() -> None:
    debit = sent()
    read(camt(entry(debit.end_to_end_id, "AM04")))
    (again,) = plan(date(2026, 4, 10)).debits
    assert (again.attempt, again.due_on, again.amount_minor) == (2, DUE, 12_000)
    assert again.collection_on == date(2026, 4, 24)
    assert again.end_to_end_id == f"FB{debit.account_id}-20260402-2"
    assert debits_announce(on=date(2026, 4, 10), rules=RULES, at=at(ON)).planned == 1
    assert not plan(date(2026, 4, 10)).debits


def test_no_other_failure_is_tried_again() -> None:
    debit = sent()
    read(camt(entry(debit.end_to_end_id, "MD01")))
    assert not plan(date(2026, 4, 10)).debits
    Mandate.objects.update(state="active")
    assert plan(date(2026, 4, 10)).without == {"RETRY_REFUSED": 1}
