"""The examples of docs/reference/api.md are asked of the API as they stand, and answered."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from forbear.core.tables import words as w
from forbear.store.models import Account
from forbear.wiring import clock
from tests.services.agreements.make import owing
from tests.store.make import person
from tests.web.api.conftest import bearer

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).resolve().parents[3] / "docs/reference/api.md"
AT = datetime(2026, 3, 12, 9, tzinfo=UTC)
TEXT = PAGE.read_text(encoding="utf-8")
CURL = re.compile(r"curl http://localhost:8000(\S+) .*?-d '(.*?)'\n```", re.DOTALL)
POSTED = re.compile(r"```\nPOST (/api/v1/\S+)\n(\{.*?\})\n```", re.DOTALL)
EXAMPLES = [*CURL.findall(TEXT), *POSTED.findall(TEXT)]


@pytest.fixture
def card(db: None, monkeypatch: pytest.MonkeyPatch) -> Account:  # noqa: ARG001 - the tables first
    monkeypatch.setattr(clock, "now", lambda: AT)
    who = person(time_zones="Europe/Berlin")
    return owing(who, reference="CARD-1001", nation="DE", region="", currency="EUR")


@pytest.mark.parametrize(
    ("place", "body"), EXAMPLES, ids=[place.removeprefix("/api/v1/") for place, _ in EXAMPLES]
)
@pytest.mark.usefixtures("card")
def test_an_example_is_answered_as_the_page_says(place: str, body: str) -> None:
    answer = Client().post(
        place,
        json.dumps(json.loads(body)),
        content_type="application/json",
        headers={"Authorization": bearer(), "Idempotency-Key": "run-0312-000417"},
    )
    assert answer.status_code in {200, 201}, answer.content


def test_the_page_has_one_table_of_all_scopes() -> None:
    table = TEXT.partition("| scope | allows |\n|---|---|\n")[2].partition("\n\n")[0]
    named = [re.findall(r"`([a-z-]+:[a-z]+)`", row.split("|")[1]) for row in table.splitlines()]
    assert all(named), "a line of the table names no scope"
    listed = [scope for row in named for scope in row]
    assert sorted(listed) == sorted(w.API_SCOPES)
