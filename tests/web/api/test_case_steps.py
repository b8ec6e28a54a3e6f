"""Steps, files and the root cause by the API: once each, within the scope, never in words back."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from forbear.store.models import Account, CaseFile, DisputeStep, PlannedContact
from forbear.web.api import case_steps as pages
from forbear.wiring import clock
from tests.services.agreements.make import AT, owing
from tests.services.cases.make import Shelf, complaint, dispute
from tests.store.make import person, point
from tests.web.api.conftest import bearer
from tests.web.api.test_agreements import System

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a receipt"


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    kept = Shelf()
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(pages, "case_files", lambda: kept)
    return kept


@pytest.fixture
def card() -> Account:
    of = owing(person(), reference="CARD/9")
    point(of.person, kind="email", value="ada@example.com")
    return of


def send(place: str, *scopes: str, data: bytes = PDF, **fields: str) -> HttpResponse:
    return Client().post(
        f"/api/v1/{place}",
        {**fields, "document": SimpleUploadedFile("Ada's receipt.pdf", data)},
        headers={"Authorization": bearer(*scopes)},
    )


def test_a_dispute_is_acknowledged_asked_about_withdrawn_and_opened_again(card: Account) -> None:
    found, host = dispute(card), System()
    place = f"disputes/{found.pk}/steps"
    first = host.post(place, {"step": "acknowledged"})
    assert (first.status_code, first.json()["acknowledged_on"]) == (200, "2026-03-12")
    assert host.post(place, {"step": "acknowledged"}).json() == first.json()
    asked = host.post(place, {"step": "evidence_asked", "note": "Your receipt, please."})
    assert asked.json()["state"] == "asked"
    assert host.post(place, {"step": "evidence_asked", "note": "Your receipt, please."}) is not None
    assert PlannedContact.objects.filter(template="dispute_evidence").count() == 1
    assert "receipt" not in asked.content.decode()
    assert host.post(place, {"step": "withdrawn", "note": "It was theirs."}).json()["state"] == (
        "withdrawn"
    )
    stale = host.post(place, {"step": "acknowledged"})
    assert (stale.status_code, stale.json()["code"]) == (409, "DISPUTE_NOT_SO")
    assert host.post(place, {"step": "reopened", "note": "New papers."}).json()["state"] == "open"
    told = host.get(place)
    steps = ["opened", "acknowledged", "evidence_asked", "withdrawn", "reopened"]
    assert [each["step"] for each in told.json()] == steps
    assert {each["actor"] for each in told.json()[1:]} == {"api:host"}
    assert "papers" not in told.content.decode()


def test_the_same_words_after_something_else_are_a_step_of_their_own(card: Account) -> None:
    place, host = f"disputes/{dispute(card).pk}/steps", System()
    for note in ("Called.", "Called.", "Wrote.", "Called."):
        assert host.post(place, {"step": "noted", "note": note}).status_code == 200
    notes = DisputeStep.objects.filter(step="noted").order_by("pk")
    assert [each.note for each in notes] == ["Called.", "Wrote.", "Called."]
    other = System("other")
    other.post(place, {"step": "noted", "note": "Called."})
    assert DisputeStep.objects.filter(step="noted").count() == 4, "somebody else's is another"


def test_evidence_is_kept_once_and_ours_needs_a_scope_of_its_own(
    card: Account, shelf: Shelf
) -> None:
    place = f"disputes/{dispute(card).pk}/files"
    first = send(place, "disputes:write", note="a receipt")
    assert first.status_code == 201, first.content
    assert send(place, "disputes:write").json() == first.json()
    assert "Ada" not in first.content.decode()
    row = CaseFile.objects.get()
    assert (row.side, shelf.read(row.sha256)) == ("theirs", PDF)
    ours = send(place, "disputes:write", side="ours")
    assert (ours.status_code, ours.json()["code"]) == (403, "SCOPE_MISSING")
    both = send(place, "disputes:write", "disputes:answer", side="ours")
    assert (both.status_code, both.json()["side"]) == (201, "ours")
    bad = send(place, "disputes:write", data=b"MZ")
    assert (bad.status_code, bad.json()["code"]) == (422, "FILE_KIND")


def test_our_statement_is_made_from_the_ledger(card: Account, shelf: Shelf) -> None:
    host, place = System(), f"disputes/{dispute(card).pk}/statement"
    made = host.post(place, {})
    assert (made.status_code, made.json()["side"]) == (201, "ours"), made.content
    assert host.post(place, {}).json() == made.json()
    assert "CARD/9" in shelf.read(made.json()["sha256"]).decode()


def test_a_complaint_goes_its_way(card: Account) -> None:
    found, host = complaint(card), System()
    place = f"complaints/{found.pk}"
    assert host.post(f"{place}/steps", {"step": "acknowledged"}).json()["acknowledged_on"]
    named = host.post(f"{place}/cause", {"cause": "too_many_contacts", "team": "North"})
    assert named.status_code == 200, named.content
    assert named.json()["cause"] == "too_many_contacts"
    assert send(f"{place}/files", "complaints:write").status_code == 201
    sent = host.post(f"{place}/steps", {"step": "escalated", "note": "The ombudsman has it."})
    assert sent.json()["state"] == "escalated"
    assert "ombudsman" not in host.get(f"{place}/steps").content.decode()


def test_nobody_handles_a_complaint_about_themselves(card: Account) -> None:
    found = complaint(card, about="api:host")
    answer = System().post(f"complaints/{found.pk}/steps", {"step": "noted", "note": "Not so."})
    assert (answer.status_code, answer.json()["code"]) == (409, "COMPLAINT_OWN")
    for place in (f"complaints/{found.pk}", f"complaints/{found.pk}/steps"):
        assert System().get(place).status_code == 404
    assert System("other").get(f"complaints/{found.pk}").status_code == 200


@pytest.mark.parametrize(
    ("place", "body", "status", "code"),
    [
        ("disputes/{}/steps", {"step": "noted"}, 422, "NOTE_MISSING"),
        ("disputes/{}/steps", {"step": "noted", "note": "x" * 4001}, 422, "TEXT_TOO_LONG"),
        ("disputes/{}/steps", {"step": "answered"}, 422, "DOES_NOT_FIT"),
        ("disputes/{}/steps", {"step": "handed", "note": "lee"}, 422, "DOES_NOT_FIT"),
        ("disputes/999999/steps", {"step": "noted", "note": "x"}, 404, "DISPUTE_MISSING"),
        ("disputes/999999/statement", {}, 404, "DISPUTE_MISSING"),
        ("complaints/999999/steps", {"step": "noted", "note": "x"}, 404, "COMPLAINT_MISSING"),
        ("complaints/999999/cause", {"cause": "too_many_contacts"}, 404, "COMPLAINT_MISSING"),
    ],
)
def test_what_does_not_fit_is_said(
    card: Account, place: str, body: dict[str, object], status: int, code: str
) -> None:
    answer = System().post(place.format(dispute(card).pk), body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not DisputeStep.objects.exclude(step="opened").exists()


@pytest.mark.parametrize("kind", ["disputes", "complaints"])
def test_who_may_open_a_case_may_not_take_its_steps(card: Account, kind: str) -> None:
    found = dispute(card) if kind == "disputes" else complaint(card)
    portal = System("portal", f"{kind}:write", f"{kind}:read")
    answer = portal.post(f"{kind}/{found.pk}/steps", {"step": "closed"})
    assert (answer.status_code, answer.json()["code"]) == (403, "SCOPE_MISSING")
