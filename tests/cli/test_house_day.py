"""What a command without ``--on`` takes for today: the house's day, and where it counts theirs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_django.fixtures import Settings

from forbear.cli import main
from forbear.store.models import (
    AuthorityLimit,
    CallerNumber,
    LedgerTransaction,
    Payment,
    Promise,
    SenderIdentity,
)
from forbear.wiring import clock
from tests.interchange.bank.make import camt053, entry, statement
from tests.store.make import account, person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("commands_database")]
EAST, WEST = "Asia/Shanghai", "America/New_York"
# 07:30 on the 12th in Shanghai, 19:30 on the 11th in New York; in UTC it is the 11th
EARLY = datetime(2026, 3, 11, 23, 30, tzinfo=UTC)
# 09:30 on the 12th in Shanghai, 21:30 on the 11th in New York; in UTC it is the 12th
LATE = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)
ELEVENTH, TWELFTH = date(2026, 3, 11), date(2026, 3, 12)
MIDNIGHTS = pytest.mark.parametrize(
    ("zone", "at", "today"),
    [
        pytest.param(EAST, EARLY, TWELFTH, id="east-where-utc-lags"),
        pytest.param(WEST, LATE, ELEVENTH, id="west-where-utc-leads"),
    ],
)


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def house(settings: Settings, monkeypatch: pytest.MonkeyPatch, zone: str, at: datetime) -> str:
    settings.FORBEAR_ZONE = zone
    monkeypatch.setenv("FORBEAR_ZONE", zone)
    monkeypatch.setattr(clock, "now", lambda: at)
    return zone


def run(*words: str, status: int = 0) -> str:
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == status, result.output
    return result.output


@MIDNIGHTS
@pytest.mark.usefixtures("house")
def test_money_is_booked_on_the_day_of_the_house(tmp_path: Path, today: date) -> None:
    one = account(currency="EUR")
    days = [today, date(2026, 3, 5)]
    for name, words in (("a", ()), ("b", ("--on", "2026-03-05"))):
        path = tmp_path / f"{name}.xml"
        path.write_bytes(camt053(statement(entry("10.00"), number=name)))
        run("payments", "import", str(path), *words)
    # what --on says stands
    assert list(LedgerTransaction.objects.order_by("pk").values_list("on", flat=True)) == days
    run("payments", "match", str(Payment.objects.earliest("pk").pk), one.reference)
    assert LedgerTransaction.objects.latest("pk").on == today
    assert f"Books of {today};" in run("books", "show")
    assert "Books of 2026-03-05;" in run("books", "show", "--on", "2026-03-05")


@MIDNIGHTS
@pytest.mark.usefixtures("house")
def test_a_limit_and_a_number_count_from_the_first_hour_of_their_day(today: date) -> None:
    for since, share in ((ELEVENTH, 1_100), (TWELFTH, 1_200)):
        AuthorityLimit.objects.create(
            role="collector",
            kind="settlement",
            since=since,
            share_bp=share,
            at=EARLY,
            actor="board",
        )
    shares = {ELEVENTH: "11", TWELFTH: "12"}
    assert f"{shares[today]}%" in run("authority", "show").replace(".00", "").replace(" %", "%")
    CallerNumber.objects.create(value="+12125550100", from_on=TWELFTH)
    is_ours = today == TWELFTH
    told = run("genuine", "--number", "+1 212 555 0100", status=int(not is_ours))
    assert ("not ours" not in told) is is_ours
    run("senders", "add", "sms", "GB", "LARKFIELD", "--registration", "7")
    assert SenderIdentity.objects.get().from_on == today


@MIDNIGHTS
@pytest.mark.usefixtures("house")
def test_statements_are_compared_up_to_the_day_of_the_house(today: date) -> None:
    # none is there: the command says which days it looked at
    since = ("reconcile", "--from", "2026-03-01")
    assert f"2026-03-01 to {today}" in run(*since, status=2)
    assert "2026-03-01 to 2026-03-02" in run(*since, "--to", "2026-03-02", status=2)


@pytest.mark.parametrize(
    ("zone", "at", "judged"),
    [
        # where both live in the east the 11th is over
        pytest.param(EAST, EARLY, {EAST}, id="the-west-has-evening-still"),
        pytest.param(EAST, LATE, {EAST}, id="the-west-has-night-still"),
        # the house's own day is not over: its morning comes
        pytest.param(WEST, LATE, set(), id="the-house-has-evening-still"),
        pytest.param(WEST, datetime(2026, 3, 12, 11, tzinfo=UTC), {EAST, WEST}, id="over-for-all"),
    ],
)
@pytest.mark.usefixtures("house")
def test_a_promise_is_broken_only_when_its_day_is_over_for_house_and_cardholder(
    judged: set[str],
) -> None:
    made = {}
    for theirs in (EAST, WEST):
        owed = account(person(time_zones=theirs))
        made[theirs] = Promise.objects.create(
            account=owed, amount_minor=500, pay_on=ELEVENTH, made_at=EARLY, actor="chen"
        )
    run("promises", "settle")
    states = {theirs: Promise.objects.get(pk=one.pk).state for theirs, one in made.items()}
    assert {theirs for theirs, state in states.items() if state == "broken"} == judged
    # what --on says is done
    run("promises", "settle", "--on", "2026-03-12")
    assert set(Promise.objects.values_list("state", flat=True)) == {"broken"}


@MIDNIGHTS
@pytest.mark.usefixtures("house")
def test_a_command_without_a_database_goes_by_the_house_too(today: date) -> None:
    # six years after the 11th are over with that day
    given = ("law", "limitation", "US-OH", "--default-on", "2020-03-11")
    assert run(*given, status=int(today > ELEVENTH)).startswith(f"US-OH on {today}:")
