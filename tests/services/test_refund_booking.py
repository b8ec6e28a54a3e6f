"""A refund is booked by the bank's statement, once, and taken back if it returns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from forbear.services.debits import debits_read_results
from forbear.services.payments.files import BankFileResult, bank_file_take
from forbear.services.refund_booking import refunds_booked
from forbear.services.refunds import refund_credit, refunds_write_file
from forbear.store.models import Account, LedgerTransaction, Refund
from forbear.store.selectors.books import trial_balance
from tests.interchange.bank.make import camt053, statement
from tests.interchange.bank.make import entry as bank_entry
from tests.interchange.sepa.test_results import camt, entry
from tests.services.debits.make import BANK, at
from tests.services.test_refunds import ON, approved, in_credit

pytestmark = pytest.mark.django_db
SHOWN = date(2026, 4, 7)


def sent() -> Refund:
    refund = approved(in_credit())
    refunds_write_file(on=ON, bank=BANK, at=at(ON))
    refund.refresh_from_db()
    return refund


def take(folder: Path, refund: Refund, amount: str = "50.00", name: str = "1") -> BankFileResult:
    detail = f"<Refs><EndToEndId>{refund.end_to_end_id}</EndToEndId></Refs>"
    dates = f"<BookgDt><Dt>{SHOWN}</Dt></BookgDt><ValDt><Dt>{SHOWN}</Dt></ValDt>"
    line = bank_entry(amount, way="DBIT", dates=dates, details=[detail])
    path = folder / f"{name}.xml"
    path.write_bytes(camt053(statement(line, number=name)))
    found = bank_file_take(path=path, on=SHOWN, at=at(SHOWN), actor="clerk")
    assert isinstance(found, BankFileResult), found
    return found


def held() -> dict[str, int]:
    lines = trial_balance(since=SHOWN, until=SHOWN)
    return {line.book: line.closing_minor for line in lines if line.closing_minor}


def test_money_that_went_out_is_booked_once(tmp_path: Path) -> None:
    refund = sent()
    assert take(tmp_path, refund).outgoing == 1
    take(tmp_path, refund, name="2")
    refund.refresh_from_db()
    assert refund.state == "booked"
    assert held() == {"receivable": 5_000, "cash": -5_000}
    account = Account.objects.get()
    assert account.balance_minor == 0
    assert refund_credit(account) == 0
    assert {made.value_on for made in LedgerTransaction.objects.all()} == {SHOWN}
    assert LedgerTransaction.objects.count() == 2


def test_another_amount_is_not_the_refund(tmp_path: Path) -> None:
    refund = sent()
    take(tmp_path, refund, amount="49.99")
    refund.refresh_from_db()
    assert refund.state == "sent"
    assert not LedgerTransaction.objects.exists()


def test_a_refund_that_returns_after_it_was_booked_is_credit_again() -> None:
    refund = sent()
    shown = [(refund.end_to_end_id, 5_000, "EUR", SHOWN), ("", 5_000, "EUR", SHOWN)]
    assert refunds_booked(shown, on=SHOWN, at=at(SHOWN), actor="clerk") == 1
    content = camt(entry(refund.end_to_end_id, "AC04", amount="50.00"))
    debits_read_results(content, name="a", on=SHOWN, at=at(SHOWN))
    refund.refresh_from_db()
    assert refund.state == "failed"
    assert held() == {}
    assert Account.objects.get().balance_minor == -5_000
