"""The day over the database, with the rules and the ladder that ship."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from forbear.packs import load_book
from forbear.packs.ladders import load_ladder
from forbear.store.models import Account, Decision, PlannedContact
from forbear.wiring.day import database_day
from tests.web import portfolio

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("commands_database")


def test_a_day_decides_every_account_once_and_a_second_run_changes_nothing() -> None:
    for number in range(3):
        portfolio.cardholder(number)
    first = database_day(on=ON, at=AT, ladder=load_ladder(), book=load_book())
    decided = list(Decision.objects.order_by("pk").values())
    planned = list(PlannedContact.objects.order_by("pk").values())
    assert {row["account_id"] for row in decided} == set(
        Account.objects.values_list("pk", flat=True)
    )

    again = database_day(on=ON, at=AT, ladder=load_ladder(), book=load_book())
    assert again.pk == first.pk
    assert list(Decision.objects.order_by("pk").values()) == decided
    assert list(PlannedContact.objects.order_by("pk").values()) == planned


def test_the_day_keeps_what_decided_it() -> None:
    portfolio.cardholder(1)
    book = load_book()
    run = database_day(on=ON, at=AT, ladder=load_ladder(), book=book)
    assert run.packs == dict(book.versions)
    assert run.summary["accounts"] == 1
