"""Cases handed over by the API: only to somebody who works here, by the rules of the desk."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User

from forbear.core.roles import COLLECTOR, TEAM_LEAD
from forbear.store.models import Account, CaseAssignment, CaseMove, ComplaintStep, DisputeStep
from forbear.wiring import clock
from tests.services.agreements.make import AT, owing
from tests.services.cases.make import complaint, dispute
from tests.store.make import person
from tests.web.api.test_agreements import System

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


def works(name: str, *roles: str) -> User:
    user = User.objects.create_user(name)
    user.groups.set(Group.objects.get_or_create(name=role)[0] for role in roles)
    return user


@pytest.fixture
def card() -> Account:
    works("okafor", TEAM_LEAD)
    works("devi", COLLECTOR)
    return owing(person(), reference="CARD/9")


@pytest.mark.parametrize("kind", ["disputes", "complaints"])
def test_a_case_is_given_once_to_somebody_who_may_answer_it(card: Account, kind: str) -> None:
    found = dispute(card) if kind == "disputes" else complaint(card)
    host, place = System(), f"{kind}/{found.pk}/hand-over"
    first = host.post(place, {"to": "okafor"})
    assert first.status_code == 200, first.content
    assert host.post(place, {"to": "okafor"}).json() == first.json()
    found.refresh_from_db()
    assert found.handler == "okafor"
    steps = (DisputeStep if kind == "disputes" else ComplaintStep).objects.filter(step="handed")
    assert steps.get().actor == "api:host"


@pytest.mark.parametrize(
    ("place", "body", "status", "code"),
    [
        ("disputes/{}/hand-over", {"to": "devi"}, 422, "HANDLER_UNKNOWN"),
        ("disputes/{}/hand-over", {"to": "nobody"}, 422, "HANDLER_UNKNOWN"),
        ("disputes/{}/hand-over", {"to": ""}, 422, "DOES_NOT_FIT"),
        ("disputes/{}/hand-over", {"to": "okafor", "by": "me"}, 422, "DOES_NOT_FIT"),
        ("disputes/999999/hand-over", {"to": "okafor"}, 404, "DISPUTE_MISSING"),
        ("complaints/999999/hand-over", {"to": "okafor"}, 404, "COMPLAINT_MISSING"),
        ("accounts/CARD/9/assignment", {"to": "nobody", "why": "x"}, 422, "NOT_A_CALLER"),
        ("accounts/CARD/9/assignment", {"to": "devi"}, 422, "DOES_NOT_FIT"),
        ("accounts/CARD/9/assignment", {"to": "devi", "why": " "}, 422, "NOTE_MISSING"),
        ("accounts/CARD/8/assignment", {"to": "devi", "why": "x"}, 404, "ACCOUNT_UNKNOWN"),
        (
            "accounts/CARD/9/assignment",
            {"to": "devi", "why": "x", "seen": 7},
            409,
            "CASE_MOVED",
        ),
    ],
)
def test_what_cannot_be_is_said_and_nothing_moves(
    card: Account, place: str, body: dict[str, object], status: int, code: str
) -> None:
    found = dispute(card)
    answer = System().post(place.format(found.pk), body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    found.refresh_from_db()
    assert found.handler != "okafor"
    assert not CaseMove.objects.exists()


def test_nobody_is_given_a_complaint_about_themselves(card: Account) -> None:
    found = complaint(card, about="okafor")
    answer = System().post(f"complaints/{found.pk}/hand-over", {"to": "okafor"})
    assert (answer.status_code, answer.json()["code"]) == (409, "COMPLAINT_OWN")


@pytest.mark.usefixtures("card")
def test_a_case_moves_to_a_caller_and_back_and_the_second_look_decides() -> None:
    host, place = System(), "accounts/CARD/9/assignment"
    assert host.get(place).json()["to"] is None
    body = {"to": "devi", "why": "She speaks their language."}
    first = host.post(place, body)
    assert first.status_code == 200, first.content
    assert (first.json()["to"], first.json()["actor"]) == ("devi", "api:host")
    assert host.post(place, body).json() == first.json() == host.get(place).json()
    assert CaseMove.objects.count() == 1
    stale = host.post(place, {"to": "okafor", "why": "x", "seen": 0})
    assert (stale.status_code, stale.json()["code"]) == (409, "CASE_MOVED")
    back = host.post(place, {"to": None, "why": "x", "seen": first.json()["move"]})
    assert (back.status_code, back.json()["to"]) == (200, None)
    assert CaseAssignment.objects.get().to == ""


@pytest.mark.parametrize(
    ("place", "scope"),
    [
        ("disputes/1/hand-over", "disputes:write"),
        ("complaints/1/hand-over", "complaints:write"),
        ("accounts/CARD/9/assignment", "cases:read"),
    ],
)
@pytest.mark.usefixtures("card")
def test_another_scope_is_not_enough(place: str, scope: str) -> None:
    answer = System("other", scope).post(place, {"to": "okafor", "why": "x"})
    assert (answer.status_code, answer.json()["code"]) == (403, "SCOPE_MISSING")
