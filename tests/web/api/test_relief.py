"""Relief by the API: given once, listed without its reason, ended under a scope of its own."""

from __future__ import annotations

import pytest

from forbear.store.models import Account, AuditEntry, Person, Relief
from forbear.wiring import clock
from tests.services.agreements.make import AT, day, owing
from tests.services.agreements.test_relief import briton
from tests.web.api.test_agreements import System

pytestmark = pytest.mark.django_db
PAUSE = {"kind": "pause", "reason": "illness", "until_on": day(30).isoformat()}


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def card() -> Account:
    return owing(reference="CARD/9")


def test_relief_is_given_once_and_collection_rests(card: Account) -> None:
    host, place = System(), "accounts/CARD/9/relief"
    first = host.post(place, PAUSE)
    assert first.status_code == 201, first.content
    assert host.post(place, PAUSE).json() == first.json()
    assert Relief.objects.count() == 1
    card.refresh_from_db()
    assert card.hardship_until == day(30)
    told = host.get(place)
    assert told.json() == [first.json()]
    assert "illness" not in told.content.decode()
    assert AuditEntry.objects.get(action="relief.given").actor == "api:host"
    longer = host.post(place, {**PAUSE, "until_on": day(60).isoformat()})
    assert longer.json()["id"] != first.json()["id"]
    System("other").post(place, PAUSE)
    assert Relief.objects.count() == 3


def test_a_breathing_space_is_of_the_person_and_as_long_as_the_law_says() -> None:
    of = briton(reference="CARD/10")
    other = owing(Person.objects.get(pk=of.person_id), reference="CARD/11")
    host = System()
    space = {"kind": "breathing_space", "reason": "debts", "event_on": day(0).isoformat()}
    first = host.post("accounts/CARD/10/relief", space)
    assert first.status_code == 201, first.content
    assert host.post("accounts/CARD/10/relief", space).json() == first.json()
    assert (first.json()["account"], first.json()["rule_id"]) == (None, "uk-breathing-space-60d")
    assert host.get(f"accounts/{other.reference}/relief").json() == [first.json()]


def test_it_is_ended_early_under_a_scope_of_its_own(card: Account) -> None:
    giver = System("giver", "relief:read", "relief:write")
    number = giver.post("accounts/CARD/9/relief", PAUSE).json()["id"]
    refused = giver.post(f"relief/{number}/end", {})
    assert (refused.status_code, refused.json()["code"]) == (403, "SCOPE_MISSING")
    ender = System("ender", "relief:end")
    done = ender.post(f"relief/{number}/end", {})
    assert (done.status_code, done.json()["ended_on"]) == (200, day(0).isoformat())
    again = ender.post(f"relief/{number}/end", {})
    assert (again.status_code, again.json()["code"]) == (409, "RELIEF_OVER")
    card.refresh_from_db()
    assert card.hardship_until is None
    assert giver.post("accounts/CARD/9/relief", PAUSE).json()["id"] != number, "given anew"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"until_on": None}, 422, "RELIEF_END"),
        ({"until_on": day(5000).isoformat()}, 422, "RELIEF_END"),
        ({"kind": "reduced_payment"}, 422, "RELIEF_AMOUNT"),
        ({"kind": "breathing_space", "event_on": day(0).isoformat()}, 409, "SPACE_NOT_BY_LAW"),
        ({"signposts": ["nobody"]}, 422, "SIGNPOST_UNKNOWN"),
        ({"reason": "cancer"}, 422, "DOES_NOT_FIT"),
        ({"reduced_minor": 0}, 422, "DOES_NOT_FIT"),
        ({"more": 1}, 422, "DOES_NOT_FIT"),
    ],
)
def test_what_does_not_fit_is_said(
    card: Account, change: dict[str, object], status: int, code: str
) -> None:
    del card
    body = {key: value for key, value in {**PAUSE, **change}.items() if value is not None}
    answer = System().post("accounts/CARD/9/relief", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Relief.objects.exists()


def test_what_is_not_there() -> None:
    assert System().post("relief/999999/end", {}).json()["code"] == "RELIEF_MISSING"
    assert System().post("accounts/NONE/relief", PAUSE).json()["code"] == "ACCOUNT_UNKNOWN"
