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
from forbear.store.models import Account, Decision, Due, Offer, PlannedContact, Promise
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


def in_arrears() -> Account:
    made = owed(
        nation="GB",
        region=None,
        currency="GBP",
        missed_statements=2,
        oldest_unpaid_due_on=ago(32),
        step=2,
        step_on=ago(20),
    )
    made.person.time_zones = "Europe/London"
    made.person.save()
    point(made.person, kind="postal", value="1 Elm St", data_source="contract")
    for days in (62, 32, 2):
        paid = 2500 if days == 62 else 0  # the first was met
        Due.objects.create(account=made, due_on=ago(days), amount_minor=2500, paid_minor=paid)
    return made


def abroad(place: str, zone: str, currency: str, days: int) -> Account:
    """Someone elsewhere, of whose payment nothing has come for so many days."""
    made = owed(
        nation=place[:2],
        region=place if place[:2] == "EU" else None,
        currency=currency,
        missed_statements=1,
        oldest_unpaid_due_on=ago(days),
        step=2,
        step_on=ago(days - 1),
    )
    made.person.time_zones = zone
    made.person.save()
    point(made.person, kind="postal", value="1 Elm St", data_source="contract")
    Due.objects.create(account=made, due_on=ago(days), amount_minor=2500)
    return made


NL = ("EU-NL", "Europe/Amsterdam", "EUR")
IN = ("IN", "Asia/Kolkata", "INR")


@pytest.mark.parametrize(
    ("place", "days", "told", "channel"),
    [
        (NL, 14, None, None),
        (NL, 15, "nl_demand_letter", "letter"),
        (NL, 26, "nl_demand_letter", "letter"),
        (NL, 27, None, None),
        # the neighbours have no such letter
        (("EU-DE", "Europe/Berlin", "EUR"), 15, None, None),
        (IN, 3, None, None),
        (IN, 4, "in_bureau_notice", "email"),
        (IN, 21, "in_bureau_notice", "email"),
        (IN, 22, None, None),
    ],
)
def test_the_notices_of_a_nation_go_at_their_lawful_step(
    tmp_path: Path,
    place: tuple[str, str, str],
    days: int,
    told: str | None,
    channel: str | None,
) -> None:
    made = abroad(*place, days)
    notices = {"nl_demand_letter", "in_bureau_notice"}
    by_file = by_files(tmp_path / "in", tmp_path / "out")[made.pk][1]
    day()
    planned_now = PlannedContact.objects.filter(account=made, template__in=notices)
    rows = list(planned_now.values_list("template", "channel", "purpose"))
    assert rows == ([(told, channel, "notice")] if told else [])
    assert (by_file if by_file in notices else None) == told


@pytest.mark.parametrize("place", [NL, IN])
def test_such_a_notice_goes_once_and_not_where_something_is_disputed(
    tmp_path: Path, place: tuple[str, str, str]
) -> None:
    disputed, written = abroad(*place, 15), abroad(*place, 15)
    disputed.dispute = "open"
    disputed.save()
    template = "nl_demand_letter" if place == NL else "in_bureau_notice"
    planned(written, at=AT, template=template, state="sent", on=ago(3))
    told = by_files(tmp_path / "in", tmp_path / "out")
    assert told[disputed.pk] == ("DISPUTE_OPEN", None)
    assert told[written.pk][1] != template


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
    cases["gb_arrears"] = in_arrears()
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
        "gb_arrears": "gb_arrears_notice",
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
