from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from forbear.web.api import genuine
from tests.store.make import account, permit, person, planned
from tests.web import portfolio

CODE = "38VT-QM8F-C"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


def test_the_answer_needs_no_token_and_names_nobody(client: Client) -> None:
    owed = account(person(time_zones="Asia/Shanghai"))
    at = portfolio.AT - timedelta(days=3)
    row = planned(owed, at=at, channel="sms", code=CODE)
    permit(owed, at=at, planned=row, channel="sms", consumed_at=at)
    answer = client.get("/api/v1/genuine", {"q": CODE.lower()})
    assert answer.json() == {
        "verdict": "genuine",
        "kind": "sms",
        "on": "2026-11-20",
        "withdrawn_on": None,
    }
    other = client.get("/api/v1/genuine", {"q": "2222-2222-2"})
    assert other.status_code == 200
    assert set(other.json().values()) == {"not_ours", None}


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "x" * 81}])
def test_a_question_that_does_not_fit_is_refused(client: Client, query: dict[str, str]) -> None:
    assert client.get("/api/v1/genuine", query).status_code == 422


def test_who_asks_very_often_waits(client: Client) -> None:
    for _ in range(genuine.ASKING.count):
        client.get("/api/v1/genuine", {"q": "x"})
    answer = client.get("/api/v1/genuine", {"q": "x"})
    assert answer.status_code == 429
    assert answer.json()["code"] == "TOO_MANY"
