"""What the pages and the API take for today around midnight: the house's day for money and work."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from pytest_django.fixtures import Settings

from forbear.core.ledger.books import Part, legs_of
from forbear.services.ledger import transaction_post
from forbear.store.models import DayRun, LedgerTransaction, Payment, SearchTask
from forbear.wiring import clock
from tests.services.agreements.make import owing
from tests.services.cases.make import dispute
from tests.services.guarantees.make import asked
from tests.store.make import person
from tests.web import portfolio
from tests.web.api.conftest import bearer

pytestmark = pytest.mark.django_db
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


@pytest.fixture
def house(settings: Settings, monkeypatch: pytest.MonkeyPatch, zone: str, at: datetime) -> str:
    settings.FORBEAR_ZONE = zone
    monkeypatch.setattr(clock, "now", lambda: at)
    return zone


def signed_in(*roles: str) -> Client:
    user = User.objects.create_user("someone")
    user.groups.set(Group.objects.get_or_create(name=role)[0] for role in roles)
    client = Client()
    client.force_login(user, portfolio.BACKEND)
    return client


@MIDNIGHTS
@pytest.mark.usefixtures("house")
def test_the_pages_of_money_open_on_the_day_of_the_house(today: date) -> None:
    owed = owing(reference="CARD/9")
    seen = signed_in("finance", "cashier")
    for address in ("/money/day/", f"/accounts/{owed.pk}/owed/", "/payments/"):
        assert seen.get(address).context["today"] == today, address
    assert seen.get("/money/reconciliation/").context["until"] == today


@MIDNIGHTS
@pytest.mark.usefixtures("house")
def test_a_payment_that_a_cashier_sends_back_is_booked_on_the_day_of_the_house(
    today: date,
) -> None:
    made = Payment.objects.create(
        key="k",
        source="bank",
        amount_minor=500,
        currency="USD",
        value_on=ELEVENTH,
        booked_on=ELEVENTH,
        state="refund_asked",
        at=EARLY,
    )
    signed_in("cashier").post(f"/payments/{made.pk}/move/", {"to": "refunded"})
    assert LedgerTransaction.objects.latest("pk").on == today


@MIDNIGHTS
@pytest.mark.usefixtures("house")
def test_the_api_takes_money_and_tells_balances_by_the_day_of_the_house(today: date) -> None:
    owing(reference="CARD/9")
    given = {"headers": {"Authorization": bearer()}}

    def taken(day: date) -> tuple[int, str | None]:
        body = {"account": "CARD/9", "amount_minor": 5, "currency": "USD", "value_on": str(day)}
        headers = {**given["headers"], "Idempotency-Key": f"k-{day}"}
        answer = Client().post(
            "/api/v1/payments", json.dumps(body), content_type="application/json", headers=headers
        )
        return answer.status_code, answer.json().get("booked_on", answer.json().get("code"))

    assert taken(today) == (201, str(today))
    assert taken(today + timedelta(days=1)) == (422, "DAY_IN_FUTURE")
    place = "/api/v1/accounts/CARD/9/balance"
    assert Client().get(place, **given).json()["on"] == str(today)
    ahead = Client().get(f"{place}?on={today + timedelta(days=1)}", **given)
    assert ahead.json()["code"] == "DAY_IN_FUTURE"


@MIDNIGHTS
@pytest.mark.usefixtures("house")
def test_the_queue_shows_the_run_of_the_day_of_the_house(today: date) -> None:
    runs = {
        on: DayRun.objects.create(on=on, at=EARLY - timedelta(days=1), strategy="test")
        for on in (ELEVENTH, TWELFTH)
    }
    seen = signed_in("collector")
    assert seen.get("/today/").context["run"] == runs[today]


@MIDNIGHTS
@pytest.mark.usefixtures("house")
def test_where_a_page_tells_the_day_alone_of_a_moment_it_is_that_of_the_house(
    today: date, at: datetime
) -> None:
    owed = owing()
    asked(owed, at=at)
    SearchTask.objects.create(person=owed.person, why="no_point", opened_at=at, opened_by="kim")
    seen = signed_in("collector", "legal")
    for address in ("/guarantors/", "/lost/"):
        assert f">{today}</time>" in seen.get(address).content.decode(), address


@MIDNIGHTS
@pytest.mark.usefixtures("house")
def test_lists_of_disputes_and_complaints_count_days_by_the_house(today: date) -> None:
    dispute(owing())
    seen = signed_in("compliance")
    assert seen.get("/disputes/").context["today"] == today
    assert seen.get("/complaints/report/").context["until"] == today


@MIDNIGHTS
@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("theirs", [EAST, WEST])
def test_the_timeline_of_the_api_ends_with_the_day_of_the_cardholder(
    today: date, theirs: str
) -> None:
    del today
    owed = owing(person(time_zones=theirs), reference="CARD/9")
    for on in (ELEVENTH, TWELFTH):
        booked = transaction_post(
            key=str(on),
            kind="purchase",
            on=on,
            currency=owed.currency,
            legs=legs_of("purchase", [Part("principal", 100)]),
            at=EARLY,
            actor="a",
            account_id=owed.pk,
        )
        assert isinstance(booked, LedgerTransaction), booked
    answer = Client().get("/api/v1/accounts/CARD/9/timeline", headers={"Authorization": bearer()})
    days = {line["on"] for line in answer.json()["lines"] if line["kind"] == "money"}
    assert ("2026-03-11" in days, "2026-03-12" in days) == (True, theirs == EAST)
