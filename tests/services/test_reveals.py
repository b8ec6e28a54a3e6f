from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from forbear.services.refusals import Refusal
from forbear.services.reveals import NOTE_MAX, point_reveal
from forbear.store.models import Account, AuditEntry, ContactPoint, Representative
from tests.web import portfolio

AT = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return portfolio.cardholder(1)


def shown(
    account: Account,
    user: User,
    *,
    reason: str = "verify",
    note: str = "",
    limit: int = 2,
    at: datetime = AT,
    point: ContactPoint | Representative | None = None,
) -> str | Refusal:
    point = point or account.person.contact_points.get(kind="mobile")
    return point_reveal(
        point=point, account=account, reason=reason, note=note, limit=limit, at=at, user=user
    )


def test_what_is_shown_is_written_down_without_it(account: Account) -> None:
    chen = portfolio.collector()
    assert shown(account, chen, note=" She\x00 \n asked ") == "+8613800000001"
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.subject) == (
        "chen",
        "contact.revealed",
        "contact_point",
    )
    assert entry.data == {
        "account": "A-00001",
        "person": "P-00001",
        "kind": "mobile",
        "reason": "verify",
        "note": "She asked",
    }


@pytest.mark.parametrize(
    ("reason", "note"), [("", ""), ("curious", "yes"), ("other", ""), ("other", " \n\x00 ")]
)
def test_without_a_reason_nothing_is_shown(account: Account, reason: str, note: str) -> None:
    refused = shown(account, portfolio.collector(), reason=reason, note=note)
    assert isinstance(refused, Refusal)
    assert refused.code == "REASON_MISSING"
    assert not AuditEntry.objects.exists()


def test_so_many_within_any_hour_and_each_for_their_own(account: Account) -> None:
    chen, wang = portfolio.collector(), portfolio.collector("wang")
    for minutes, is_shown in ((0, True), (40, True), (59, False), (60, True), (80, False)):
        done = shown(account, chen, at=AT + timedelta(minutes=minutes))
        assert isinstance(done, str) is is_shown, minutes
    assert isinstance(shown(account, wang, at=AT + timedelta(minutes=80)), str)
    assert isinstance(shown(account, chen, limit=0, at=AT + timedelta(days=1)), Refusal)


def test_how_a_representative_is_reached_is_shown_alike(account: Account) -> None:
    speaker = Representative.objects.create(
        person=account.person, name="Chambers", reach="020 7946 0123", at=AT, actor="a", source="d"
    )
    done = shown(account, portfolio.collector(), reason="other", note="x" * 300, point=speaker)
    assert done == "020 7946 0123"
    entry = AuditEntry.objects.get()
    assert entry.subject == "representative"
    assert len(entry.data["note"]) == NOTE_MAX
    assert "7946" not in str(entry.data)
