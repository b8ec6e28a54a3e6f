"""What a cardholder told another system: kept at once, once, and it permits nothing."""

from __future__ import annotations

import pytest

from forbear.store.models import (
    Account,
    AuditEntry,
    OptOut,
    PlannedContact,
    Preference,
    Representative,
)
from forbear.wiring import clock
from tests.store import make
from tests.web.api.conftest import AT
from tests.web.api.test_agreements import System

pytestmark = pytest.mark.django_db
PLACE = "persons/HOST/7"


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setattr(clock, "now", lambda: AT)
    who = make.person(reference="HOST/7")
    make.point(who, reference="HOST/8")
    return make.account(who)


def test_a_wish_not_to_be_reached_holds_at_once_and_stops_what_waits(card: Account) -> None:
    waits = make.planned(card, at=AT, channel="sms")
    host = System()
    first = host.post(f"{PLACE}/stop", {"channel": "sms"})
    assert first.status_code == 200, first.content
    assert host.post(f"{PLACE}/stop", {"channel": "sms"}).json() == first.json()
    assert OptOut.objects.get().channel == "sms"
    assert PlannedContact.objects.get(pk=waits.pk).state == "refused"
    entry = AuditEntry.objects.get(action="opt_out.recorded")
    assert (entry.actor, entry.data["source"]) == ("api:host", "api")
    one = host.post(f"{PLACE}/stop", {"channel": "call", "contact_point": "HOST/8"})
    assert one.json()["contact_point"] == "HOST/8"
    assert host.get(f"{PLACE}/wishes").json()["stopped"] == ["sms"], "that number alone"
    host.post(f"{PLACE}/stop", {"channel": None})
    assert host.get(f"{PLACE}/wishes").json()["stopped"] == ["any", "sms"]


def test_what_is_not_named_stays_and_null_takes_back(card: Account) -> None:
    del card
    host, place = System(), f"{PLACE}/wishes"
    evening = {"days": ["mon", "tue"], "start": "18:00", "until": "20:00"}
    first = host.post(place, {"channel": "email", "hours": [evening]})
    assert first.status_code == 200, first.content
    assert (first.json()["channel"], first.json()["hours"]) == ("email", [evening])
    assert host.post(place, {"channel": "email"}).json() == first.json()
    assert Preference.objects.count() == 1, "the same again changes nothing"
    then = host.post(place, {"channel": None, "language": "zh-Hans"}).json()
    assert (then["channel"], then["hours"], then["language"]) == (None, [evening], "zh-Hans")
    assert host.post(place, {"hours": None, "language": None}).json()["hours"] == []
    assert host.get(place).json()["language"] == ""


def test_who_speaks_for_them_is_kept_once_and_not_told(card: Account) -> None:
    host, place = System(), f"{PLACE}/representatives"
    body = {"kind": "adviser", "name": "Citizens Advice", "reach": "advice@example.org"}
    for _ in range(2):
        answer = host.post(place, body)
        assert answer.json()["represented_by"] == ["adviser"], answer.content
        assert "Citizens" not in answer.content.decode()
    row = Representative.objects.get()
    assert (row.person, row.name, row.source) == (card.person, "Citizens Advice", "api")


@pytest.mark.parametrize(
    ("act", "body", "status", "code"),
    [
        ("stop", {}, 422, "DOES_NOT_FIT"),
        ("stop", {"channel": "fax"}, 422, "DOES_NOT_FIT"),
        ("stop", {"channel": "sms", "contact_point": "NONE"}, 404, "POINT_UNKNOWN"),
        ("wishes", {}, 422, "DOES_NOT_FIT"),
        ("wishes", {"language": "fr"}, 422, "DOES_NOT_FIT"),
        ("wishes", {"hours": [{"days": [], "start": "1", "until": "2"}]}, 422, "DOES_NOT_FIT"),
        (
            "wishes",
            {"hours": [{"days": ["mon"], "start": "20:00", "until": "18:00"}]},
            422,
            "HOURS_UNFIT",
        ),
        ("representatives", {"kind": "friend", "name": "x"}, 422, "DOES_NOT_FIT"),
    ],
)
def test_what_does_not_fit_changes_nothing(
    card: Account, act: str, body: dict[str, object], status: int, code: str
) -> None:
    del card
    answer = System().post(f"{PLACE}/{act}", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not OptOut.objects.exists()
    assert not Preference.objects.exists()


@pytest.mark.parametrize("act", ["stop", "wishes", "representatives"])
def test_of_nobody_nothing_is_kept(act: str) -> None:
    bodies = {
        "stop": {"channel": "sms"},
        "wishes": {"channel": "sms"},
        "representatives": {"kind": "other", "name": "x"},
    }
    answer = System().post(f"persons/NONE/{act}", bodies[act])
    assert (answer.status_code, answer.json()["code"]) == (404, "PERSON_UNKNOWN")
    reader = System("reader", "contacts:read")
    assert reader.post(f"persons/NONE/{act}", bodies[act]).status_code == 403


def test_somebody_who_speaks_for_them_no_longer_is_ended_once(card: Account) -> None:
    host = System()
    told = host.post(f"{PLACE}/representatives", {"kind": "attorney", "name": "Li & Wu"}).json()
    [speaker] = told["representatives"]
    assert (speaker["kind"], "Li" in str(told)) == ("attorney", False)
    for _again in range(2):
        done = host.post(f"representatives/{speaker['id']}/end", {})
        assert done.status_code == 200, done.content
        assert (done.json()["represented_by"], done.json()["representatives"]) == ([], [])
    assert AuditEntry.objects.get(action="representative.ended").actor == "api:host"
    assert Representative.objects.get().person == card.person
    missing = host.post("representatives/999999/end", {})
    assert (missing.status_code, missing.json()["code"]) == (404, "REPRESENTATIVE_UNKNOWN")
    reader = System("reader", "contacts:read")
    assert reader.post(f"representatives/{speaker['id']}/end", {}).status_code == 403
