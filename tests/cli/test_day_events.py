"""What happened to an account is told once, by the day over the database and over files alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from forbear.cli.day import command
from forbear.core.tables import PORTFOLIO
from forbear.store.models import Account, Decision, Offer, PlannedContact, Promise
from forbear.store.selectors.frames import portfolio
from forbear.wiring import clock
from tests.engine.make import ON, ago
from tests.store.address import address
from tests.store.make import account, person, planned, point

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOMORROW = ON + timedelta(days=1)


@pytest.fixture(autouse=True)
def _at_the_start_of_the_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DATABASE_URL", address())
    monkeypatch.setenv("FORBEAR_CLOCK", AT.isoformat())
    clock.restart()
    yield
    monkeypatch.delenv("FORBEAR_CLOCK")
    clock.restart()


def owed(**given: object) -> Account:
    owner = person()
    point(owner, kind="mobile", data_source="contract")
    point(owner, kind="email", value="ada@mail.example", data_source="contract")
    late = {"oldest_unpaid_due_on": ago(5), "region": "US-TX"}
    return account(owner, **{**late, **given})


def promised(on: date, state: str, **given: object) -> Account:
    made = owed(**given)
    Promise.objects.create(
        account=made, amount_minor=20_000, pay_on=on, made_at=AT - timedelta(days=3), state=state
    )
    return made


def offered(ends: date, *, made_days_ago: int) -> Account:
    made = owed()
    Offer.objects.create(
        key=f"offer-{made.pk}",
        account=made,
        type="settlement",
        state="offered",
        currency="USD",
        amount_minor=300_000,
        owed_minor=540_000,
        expires_on=ends,
        why="to try",
        made_at=AT - timedelta(days=made_days_ago),
        made_by="writer",
        state_at=AT,
    )
    return made


def day(*args: str) -> None:
    result = CliRunner().invoke(command, ["--on", str(ON), *args])
    assert result.exit_code == 0, result.output


def by_files(folder: Path, out: Path) -> dict[int, tuple[str, str | None]]:
    folder.mkdir()
    read = portfolio(address(), at=AT)
    for table in PORTFOLIO:
        getattr(read, table.name).write_parquet(folder / f"{table.name}.parquet")
    day("--portfolio", str(folder), "--out", str(out))
    rows = pl.read_parquet(out / "decisions").select("account_id", "because", "template")
    return {number: (because, template) for number, because, template in rows.rows()}


def test_each_event_is_told_by_the_words_that_belong_to_it(tmp_path: Path) -> None:
    cases = {
        "promise_tomorrow": promised(TOMORROW, "open"),
        "PROMISE_OPEN": promised(TOMORROW + timedelta(days=1), "open"),
        "thanks_for_promise": promised(ago(1), "kept", last_payment_on=ago(1)),
        "promise_missed": promised(ago(2), "broken"),
        "offer_here": offered(ON + timedelta(days=20), made_days_ago=1),
        "offer_soon_over": offered(ON + timedelta(days=2), made_days_ago=9),
        "debit_not_paid": owed(last_debit_failed_on=ago(1)),
        "thanks_for_all": owed(
            balance_minor=0,
            overdue_minor=0,
            oldest_unpaid_due_on=None,
            last_payment_on=ago(1),
            step=2,
            step_on=ago(9),
        ),
    }
    wanted = {made.pk: because for because, made in cases.items()}
    told = by_files(tmp_path / "in", tmp_path / "out")
    assert {number: because for number, (because, _) in told.items()} == wanted
    day()
    stored = Decision.objects.values_list("account_id", "because", "template")
    assert {number: (because, template) for number, because, template in stored} == told
    templates = dict(PlannedContact.objects.values_list("decision__because", "template"))
    assert templates == {
        "promise_tomorrow": "promise_reminder",
        "thanks_for_promise": "promise_kept",
        "promise_missed": "promise_broken",
        "offer_here": "offer_made",
        "offer_soon_over": "offer_ends",
        "debit_not_paid": "debit_failed",
        "thanks_for_all": "paid_in_full",
    }
    assert set(PlannedContact.objects.values_list("purpose", flat=True)) == {"notice"}


@pytest.mark.parametrize("state", ["planned", "queued", "sending", "sent", "unknown", "done"])
def test_what_was_told_is_not_told_again(state: str, tmp_path: Path) -> None:
    made = promised(ago(2), "broken")
    told = planned(made, at=AT, template="promise_broken", state=state, on=ON)
    assert by_files(tmp_path / "in", tmp_path / "out")[made.pk][0] != "promise_missed"
    told.state = "failed"
    told.save()
    assert by_files(tmp_path / "again", tmp_path / "out2")[made.pk][0] == "promise_missed"


def test_a_promise_of_another_day_is_reminded_of_anew(tmp_path: Path) -> None:
    made = promised(TOMORROW, "open")
    planned(made, at=AT, template="promise_reminder", state="sent", on=ago(9))
    assert by_files(tmp_path / "in", tmp_path / "out")[made.pk][0] == "promise_tomorrow"


def test_whoever_went_through_a_moratorium_or_a_sale_is_told_nothing(tmp_path: Path) -> None:
    resting = promised(ago(2), "broken")
    resting.person.breathing_space_until = TOMORROW
    resting.person.save()
    sold = promised(ago(2), "broken", status="sold")
    told = by_files(tmp_path / "in", tmp_path / "out")
    assert told[resting.pk] == ("BREATHING_SPACE", None)
    assert told[sold.pk] == ("CLOSED", None)
