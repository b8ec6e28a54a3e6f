"""Guessing a password is slow: beyond the limit even the right one is not looked at."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from forbear.web.shared.sign_in import BOTH, WINDOW
from forbear.wiring import clock
from tests.web import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_ten")]


def tried(client: Client, password: str, name: str = "chen") -> int:
    return client.post("/sign-in/", {"username": name, "password": password}).status_code


def test_too_many_tries_for_a_name_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    portfolio.collector()
    portfolio.collector("wang")
    assert [tried(client, "guess") for _ in range(BOTH)] == [200] * BOTH
    assert tried(client, portfolio.PASSWORD) == 429
    words = {"username": "chen", "password": portfolio.PASSWORD}
    answer = client.post("/sign-in/", words)
    assert "Too many tries" in answer.content.decode()
    assert answer["Retry-After"] == str(int(WINDOW.total_seconds()))
    assert tried(Client(), portfolio.PASSWORD, "wang") == 302
    later = portfolio.AT + WINDOW + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert tried(client, portfolio.PASSWORD) == 302
