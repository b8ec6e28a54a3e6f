"""The bank's file of the demo's morning, taken in like any other."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from forbear.cli.demo.bank import write_bank_file
from forbear.cli.demo.clock import DAY
from forbear.services.payments.files import BankFileResult, bank_file_take
from forbear.services.refusals import Refusal
from forbear.store.models import Account
from tests.store.make import account

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, tzinfo=UTC)
LATE = 240


def test_most_of_the_demos_money_finds_its_account_and_some_waits(tmp_path: Path) -> None:
    owed = [account(reference=f"A{number:05d}") for number in range(LATE)]
    path = write_bank_file(tmp_path / "bank")
    content = path.read_bytes()
    taken = bank_file_take(path=path, on=DAY, at=AT, actor="demo")
    assert isinstance(taken, BankFileResult)
    assert not taken.findings, "the sums of the file add up"
    assert taken.read == taken.posted + taken.held + taken.unmatched
    assert taken.posted > taken.held + taken.unmatched > 0
    first = Account.objects.get(pk=owed[0].pk)
    assert (first.overdue_minor, first.balance_minor) == (0, 420_000)

    assert write_bank_file(tmp_path / "bank").read_bytes() == content
    again = bank_file_take(path=path, on=DAY, at=AT, actor="demo")
    assert isinstance(again, Refusal)
    assert again.code == "FILE_KNOWN"
