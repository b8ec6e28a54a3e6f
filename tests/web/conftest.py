"""A signed-in collector, a portfolio as a day left it, and the clock of that day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from forbear.store.models import Account
from forbear.wiring import clock
from tests.web import portfolio


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Begin in English: a page that was asked for in Chinese leaves its language behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Mon 23 Nov 2026, 10:15 in Shanghai, and stays so."""
    monkeypatch.setattr(clock, "now", lambda: portfolio.AT)


@pytest.fixture
def accounts(db: None, at_ten: None) -> list[Account]:  # noqa: ARG001 - both are set up first
    return portfolio.portfolio(12)


@pytest.fixture
def desk(db: None, client: Client) -> Client:  # noqa: ARG001 - the tables come first
    client.force_login(portfolio.collector(), portfolio.BACKEND)
    return client
