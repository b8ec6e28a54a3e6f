"""Guarantees by the API: written down with their document, never proved by a system, ended."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from forbear.services.guarantees.recording import guarantee_answer
from forbear.store.models import Account, ContactPoint, Guarantee, GuaranteeStep, OptOut
from forbear.web.api import guarantees as pages
from forbear.web.shared.doors import OPERATIONS
from forbear.wiring import clock
from tests.services.guarantees.make import AT, STORE
from tests.store.make import account
from tests.store.make import point as make_point
from tests.web.api.conftest import bearer
from tests.web.api.test_agreements import System

pytestmark = pytest.mark.django_db
TERMS = {
    "name": "Wang Lei",
    "kind": "joint",
    "signed_on": "2025-01-02",
    "limit_minor": "500000",
    "ends_on": "2026-12-31",
}
PDF = b"%PDF-1.7 signed by hand"


@pytest.fixture(autouse=True)
def house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(pages, "case_files", lambda: STORE)


@pytest.fixture
def card() -> Account:
    return account(reference="CARD/9")


def asked(*, data: bytes = PDF, scope: str = "", **changed: object) -> HttpResponse:
    terms = {key: value for key, value in {**TERMS, **changed}.items() if value is not None}
    return Client().post(
        "/api/v1/accounts/CARD/9/guarantees",
        {**terms, "document": SimpleUploadedFile("guarantee.pdf", data)},
        headers={"Authorization": bearer(*([scope] if scope else []))},
    )


def proved(number: int) -> None:
    done = guarantee_answer(
        guarantee_id=number, is_accepted=True, store=STORE, at=AT, actor="api:host"
    )
    assert getattr(done, "code", "") == "APPROVAL_OWN"
    done = guarantee_answer(guarantee_id=number, is_accepted=True, store=STORE, at=AT, actor="lee")
    assert isinstance(done, Guarantee), done


def test_it_is_written_down_once_and_waits_for_a_person(card: Account) -> None:
    first = asked()
    assert first.status_code == 201, first.content
    assert asked().json() == first.json()
    row = Guarantee.objects.get()
    assert (row.account, row.asked_by, row.state) == (card, "api:host", "asked")
    assert (row.limit_minor, row.currency) == (500_000, card.currency)
    host = System()
    assert host.get("accounts/CARD/9/guarantees").json() == [first.json()]
    shown = host.get(f"guarantees/{row.pk}")
    assert shown.json() == first.json()
    assert "Wang" not in shown.content.decode()
    assert not [each for each in OPERATIONS if each.startswith("guarantee_answer")]


def test_its_guarantor_is_reached_once_proved_and_released(card: Account) -> None:
    number = asked().json()["id"]
    host = System()
    body = {"kind": "postal", "value": "1 Elm St\nAlbany"}
    made = host.post(f"guarantees/{number}/points", body)
    assert made.status_code == 201, made.content
    assert host.post(f"guarantees/{number}/points", body).json() == made.json()
    found = ContactPoint.objects.get(reference=made.json()["reference"])
    assert (found.person, found.party, found.party_name) == (card.person, "guarantor", "Wang Lei")
    early = host.post(f"guarantees/{number}/end", {"why": "paid out"})
    assert (early.status_code, early.json()["code"]) == (404, "GUARANTEE_UNKNOWN")
    proved(number)
    assert host.get(f"guarantees/{number}").json()["state"] == "accepted"
    done = host.post(f"guarantees/{number}/end", {"why": "paid out"})
    assert (done.status_code, done.json()["state"]) == (200, "ended")
    assert GuaranteeStep.objects.get(step="ended").actor == "api:host"
    keeper = System("keeper", "guarantees:write", "guarantees:read")
    assert keeper.post(f"guarantees/{number}/end", {"why": "x"}).status_code == 403


@pytest.mark.usefixtures("card")
def test_after_its_last_day_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    number = asked(ends_on="2026-04-30").json()["id"]
    monkeypatch.setattr(clock, "now", lambda: AT.replace(month=5))
    assert System().get(f"guarantees/{number}").json()["state"] == "over"


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"limit_minor": "0"}, 422, "DOES_NOT_FIT"),
        ({"limit_minor": "1.5"}, 422, "DOES_NOT_FIT"),
        ({"kind": "own"}, 422, "DOES_NOT_FIT"),
        ({"name": None}, 422, "DOES_NOT_FIT"),
        ({"name": "a\x00b"}, 422, "DOES_NOT_FIT"),
        ({"signed_on": "yesterday"}, 422, "DOES_NOT_FIT"),
        ({"signed_on": "2026-12-30"}, 422, "GUARANTEE_UNFIT"),
        ({"ends_on": "2026-01-31"}, 422, "GUARANTEE_OVER"),
        ({"ends_on": None}, 422, "GUARANTEE_PERIOD"),
        ({"data": b"MZ not a paper"}, 422, "FILE_KIND"),
        ({"data": b""}, 422, "FILE_EMPTY"),
        ({"scope": "guarantees:read"}, 403, "SCOPE_MISSING"),
    ],
)
@pytest.mark.usefixtures("card")
def test_what_does_not_fit_is_said(changed: dict[str, object], status: int, code: str) -> None:
    answer = asked(**changed)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Guarantee.objects.exists()


def test_a_guarantor_is_written_to_in_their_language_and_not_where_they_do_not_want(
    card: Account,
) -> None:
    number, host = asked().json()["id"], System()
    for _again in range(2):
        told = host.post(f"guarantees/{number}/language", {"language": "zh-Hans"})
        assert (told.status_code, told.json()["language"]) == (200, "zh-Hans"), told.content
    assert GuaranteeStep.objects.filter(step="language").count() == 1
    point = host.post(f"guarantees/{number}/points", {"kind": "postal", "value": "1 Elm St"}).json()
    for _again in range(2):
        done = host.post(f"guarantees/{number}/stop", {"contact_point": point["reference"]})
        assert done.status_code == 200, done.content
    assert GuaranteeStep.objects.filter(step="stopped").count() == 1
    stop = OptOut.objects.get()
    assert (stop.person_id, stop.channel) == (card.person_id, None)
    assert stop.contact_point is not None
    assert stop.contact_point.reference == point["reference"]


@pytest.mark.parametrize(
    ("place", "body", "status", "code"),
    [
        ("language", {"language": "fr"}, 422, "DOES_NOT_FIT"),
        ("language", {}, 422, "DOES_NOT_FIT"),
        ("stop", {"contact_point": "not-theirs"}, 404, "POINT_UNKNOWN"),
        ("stop", {}, 422, "DOES_NOT_FIT"),
    ],
)
@pytest.mark.usefixtures("card")
def test_what_cannot_be_done_for_a_guarantor_is_said(
    place: str, body: dict[str, str], status: int, code: str
) -> None:
    number = asked().json()["id"]
    answer = System().post(f"guarantees/{number}/{place}", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    missing = System().post("guarantees/999999/language", {"language": "en"})
    assert (missing.status_code, missing.json()["code"]) == (404, "GUARANTEE_UNKNOWN")


@pytest.mark.usefixtures("card")
def test_an_address_of_the_cardholder_is_none_of_the_guarantors(card: Account) -> None:
    number = asked().json()["id"]
    theirs = make_point(card.person, reference="HOST-44")
    answer = System().post(f"guarantees/{number}/stop", {"contact_point": theirs.reference})
    assert answer.json()["code"] == "POINT_UNKNOWN"
    assert not OptOut.objects.exists()
