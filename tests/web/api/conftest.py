"""An account, the clock of its day, and a client of the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from forbear.core.tables import words as w
from forbear.services.tokens import token_add
from forbear.store.models import Account
from forbear.wiring import clock
from tests.services.payments.test_taking import owing

AT = datetime(2026, 3, 5, 8, tzinfo=UTC)
ON = date(2026, 3, 5)
Post = Callable[..., HttpResponse]
BODY = {"account": "CARD/1", "amount_minor": 600, "currency": "USD", "value_on": "2026-03-05"}


def bearer(*scopes: str, name: str = "host", expires: date = date(2026, 12, 31)) -> str:
    made = token_add(name=name, scopes=scopes or w.API_SCOPES, expires=expires, at=AT, actor="a")
    assert isinstance(made, tuple), made
    return f"Bearer {made[1]}"


@pytest.fixture(autouse=True)
def _at_eight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def owed(db: None) -> Account:  # noqa: ARG001 - the tables come first
    return owing(reference="CARD/1", oldest_unpaid_due_on=date(2026, 2, 23))


@pytest.fixture
def post(owed: Account) -> Post:  # noqa: ARG001 - it is what is paid
    usual = bearer()

    def posted(
        body: object = None,
        *,
        key: str | None = "k-1",
        token: str | None = usual,
        **changed: object,
    ) -> HttpResponse:
        headers = {"Authorization": token, "Idempotency-Key": key}
        return Client(enforce_csrf_checks=True).post(
            "/api/v1/payments",
            body if isinstance(body, str | bytes) else json.dumps(body or {**BODY, **changed}),
            content_type="application/json",
            headers={name: value for name, value in headers.items() if value is not None},
        )

    return posted
