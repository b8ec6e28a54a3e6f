"""Disputes and complaints by the API: once under a key, and nothing of what was said comes back."""

from __future__ import annotations

import json

import pytest
from django.http import HttpResponse
from django.test import Client

from forbear.store.models import Account, Complaint, Dispute
from tests.web.api.conftest import bearer

pytestmark = pytest.mark.django_db


def send(place: str, body: dict[str, object], *, key: str = "one", **given: str) -> HttpResponse:
    token = given.get("token") or bearer(name=f"host-{key}-{place}")
    return Client().post(
        f"/api/v1/{place}",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": token, "Idempotency-Key": key},
    )


def test_a_dispute_is_opened_once_and_shown(owed: Account) -> None:
    token = bearer("disputes:write", "disputes:read")
    body = {"account": "CARD/1", "ground": "amount", "amount_minor": 100, "said": "Too much."}
    first = send("disputes", body, token=token)
    again = send("disputes", body, token=token)
    assert (first.status_code, first.json()) == (201, again.json())
    found = Dispute.objects.get()
    assert first.json()["answer_due_on"] == found.answer_due_on.isoformat()
    assert first.json()["clocks"][0]["citation"]
    shown = Client().get(first["Location"], headers={"Authorization": token})
    assert shown.json() == first.json()
    assert "Too much" not in shown.content.decode()
    owed.refresh_from_db()
    assert owed.dispute == "open"


def test_a_complaint_is_logged_once_and_shown(owed: Account) -> None:
    token = bearer("complaints:write", "complaints:read")
    body = {"account": "CARD/1", "said": "Rude.\nTwice.", "channel": "letter"}
    first = send("complaints", body, token=token)
    assert first.status_code == 201, first.content
    assert send("complaints", body, token=token).json() == first.json()
    assert Complaint.objects.get().said == "Rude.\nTwice."
    shown = Client().get(first["Location"], headers={"Authorization": token})
    assert shown.json() == first.json()
    assert "Rude" not in shown.content.decode()
    assert owed.person.name not in shown.content.decode()


@pytest.mark.parametrize(
    ("place", "change", "status", "code"),
    [
        ("disputes", {"account": "NONE"}, 404, "ACCOUNT_UNKNOWN"),
        ("disputes", {"ground": "rude"}, 422, "DOES_NOT_FIT"),
        ("disputes", {"amount_minor": 0}, 422, "DOES_NOT_FIT"),
        ("disputes", {"amount_minor": "5"}, 422, "DOES_NOT_FIT"),
        ("disputes", {"amount_minor": 10**14}, 422, "AMOUNT_ABOVE_OWED"),
        ("disputes", {"received_on": "2027-01-01"}, 422, "DAY_IN_FUTURE"),
        ("disputes", {"ground": "transaction", "transaction": 999_999}, 422, "TRANSACTION_UNKNOWN"),
        ("disputes", {"said": "a\x00b"}, 422, "DOES_NOT_FIT"),
        ("disputes", {"about": "chen"}, 422, "DOES_NOT_FIT"),
        ("complaints", {"said": ""}, 422, "DOES_NOT_FIT"),
        ("complaints", {"said": "x" * 10_001}, 422, "DOES_NOT_FIT"),
        ("complaints", {"said": "x", "team": "a\nb"}, 422, "DOES_NOT_FIT"),
    ],
)
@pytest.mark.usefixtures("owed")
def test_what_does_not_fit_changes_nothing(
    place: str, change: dict[str, object], status: int, code: str
) -> None:
    usual: dict[str, object] = {"account": "CARD/1"}
    usual |= {"ground": "amount"} if place == "disputes" else {"said": "x"}
    got = send(place, {**usual, **change})
    assert (got.status_code, got.json()["code"]) == (status, code)
    assert not Dispute.objects.exists()
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("place", ["disputes/99", "complaints/99"])
def test_what_is_not_there(place: str) -> None:
    got = Client().get(f"/api/v1/{place}", headers={"Authorization": bearer()})
    assert got.status_code == 404
    assert got.json()["code"].endswith("_MISSING")
