"""Tokens: shown once, kept as a hash, good until their last day or until they are revoked."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from forbear.services.refusals import Refusal
from forbear.services.tokens import token_add, token_check, token_revoke
from forbear.store.models import ApiToken, AuditEntry

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 5, 8, tzinfo=UTC)


def add(**given: object) -> tuple[ApiToken, str] | Refusal:
    usual = {"name": "host", "scopes": ["payments:write"], "expires": date(2026, 3, 31)}
    return token_add(**{**usual, "at": AT, "actor": "a", **given})


def test_only_the_hash_of_a_token_is_kept() -> None:
    token, clear = add()
    assert token.sha256 == hashlib.sha256(clear.encode()).hexdigest()
    assert clear not in str(ApiToken.objects.values_list())
    entry = AuditEntry.objects.get(action="token.added")
    assert entry.data == {"name": "host", "scopes": ["payments:write"]}
    assert add()[1] != clear


def test_a_token_is_good_from_its_making_through_its_last_day() -> None:
    token, clear = add()
    ends = datetime(2026, 4, 1, tzinfo=UTC)
    assert token_check(clear, at=AT) == token
    assert token_check(clear, at=ends - timedelta(seconds=1)) == token
    assert token_check(clear, at=ends) is None
    assert token_check(clear, at=AT - timedelta(seconds=1)) is None
    assert token_check(clear + "x", at=AT) is None


def test_a_use_is_noted_to_the_minute() -> None:
    token, clear = add()
    for seconds, noted in ((0, 0), (59, 0), (61, 61), (90, 61)):
        token_check(clear, at=AT + timedelta(seconds=seconds))
        token.refresh_from_db()
        assert token.last_used_at == AT + timedelta(seconds=noted)


def test_a_revoked_token_stays_revoked_and_stays_there() -> None:
    token, clear = add()
    for _ in range(2):
        assert token_revoke(token_id=token.pk, at=AT, actor="a") == token
    assert token_check(clear, at=AT) is None
    assert AuditEntry.objects.filter(action="token.revoked").count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        token.delete()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": "Host"}, "NAME_UNUSABLE"),
        ({"name": "a:b"}, "NAME_UNUSABLE"),
        ({"name": "x" * 25}, "NAME_UNUSABLE"),
        ({"name": "-a"}, "NAME_UNUSABLE"),
        ({"scopes": ["all"]}, "SCOPE_UNKNOWN"),
        ({"scopes": []}, "SCOPE_MISSING"),
        ({"expires": date(2026, 3, 4)}, "EXPIRY_PASSED"),
    ],
)
def test_what_is_no_token_is_refused(given: dict[str, object], code: str) -> None:
    found = add(**given)
    assert isinstance(found, Refusal)
    assert found.code == code
    assert not ApiToken.objects.exists()


def test_an_unknown_token_cannot_be_revoked() -> None:
    found = token_revoke(token_id=1, at=AT, actor="a")
    assert isinstance(found, Refusal)
    assert found.code == "TOKEN_UNKNOWN"
