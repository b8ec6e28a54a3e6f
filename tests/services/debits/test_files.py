from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from forbear.interchange.sepa import SepaProblem
from forbear.services.debits import debits_booked, debits_write_file
from forbear.store.models import Account, Debit, DebitRun, Due, LedgerTransaction, Mandate
from tests.services.debits.make import (
    ANNOUNCE,
    BANK,
    DUE,
    RULES,
    SEND,
    announced,
    at,
    mandate,
    owed,
    plan,
    sent,
    with_mandate,
    write,
)

pytestmark = pytest.mark.django_db


def texts(run: DebitRun, name: str) -> list[str]:
    root = ET.fromstring(bytes(run.content))
    return [element.text or "" for element in root.iterfind(f".//{{*}}{name}")]


def withheld() -> str:
    debit = Debit.objects.get()
    assert (debit.state, debit.run, debit.sent_minor) == ("withheld", None, None)
    return debit.note


def test_a_file_is_written_once_and_kept_byte_for_byte() -> None:
    held = with_mandate()
    announced()
    (run,) = write()
    assert (run.count, run.sum_minor, run.message_id) == (1, 12_000, "FBD-20260331-1")
    assert texts(run, "EndToEndId") == [f"FB{held.pk}-20260402-1"]
    assert texts(run, "ReqdColltnDt") == ["2026-04-02"]
    assert run.told == [f"FB{held.pk}-20260402-1: 'Zoë Müller' is written 'Zoe Mueller'"]
    (again,) = write(hour=15)
    assert (again.pk, again.sha256) == (run.pk, run.sha256)
    debit = Debit.objects.get()
    assert (debit.state, debit.sent_minor, debit.sequence) == ("sent", 12_000, "FRST")
    row = Mandate.objects.get()
    assert (row.sequence, row.last_used_on) == ("RCUR", DUE)
    assert not LedgerTransaction.objects.exists()


def test_what_comes_later_on_the_day_goes_into_a_second_file() -> None:
    with_mandate()
    announced()
    write()
    with_mandate()
    announced()
    runs = write(hour=11)
    assert [(run.number, run.count) for run in runs] == [(1, 1), (2, 1)]
    assert not set(texts(runs[0], "EndToEndId")) & set(texts(runs[1], "EndToEndId"))


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 3, 30), "announced"),  # too early: three days before
        (date(2026, 3, 31), "sent"),
        (date(2026, 4, 1), "sent"),
        (date(2026, 4, 2), "withheld"),  # the bank would have it too late
    ],
)
def test_a_file_is_written_on_the_days_before(on: date, state: str) -> None:
    with_mandate()
    announced()
    write(on)
    assert Debit.objects.get().state == state


def test_no_day_without_debits_writes_a_file() -> None:
    assert write() == []


def test_one_that_was_not_announced_is_not_made() -> None:
    with_mandate()
    plan()
    assert write() == []
    assert withheld() == "NOT_ANNOUNCED"


def test_one_that_was_announced_too_late_is_not_made() -> None:
    with_mandate()
    announced(ANNOUNCE)
    Debit.objects.update(state="announced", announced_on=date(2026, 3, 20))
    assert write() == []
    assert withheld() == "ANNOUNCED_LATE:2026-03-20"


@pytest.mark.parametrize(
    ("account", "code"),
    [
        ({"dispute": "open"}, "DISPUTE_OPEN"),
        ({"plan": "kept"}, "PLAN_SCHEDULE"),
        ({"status": "sold"}, "ACCOUNT_CLOSED:sold"),
        ({"balance_minor": 0}, "NOTHING_DUE"),
        ({"hardship_until": SEND}, "HARDSHIP:2026-03-31"),
    ],
)
def test_what_has_happened_since_is_looked_at(account: dict[str, object], code: str) -> None:
    held = with_mandate()
    announced()
    Account.objects.filter(pk=held.pk).update(**account)
    assert write() == []
    assert withheld() == code


def test_a_mandate_that_was_cancelled_since_is_not_used() -> None:
    with_mandate()
    announced()
    Mandate.objects.update(state="cancelled")
    assert write() == []
    assert withheld() == "MANDATE_CANCELLED"


def test_what_was_paid_in_part_is_collected_for_the_rest_and_never_for_more() -> None:
    less, more = with_mandate(), with_mandate()
    announced()
    Due.objects.create(account=less, due_on=DUE, amount_minor=12_000, paid_minor=5_000)
    Account.objects.filter(pk=more.pk).update(next_due_minor=50_000)
    (run,) = write()
    amounts = dict(zip(texts(run, "EndToEndId"), texts(run, "InstdAmt"), strict=True))
    assert list(amounts.values()) == ["70.00", "120.00"]
    assert run.sum_minor == 19_000
    assert Debit.objects.get(account=less).amount_minor == 12_000


@pytest.mark.parametrize(
    ("sequence", "after", "state"),
    [
        ("FRST", "RCUR", "active"),
        ("RCUR", "RCUR", "active"),
        ("OOFF", "OOFF", "used"),
        ("FNAL", "FNAL", "used"),
    ],
)
def test_the_sequence_moves_on(sequence: str, after: str, state: str) -> None:
    mandate(owed(), sequence=sequence)
    plan()
    Debit.objects.update(state="announced", announced_on=ANNOUNCE)
    (run,) = write()
    assert texts(run, "SeqTp") == [sequence]
    row = Mandate.objects.get()
    assert (row.sequence, row.state) == (after, state)


def test_the_sum_of_a_file_is_that_of_its_debits() -> None:
    for amount in (1, 12_345, 99_999):
        with_mandate(next_due_minor=amount, balance_minor=100_000)
    announced()
    (run,) = write()
    parts = [debit.sent_minor for debit in Debit.objects.filter(run=run)]
    assert sorted(part for part in parts if part is not None) == [1, 12_345, 99_999]
    assert run.sum_minor == sum(part or 0 for part in parts)
    assert run.count == len(parts)


def test_the_database_keeps_files_as_they_are_and_debits_within_the_notice() -> None:
    debit = sent()
    run = DebitRun.objects.get()
    run.sum_minor = 1
    with pytest.raises(ProgrammingError), transaction.atomic():
        run.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Debit.objects.filter(pk=debit.pk).update(sent_minor=12_001)


def test_a_file_that_cannot_be_written_changes_nothing() -> None:
    with_mandate(dispute="open")
    announced()
    with_mandate()
    announced()
    Debit.objects.update(state="announced", announced_on=ANNOUNCE)
    with pytest.raises(SepaProblem):
        debits_write_file(
            on=SEND, rules=RULES, bank=replace(BANK, name="银行"), at=at(SEND), actor="clerk"
        )
    assert not DebitRun.objects.exists()
    assert set(Debit.objects.values_list("state", flat=True)) == {"announced"}
    assert Mandate.objects.filter(last_used_on=None).count() == 2
    assert len(write()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_that_write_at_the_same_moment_write_one_file() -> None:
    for _ in range(3):
        with_mandate()
    announced()

    def run(_: int) -> list[str]:
        try:
            return [run.sha256 for run in write()]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(run, range(4)))
    assert len({tuple(one) for one in found}) == 1
    assert DebitRun.objects.get().count == 3


def test_the_bank_books_a_debit_once() -> None:
    debit = sent()
    booked = {debit.end_to_end_id: DUE, "nobody's": DUE}
    assert debits_booked(booked, at=at(DUE)) == 1
    assert debits_booked(booked, at=at(DUE)) == 0
    debit.refresh_from_db()
    assert (debit.state, debit.booked_on) == ("booked", DUE)
