"""A bank's statement books a debit, and takes it back: once, with its payment and its reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db.models import Sum

from forbear.services.debits import debits_read_results
from forbear.services.payments.files import BankFileResult, bank_file_take
from forbear.store.models import Account, Debit, DebitFailure, Mandate, Payment, Posting
from forbear.store.selectors.debits import standing_of
from tests.interchange.bank.make import camt053, entry, statement
from tests.services.debits.make import DUE, at, plan, sent

pytestmark = pytest.mark.django_db
BACK = date(2026, 4, 9)


def line(debit: Debit, *, way: str = "CRDT", reason: str = "", on: date = DUE) -> str:
    returned = f"<RtrInf><Rsn><Cd>{reason}</Cd></Rsn></RtrInf>" if reason else ""
    detail = f"<Refs><EndToEndId>{debit.end_to_end_id}</EndToEndId></Refs>{returned}"
    dates = f"<BookgDt><Dt>{on}</Dt></BookgDt><ValDt><Dt>{on}</Dt></ValDt>"
    return entry("120.00", way=way, dates=dates, details=[detail])


def take(folder: Path, *lines: str, on: date = DUE) -> BankFileResult:
    path = folder / f"{on}.xml"
    path.write_bytes(camt053(statement(*lines, number=str(on))))
    found = bank_file_take(path=path, on=on, at=at(on), actor="clerk")
    assert isinstance(found, BankFileResult), found
    return found


def test_a_debit_is_booked_as_a_payment_by_its_end_to_end_id(tmp_path: Path) -> None:
    debit = sent()
    found = take(tmp_path, line(debit))
    assert (found.posted, found.unmatched, found.held) == (1, 0, 0)
    debit.refresh_from_db()
    assert (debit.state, debit.booked_on) == ("booked", DUE)
    payment = Payment.objects.get()
    assert (payment.account_id, payment.amount_minor) == (debit.account_id, 12_000)
    assert Account.objects.get().balance_minor == 78_000


def test_a_debit_that_comes_back_is_reversed_and_has_failed(tmp_path: Path) -> None:
    debit = sent()
    take(tmp_path, line(debit))
    before = Account.objects.get()
    found = take(tmp_path, line(debit, way="DBIT", reason="MD06", on=BACK), on=BACK)
    assert found.returned == 1
    debit.refresh_from_db()
    assert (debit.state, debit.note) == ("failed", "MD06")
    failure = DebitFailure.objects.get()
    assert (failure.code, failure.kind, failure.on, failure.file) == ("MD06", "return", BACK, None)
    account = Account.objects.get()
    assert account.last_debit_failed_on == BACK
    assert account.balance_minor == before.balance_minor + 12_000
    assert Mandate.objects.get().state == "suspended"
    total = Posting.objects.filter(side="cardholder").aggregate(total=Sum("amount_minor"))["total"]
    assert not total
    # the same statement read for results says nothing new
    path = tmp_path / f"{BACK}.xml"
    again = debits_read_results(path.read_bytes(), name="again", on=BACK, at=at(BACK))
    assert (again.known, again.failures) == (1, ())


def test_one_that_was_rejected_before_it_was_booked_fails_once(tmp_path: Path) -> None:
    debit = sent()
    take(tmp_path, line(debit, way="DBIT", reason="AM04", on=BACK), on=BACK)
    take(tmp_path, line(debit, way="DBIT", reason="AC04", on=date(2026, 4, 10)))
    assert DebitFailure.objects.get().code == "AM04"
    assert Mandate.objects.get().state == "active"


def test_a_payment_is_not_taken_off_a_due_twice(tmp_path: Path) -> None:
    debit = sent()
    account = Account.objects.get()
    account.dues.create(due_on=DUE, amount_minor=12_000)
    take(tmp_path, line(debit))
    account = Account.objects.get()
    assert standing_of(account, on=DUE).due_minor == 0
    assert not plan(date(2026, 4, 3)).debits


def test_what_was_paid_since_the_statement_is_not_collected_with_it(tmp_path: Path) -> None:
    debit = sent()
    take(tmp_path, line(debit))
    Account.objects.update(
        next_due_on=date(2026, 4, 28), next_due_minor=1_000, statement_minor=50_000
    )
    on = date(2026, 4, 9)

    def told() -> tuple[int | None, int]:
        found = standing_of(Account.objects.get(), on=on, collects="statement")
        return found.statement_minor, found.paid_since_minor

    assert told() == (50_000, 12_000)
    Account.objects.update(next_due_on=date(2026, 5, 2))
    assert told() == (50_000, 0)
    days = {"statement_on": date(2026, 4, 1), "due_on": date(2026, 5, 2)}
    held = Account.objects.get()
    held.host_statements.create(currency="EUR", balance_minor=49_000, **days)
    assert told() == (49_000, 12_000)
    held.card_statements.create(balance_minor=48_000, minimum_minor=1_000, past_due_minor=0, **days)
    assert told() == (48_000, 12_000)
    # another mandate does not ask for it
    assert standing_of(held, on=on).statement_minor is None
