"""Payments that wait for a person: the bank's file names nobody for certain."""

from __future__ import annotations

from pathlib import Path

from forbear.services.payments.files import BankFileResult, bank_file_take
from forbear.store.models import Account
from tests.interchange.bank.make import camt053, entry, statement
from tests.web.portfolio import AT, ON

WROTE = "<RmtInf><Ustrd>还款 November</Ustrd></RmtInf>"


def payments_waiting(folder: Path) -> None:
    """Take a file with three payments in yuan, of those who stand first in the portfolio."""
    owed = Account.objects.filter(currency="CNY").order_by("pk")[:3]
    entries = [
        entry(
            f"{number}0.00",
            currency="CNY",
            details=[f"<RltdPties><Dbtr><Nm>{one.person.name}</Nm></Dbtr></RltdPties>{WROTE}"],
        )
        for number, one in enumerate(owed, start=1)
    ]
    path = folder / "statement.xml"
    path.write_bytes(camt053(statement(*entries, currency="CNY")))
    taken = bank_file_take(path=path, on=ON, at=AT, actor="a")
    assert isinstance(taken, BankFileResult)
    assert taken.unmatched == 3
