"""Wrong contact points and deaths told by another system."""

from __future__ import annotations

import json

import pytest
from django.http import HttpResponse
from django.test import Client

from forbear.store.models import Account, ContactPoint
from tests.store.make import point
from tests.web.api.conftest import bearer

pytestmark = pytest.mark.django_db


def post(place: str, body: object, *scopes: str) -> HttpResponse:
    return Client().post(
        f"/api/v1/{place}",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": bearer(*(scopes or ("contacts:write",)))},
    )


def test_a_contact_point_is_closed_wherever_the_person_has_it(owed: Account) -> None:
    first, again = (point(owed.person, reference=f"HOST/{number}") for number in (1, 2))
    body = {"why": "reassigned", "note": "told by the network"}
    answer = post("contact-points/HOST/1/close", body)
    assert (answer.status_code, answer.json()) == (200, {"closed": ["HOST/1", "HOST/2"]})
    assert post("contact-points/HOST/1/close", body).json() == {"closed": []}
    for each in (first, again):
        assert ContactPoint.objects.get(pk=each.pk).state == "closed"


def test_a_death_is_taken_once(owed: Account) -> None:
    for _ in range(2):
        answer = post(f"persons/{owed.person.reference}/death", {})
        assert answer.json() == {"person": owed.person.reference, "is_deceased": True}
    owed.person.refresh_from_db()
    assert owed.person.is_deceased
    assert owed.person.death_reports.count() == 1


@pytest.mark.parametrize(
    ("place", "body", "status"),
    [
        ("contact-points/NONE/close", {"why": "moved"}, 404),
        ("persons/NONE/death", {}, 404),
        ("contact-points/NONE/close", {"why": "deceased"}, 422),
        ("contact-points/NONE/close", {}, 422),
        ("persons/NONE/death", {"more": 1}, 422),
    ],
)
def test_what_does_not_fit_is_told(place: str, body: object, status: int) -> None:
    assert post(place, body).status_code == status


def test_another_scope_does_not_do() -> None:
    assert post("persons/NONE/death", {}, "payments:read").status_code == 403
