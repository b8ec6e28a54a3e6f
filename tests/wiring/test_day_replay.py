"""What a day decided comes again from what was kept of it, account by account."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from forbear.core.gate.compare import Replayed
from forbear.packs import load_book
from forbear.packs.ladders import load_ladder
from forbear.packs.library import PackLibrary
from forbear.services import day_inputs
from forbear.services.day_replay import day_decision_replay
from forbear.services.refusals import Refusal
from forbear.store.models import Account, DayInput, DayRun, Decision, OptOut
from forbear.wiring.day import database_day
from tests.store.address import address
from tests.web import portfolio

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "docs" / "reference" / "house-example.toml"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> None:  # noqa: ARG001
    monkeypatch.setenv("DATABASE_URL", address())
    monkeypatch.setattr(day_inputs, "_PERSONS", 4)
    for number in range(9):
        nation = ("CN", "US", "GB")[number % 3]
        owed = portfolio.cardholder(number, nation=nation)
        late = ON - timedelta(days=3 + 20 * number) if number else None
        dispute = "open" if number == 4 else "none"
        Account.objects.filter(pk=owed.pk).update(oldest_unpaid_due_on=late, dispute=dispute)
    database_day(on=ON, at=AT, ladder=load_ladder(), book=load_book())


def name(row: Decision) -> str:
    return f"day-{row.on}/{row.account.reference}"


def refused(called: str) -> str:
    found = day_decision_replay(called, library=PackLibrary())
    assert isinstance(found, Refusal)
    return found.code


def tamper(statement: str) -> None:
    with connection.cursor() as cursor:
        table = statement.split()[1]
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_every_decision_comes_again_whatever_happened_since() -> None:
    for owed in Account.objects.all():
        OptOut.objects.create(person=owed.person, at=AT + timedelta(hours=1))
    Account.objects.update(overdue_minor=1, plan="kept")
    found = []
    for row in Decision.objects.select_related("account"):
        again = day_decision_replay(name(row), library=PackLibrary())
        assert isinstance(again, Replayed), again
        assert again.is_identical, again.differences()
        assert json.loads(again.again)["action"] == row.action
        found.append(row.action)
    assert len(found) == 9
    assert {"contact"} < set(found)
    assert len(set(DayInput.objects.values_list("first_person", flat=True))) == 3


def test_other_packs_would_have_decided_otherwise(tmp_path: Path) -> None:
    house = tmp_path / "house.toml"
    text = EXAMPLE.read_text().replace("overdue_minor < 5000", "TRUE")
    house.write_text(text.replace("AND channel = 'call' AND purpose = 'collect'", ""))
    row = Decision.objects.select_related("account").filter(action="contact").first()
    assert row is not None
    again = day_decision_replay(name(row), library=PackLibrary(), instead=load_book(house))
    assert isinstance(again, Replayed)
    assert not again.is_identical
    assert any(line.startswith("denied was") for line in again.differences())


def test_a_decision_that_was_changed_is_found() -> None:
    row = Decision.objects.select_related("account").filter(action="contact")[0]
    tamper(f"UPDATE store_decision SET because = 'a whim' WHERE id = {row.pk}")
    again = day_decision_replay(name(row), library=PackLibrary())
    assert isinstance(again, Replayed)
    assert again.differences() == [f"because was a whim, is {row.because}"]


def test_inputs_that_were_changed_are_found() -> None:
    row = Decision.objects.select_related("account")[0]
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        DayInput.objects.update(sha256="")
    tamper("UPDATE store_dayinput SET content = content || '\\x00'::bytea")
    assert refused(name(row)) == "RECORD_ALTERED"


def test_a_day_whose_inputs_were_not_kept_says_so() -> None:
    other = portfolio.cardholder(99)
    run = DayRun.objects.create(on=ON + timedelta(days=1), at=AT, strategy="test")
    portfolio.decide(other, run)
    assert refused(f"day-{portfolio.ON}/{other.reference}") == "INPUTS_MISSING"


@pytest.mark.parametrize(
    "called, code",
    [
        ("day-2026-11-23", "BAD_NAME"),
        ("day-2026-13-23/A-00001", "BAD_NAME"),
        ("day-2026-11-23/nobody", "DECISION_UNKNOWN"),
        ("day-2026-11-22/A-00001", "DECISION_UNKNOWN"),
    ],
)
def test_what_is_no_decision_is_told(called: str, code: str) -> None:
    assert refused(called) == code
