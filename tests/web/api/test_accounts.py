"""What an account owes by the API: its components as of a day, and nothing about the person."""

from __future__ import annotations

import pytest
from django.test import Client

from forbear.store.models import Account
from tests.web.api.conftest import Post, bearer

pytestmark = pytest.mark.django_db
PLACE = "/api/v1/accounts/CARD/1/balance"


def ask(place: str = PLACE) -> object:
    return Client().get(place, headers={"Authorization": bearer("balances:read")})


def test_what_is_owed_sums_to_the_whole_and_moves_with_a_payment(owed: Account, post: Post) -> None:
    before = ask().json()
    post()
    after = ask(f"{PLACE}?on=2026-03-05").json()
    assert (before["owed_minor"], after["owed_minor"]) == (6200, 5600)
    assert (after["account"], after["on"], after["currency"]) == ("CARD/1", "2026-03-05", "USD")
    assert sum(one["owed_minor"] for one in after["components"]) == 5600
    assert {one["lot"] or one["component"]: one["owed_minor"] for one in after["components"]} == {
        "purchase": 5000,
        "cash_advance": 600,
    }
    assert owed.person.name not in str(after)
    assert ask(f"{PLACE}?on=2026-03-04").json()["owed_minor"] == 6200
    assert ask(f"{PLACE}?on=2025-12-31").json()["components"] == []


@pytest.mark.parametrize(
    ("place", "status", "code"),
    [
        ("/api/v1/accounts/NONE/balance", 404, "ACCOUNT_UNKNOWN"),
        ("/api/v1/accounts/a%00b/balance", 422, "DOES_NOT_FIT"),
        (f"/api/v1/accounts/{'x' * 65}/balance", 422, "DOES_NOT_FIT"),
        (f"{PLACE}?on=2026-03-06", 422, "DAY_IN_FUTURE"),
        (f"{PLACE}?on=tomorrow", 422, "DOES_NOT_FIT"),
        (f"{PLACE}?on=", 422, "DOES_NOT_FIT"),
    ],
)
def test_what_cannot_be_answered(owed: Account, place: str, status: int, code: str) -> None:
    del owed
    answer = ask(place)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    assert answer["Content-Type"] == "application/problem+json"
