"""Who may ask the API: a good token with the scope; no session, and nobody without."""

from __future__ import annotations

import logging
from datetime import date, timedelta

import pytest
from django.test import Client

from forbear.services.tokens import token_revoke
from forbear.store.models import Account, ApiToken, Payment
from forbear.wiring import clock
from tests.web import portfolio
from tests.web.api.conftest import AT, Post, bearer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "token", [None, "", "Bearer", "Bearer ", "Bearer fbr_wrong", "Basic abc", "Bearer \udcff"]
)
def test_without_a_good_token_nothing_is_done(post: Post, token: str | None) -> None:
    answer = post(token=token)
    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_NOT_GOOD")
    assert answer["WWW-Authenticate"] == "Bearer"
    assert not Payment.objects.exists()


def test_a_token_ends_with_its_last_day(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    token = bearer(expires=date(2026, 3, 5))
    ends = ApiToken.objects.latest("pk").expires_at
    monkeypatch.setattr(clock, "now", lambda: ends - timedelta(seconds=1))
    assert post(token=token).status_code == 201
    monkeypatch.setattr(clock, "now", lambda: ends)
    assert post(token=token).status_code == 401


def test_a_revoked_token_ends_at_once(post: Post) -> None:
    token = bearer()
    assert post(token=token).status_code == 201
    token_revoke(token_id=ApiToken.objects.latest("pk").pk, at=AT, actor="a")
    assert post(token=token).status_code == 401


@pytest.mark.parametrize(
    ("method", "place", "scope"),
    [
        ("post", "/api/v1/payments", "balances:read"),
        ("get", "/api/v1/payments/1", "payments:write"),
        ("get", "/api/v1/accounts/CARD/1/balance", "payments:read"),
    ],
)
def test_a_token_does_only_what_its_scopes_name(
    owed: Account, method: str, place: str, scope: str
) -> None:
    del owed
    given = {"headers": {"Authorization": bearer(scope)}, "content_type": "application/json"}
    answer = getattr(Client(), method)(place, **given)
    assert (answer.status_code, answer.json()["code"]) == (403, "SCOPE_MISSING")


def test_a_session_is_no_token(accounts: list[Account], desk: Client) -> None:
    answer = desk.get(f"/api/v1/accounts/{accounts[0].reference}/balance")
    assert answer.status_code == 401
    assert portfolio.AT != AT


def test_a_token_is_never_written_to_a_log(
    post: Post, caplog: pytest.LogCaptureFixture, settings: object
) -> None:
    settings.DEBUG = True
    token = bearer()
    with caplog.at_level(logging.DEBUG):
        post(token=token)
        post(token=token.replace("Bearer", "Other"))
        post("{", token=token)
    assert token.partition(" ")[2] not in caplog.text


@pytest.mark.parametrize(
    ("method", "place", "status"),
    [
        ("get", "/api/", 404),
        ("get", "/api/v1/", 404),
        ("get", "/api/v1/docs", 404),
        ("get", "/api/v2/payments", 404),
        ("get", "/api/v1/payments", 405),
        ("delete", "/api/v1/payments/1", 405),
    ],
)
def test_other_addresses_and_methods_are_problems_too(
    client: Client, method: str, place: str, status: int
) -> None:
    answer = getattr(client, method)(place)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert (status == 405) == ("Allow" in answer)
