"""Offers by the API: worked out, made within authority, approved by another, accepted."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client

from forbear.core.agreements.authority import Limit
from forbear.services.agreements.authority import authority_set
from forbear.store.models import Account, AuditEntry, Offer, Plan
from forbear.wiring import clock
from tests.services.agreements.make import AT, owing
from tests.web.api.conftest import bearer

pytestmark = pytest.mark.django_db
PLAN = {
    "type": "installment",
    "months": 12,
    "budget": {"income_minor": 900_000, "outgoings": {"housing": 100_000}},
}


@pytest.fixture
def card(db: None, monkeypatch: pytest.MonkeyPatch) -> Account:  # noqa: ARG001 - the tables first
    monkeypatch.setattr(clock, "now", lambda: AT)
    return owing(reference="CARD/9")


def first_due() -> str:
    return date(AT.year, AT.month + 1, 1).isoformat()


class System:
    """Another system with a token of its own."""

    def __init__(self, name: str = "host", *scopes: str) -> None:
        self.headers = {"Authorization": bearer(*scopes, name=name)}

    def get(self, path: str) -> HttpResponse:
        return Client().get(f"/api/v1/{path}", headers=self.headers)

    def post(self, path: str, body: object, key: str = "k-1") -> HttpResponse:
        return Client().post(
            f"/api/v1/{path}",
            json.dumps(body),
            content_type="application/json",
            headers={**self.headers, "Idempotency-Key": key},
        )


def plan(**changed: object) -> dict[str, object]:
    return {**PLAN, "first_due_on": first_due(), **changed}


def may(name: str, kind: str = "installment") -> None:
    limit = Limit(f"api:{name}", kind, AT.date(), 10_000, 10**9, 60, "", False)
    made = authority_set(limit, at=AT, actor="board", note="the host's own portal")
    assert hasattr(made, "pk"), made


def test_a_plan_is_worked_out_made_and_accepted(card: Account) -> None:
    may("host")
    host = System()
    view = host.post("accounts/CARD/9/offers/view", plan())
    assert view.status_code == 200, view.content
    told = view.json()
    schedule = told["schedule"]
    assert len(schedule) == 12
    assert sum(each["principal_minor"] for each in schedule) == told["owed_minor"]
    assert told["above"] == []
    assert not Offer.objects.exists()
    made = host.post("accounts/CARD/9/offers", plan(why="asked on the portal"))
    assert made.status_code == 201, made.content
    again = host.post("accounts/CARD/9/offers", plan(why="asked on the portal"))
    assert again.json() == made.json()
    number = made.json()["id"]
    assert made.json()["state"] == "offered"
    yes = host.post(f"offers/{number}/accept", {"accepted_by": "the cardholder"})
    assert (yes.status_code, yes.json()["state"]) == (200, "accepted")
    assert Plan.objects.get().account == card
    assert host.get(f"offers/{number}").json() == yes.json()
    assert host.get("accounts/CARD/9/offers").json() == [yes.json()]
    assert host.post(f"offers/{number}/withdraw", {"why": "x"}).json()["code"] == "OFFER_BINDS"
    assert AuditEntry.objects.filter(action="offer.accepted").get().actor == "api:host"


def test_without_authority_it_waits_for_another_system(card: Account) -> None:
    del card
    may("head")
    host, head = System(), System("head")
    made = host.post("accounts/CARD/9/offers", plan(why="asked")).json()
    assert made["state"] == "asked"
    (waits,) = head.get("approvals").json()
    assert (waits["asked_by"], waits["account"]) == ("api:host", "CARD/9")
    answer = f"approvals/{waits['id']}/answer"
    own = host.post(answer, {"is_given": True})
    assert (own.status_code, own.json()["code"]) == (409, "APPROVAL_OWN")
    assert host.post(answer, {"is_given": False}).json()["code"] == "NOTE_MISSING"
    assert head.post(answer, {"is_given": True}).json()["state"] == "offered"
    assert head.get("approvals").json() == []
    declined = host.post(f"offers/{made['id']}/decline", {"why": "no longer wanted"})
    assert declined.json()["state"] == "declined"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (plan(budget=None), 422, "BUDGET_MISSING"),
        (plan(first_due_on="9999-12-31"), 422, "DOES_NOT_FIT"),
        (plan(months=10**9), 422, "DOES_NOT_FIT"),
        (plan(more="x"), 422, "DOES_NOT_FIT"),
        ({"type": "gift"}, 422, "DOES_NOT_FIT"),
    ],
)
def test_what_does_not_fit_is_said(
    card: Account, body: dict[str, object], status: int, code: str
) -> None:
    del card
    answer = System().post("accounts/CARD/9/offers/view", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content


def test_what_is_not_there_is_404(card: Account) -> None:
    del card
    host = System()
    assert host.get("offers/999").json()["code"] == "OFFER_MISSING"
    assert host.post("offers/999/accept", {"accepted_by": "x"}).status_code == 404
    assert host.get("accounts/none/offers").json()["code"] == "ACCOUNT_UNKNOWN"
    assert host.post("approvals/999/answer", {"is_given": True}).status_code == 404
