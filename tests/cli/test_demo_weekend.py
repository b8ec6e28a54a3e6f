"""What the demo's desk finds on its Monday comes once, by the ways of every day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from rich.console import Console

from forbear.cli.demo.weekend import tell_weekend
from forbear.store.models import Account, Complaint, Dispute, InboundMessage, SpokenText
from forbear.wiring import clock
from tests.store.make import account, person, point

pytestmark = pytest.mark.django_db


def _late(nation: str, number: int) -> None:
    who = person(reference=f"{nation}/{number}")
    account(who, reference=f"{nation}-{number:02}", nation=nation, overdue_minor=9_000)
    point(who, reference=f"{nation}/{number}/m", kind="mobile", value=f"+4477009001{number:02}")


def test_it_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 23, tzinfo=UTC))
    for number in range(11):
        _late("GB", number)
    for _ in range(2):
        tell_weekend(Console(quiet=True))
    assert Dispute.objects.get().account.reference == "GB-04"
    assert Complaint.objects.get().account.reference == "GB-07"
    assert InboundMessage.objects.get().text.startswith("I lost my job")
    assert SpokenText.objects.get().account_id == Account.objects.get(reference="GB-09").pk
    assert Account.objects.get(reference="GB-04").dispute == "open"


def test_a_portfolio_without_such_accounts_has_a_quiet_weekend() -> None:
    tell_weekend(Console(quiet=True))
    assert not Dispute.objects.exists()
