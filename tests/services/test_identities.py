from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from forbear.services.genuine import genuine_by_number, genuine_check
from forbear.services.identities import card_issue, card_revoke, number_add, number_end
from forbear.services.refusals import Refusal
from forbear.store.models import AuditEntry, CallerNumber, VisitorCard

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
ON = date(2026, 3, 12)
pytestmark = pytest.mark.django_db


def test_a_number_begins_and_ends() -> None:
    for typed, outcome in (("+44 20 7946 0123", CallerNumber), ("+442079460123", Refusal)):
        assert isinstance(number_add(typed=typed, label="", on=ON, at=AT, actor="a"), outcome)
    assert genuine_by_number("020 7946 0123", on=ON).verdict == "genuine"
    assert not isinstance(number_end(typed="+442079460123", on=ON, at=AT, actor="a"), Refusal)
    assert genuine_by_number("020 7946 0123", on=ON).verdict == "genuine", "its last day"
    assert genuine_by_number("020 7946 0123", on=date(2026, 3, 13)).verdict == "withdrawn"
    again = number_end(typed="+442079460123", on=ON, at=AT, actor="a")
    assert isinstance(again, Refusal)
    assert AuditEntry.objects.count() == 2


@pytest.mark.parametrize("typed", ["", "020 7946 0123", "+1", "hello", "+44" + "9" * 40])
def test_what_is_no_number_is_refused(typed: str) -> None:
    done = number_add(typed=typed, label="", on=ON, at=AT, actor="a")
    assert isinstance(done, Refusal)
    assert done.code == "NUMBER_UNUSABLE"


def issue(holder: str = "Ada", until: date = ON) -> VisitorCard | Refusal:
    return card_issue(holder=holder, from_on=ON, until_on=until, key=b"k", at=AT, actor="a")


def test_a_card_is_known_until_it_is_revoked() -> None:
    card, other = issue(), issue()
    assert isinstance(card, VisitorCard)
    assert isinstance(other, VisitorCard)
    assert card.number != other.number
    assert genuine_check(f"V-{card.number}", at=AT).verdict == "genuine"
    for _ in range(2):
        assert isinstance(card_revoke(typed=f"V-{card.number}", at=AT, actor="a"), VisitorCard)
    assert genuine_check(f"V-{card.number}", at=AT).verdict == "withdrawn"
    assert genuine_check(f"V-{other.number}", at=AT).verdict == "genuine"


def test_a_card_without_holder_or_days_is_refused() -> None:
    assert isinstance(issue(holder=" "), Refusal)
    assert isinstance(issue(until=date(2026, 3, 11)), Refusal)
    assert isinstance(card_revoke(typed="V-1", at=AT, actor="a"), Refusal)
