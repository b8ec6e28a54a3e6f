"""Call-backs by the API: lawful ones only, one for a cardholder, cancelled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from forbear.store.models import Account, CallBack, PlannedContact
from forbear.wiring import clock
from tests.services.test_call_backs import AT, ON
from tests.store import make
from tests.web.api.test_agreements import System

pytestmark = pytest.mark.django_db
PLACE = "accounts/CARD/9/call-backs"


def wish(days: int = 1, at: str = "17:30", point: str = "HOST/1") -> dict[str, str]:
    return {"contact_point": point, "on": (ON + timedelta(days=days)).isoformat(), "at": at}


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setattr(clock, "now", lambda: AT)
    made = make.account(
        reference="CARD/9",
        region="US-OH",
        collector_kind="agency",
        collector_authorised=True,
        collector_licensed=True,
        validation_sent_on=date(2026, 1, 5),
    )
    make.point(made.person, reference="HOST/1", data_source="contract")
    make.point(made.person, reference="HOST/2", kind="email", value="ada@example.com")
    make.point(made.person, reference="HOST/3", party="spouse", value="+12025550199")
    return made


def test_a_call_is_planned_by_their_clock_and_once(card: Account) -> None:
    host = System()
    first = host.post(PLACE, wish())
    assert first.status_code == 201, first.content
    told = first.json()
    assert (told["due_at"], told["zone"]) == ("2026-03-13T21:30:00Z", "America/New_York")
    assert (told["state"], told["source"], told["is_missed"]) == ("open", "api", False)
    assert host.post(PLACE, wish()).json() == told
    assert CallBack.objects.get().actor == "api:host"
    assert PlannedContact.objects.get().channel == "call"
    other = host.post(PLACE, wish(at="18:00"))
    states = {each["id"]: each["state"] for each in host.get(PLACE).json()}
    assert states == {told["id"]: "cancelled", other.json()["id"]: "open"}
    assert card.person.name not in host.get(PLACE).content.decode()


def test_it_is_cancelled_once(card: Account) -> None:
    del card
    host = System()
    number = host.post(PLACE, wish()).json()["id"]
    assert host.post(f"call-backs/{number}/cancel", {}).json()["state"] == "cancelled"
    again = host.post(f"call-backs/{number}/cancel", {})
    assert (again.status_code, again.json()["code"]) == (409, "BACK_OVER")
    missing = host.post("call-backs/999999/cancel", {})
    assert (missing.status_code, missing.json()["code"]) == (404, "BACK_MISSING")


def test_where_no_call_is_lawful_the_rules_and_the_nearest_time_are_told(card: Account) -> None:
    del card
    answer = System().post(PLACE, wish(at="23:00"))
    assert (answer.status_code, answer.json()["code"]) == (409, "BACK_NOT_LAWFUL")
    told = {each["where"]: each["what"] for each in answer.json()["errors"]}
    assert told.pop("nearest") == "2026-03-13T20:30:00-04:00"
    assert told, "the rules that object"
    assert not CallBack.objects.exists()


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        (wish(point="HOST/2"), 404, "POINT_UNKNOWN"),
        (wish(point="HOST/3"), 404, "POINT_UNKNOWN"),
        (wish(point="NONE"), 404, "POINT_UNKNOWN"),
        (wish(days=-1), 422, "BACK_PAST"),
        (wish(days=90), 422, "BACK_FAR"),
        (wish(at="5pm"), 422, "DOES_NOT_FIT"),
        (wish(at="24:00"), 422, "DOES_NOT_FIT"),
        ({**wish(), "source": "desk"}, 422, "DOES_NOT_FIT"),
    ],
)
def test_what_does_not_fit_is_said(
    card: Account, given: dict[str, str], status: int, code: str
) -> None:
    del card
    answer = System().post(PLACE, given)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not CallBack.objects.exists()


def test_reading_is_not_asking(card: Account) -> None:
    del card
    answer = System("reader", "callbacks:read").post(PLACE, wish())
    assert (answer.status_code, answer.json()["code"]) == (403, "SCOPE_MISSING")
