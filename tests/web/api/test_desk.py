"""Promises, notes and the timeline by the API, and how often a token may ask."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forbear.store.models import Account, CaseNote
from forbear.store.selectors.timeline import PAGE_SIZE
from forbear.wiring import clock
from tests.web.api.conftest import AT, ON
from tests.web.api.test_agreements import System

pytestmark = pytest.mark.django_db
OF = "accounts/CARD/1"


def test_a_promise_is_recorded_and_listed(owed: Account) -> None:
    host = System()
    body = {"amount_minor": 500, "pay_on": (ON + timedelta(days=2)).isoformat()}
    made = host.post(f"{OF}/promises", body)
    assert made.status_code == 201, made.content
    assert (made.json()["account"], made.json()["state"]) == (owed.reference, "open")
    assert host.get(f"{OF}/promises").json() == [made.json()]
    again = host.post(f"{OF}/promises", body)
    assert (again.status_code, again.json()["code"]) == (409, "PROMISE_OPEN")
    far = {**body, "pay_on": "2150-01-01"}
    assert host.post(f"{OF}/promises", far).status_code == 422


def test_notes_are_added_and_read_back_page_by_page(owed: Account) -> None:
    host = System()
    made = host.post(f"{OF}/notes", {"text": "Rang back.\nAll well."})
    assert made.status_code == 201, made.content
    assert made.json() == host.post(f"{OF}/notes", {"text": "Rang back.\nAll well."}).json()
    assert (made.json()["actor"], made.json()["text"]) == ("api:host", "Rang back.\nAll well.")
    for number in range(60):
        CaseNote.objects.create(account=owed, at=AT, actor="chen", text=str(number))
    first = host.get(f"{OF}/notes").json()
    rest = host.get(f"{OF}/notes?before={first[-1]['id']}").json()
    assert len(first) == 50
    assert [each["text"] for each in [*first, *rest]][-1] == "Rang back.\nAll well."
    assert len(rest) == 11
    for text in ("", " ", "a\x00b"):
        assert host.post(f"{OF}/notes", {"text": text}).status_code == 422


def test_the_timeline_goes_on_where_the_page_before_ended(owed: Account) -> None:
    for number in range(PAGE_SIZE + 5):
        CaseNote.objects.create(account=owed, at=AT, actor="chen", text=f"secret {number}")
    host = System("host", "timeline:read")
    first = host.get(f"{OF}/timeline").json()
    assert "secret" not in str(first)
    after = first["after"].replace("+", "%2B")
    rest = host.get(f"{OF}/timeline?after={after}").json()
    seen = [(line["kind"], line["id"]) for line in [*first["lines"], *rest["lines"]]]
    assert len(seen) == len(set(seen))
    assert sum(kind == "notes" for kind, _ in seen) == PAGE_SIZE + 5
    for wrong in ("x", "2026-01-01~notes~1", "a~b~c", "2026-01-01T00:00:00Z~none~1"):
        assert host.get(f"{OF}/timeline?after={wrong}").status_code == 422


def test_a_token_may_ask_so_often(owed: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    del owed
    monkeypatch.setenv("FORBEAR_API_RATE", "2")
    host, other = System(), System("other")
    assert [host.get(f"{OF}/promises").status_code for _ in range(3)] == [200, 200, 429]
    late = host.get(f"{OF}/promises")
    assert (late.json()["code"], late["Retry-After"]) == ("TOO_MANY", "60")
    assert other.get(f"{OF}/promises").status_code == 200
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(minutes=1))
    assert host.get(f"{OF}/promises").status_code == 200
    monkeypatch.setenv("FORBEAR_API_RATE", "0")
    assert {host.get(f"{OF}/promises").status_code for _ in range(4)} == {200}
