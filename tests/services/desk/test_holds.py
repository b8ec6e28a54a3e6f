"""A case is with one person at a time, and comes back by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forbear.services.desk.holds import (
    LEASE,
    REST,
    hold_renew,
    hold_take,
    holds_free,
    holds_free_at_sign_out,
)
from forbear.services.refusals import Refusal
from forbear.store.models import AuditEntry, CaseHold
from forbear.store.selectors.desk import hold_of
from tests.store.make import account, permit, point
from tests.web.portfolio import AT

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_a_case_is_held_by_one_until_the_lease_ends() -> None:
    owed = account()
    assert isinstance(hold_take(account_id=owed.pk, at=AT, actor="chen"), CaseHold)
    just_before = AT + LEASE - SECOND
    refused = hold_take(account_id=owed.pk, at=just_before, actor="wang")
    assert isinstance(refused, Refusal)
    assert refused.code == "CASE_HELD"
    taken = hold_take(account_id=owed.pk, at=AT + LEASE, actor="wang")
    assert isinstance(taken, CaseHold)
    assert (taken.actor, taken.since) == ("wang", AT + LEASE)


def test_the_other_account_of_the_same_person_is_the_same_case() -> None:
    owed = account()
    second = account(owed.person)
    hold_take(account_id=owed.pk, at=AT, actor="chen")
    assert isinstance(hold_take(account_id=second.pk, at=AT, actor="wang"), Refusal)


def test_an_open_page_holds_on_and_only_its_own() -> None:
    owed = account()
    hold_take(account_id=owed.pk, at=AT, actor="chen")
    later = AT + LEASE - SECOND
    assert hold_renew(account_id=owed.pk, at=later, actor="chen")
    assert not hold_renew(account_id=owed.pk, at=later, actor="wang")
    held = hold_of(owed.pk, at=later + LEASE - SECOND)
    assert held is not None
    assert held.actor == "chen"
    assert not hold_renew(account_id=owed.pk, at=later + LEASE, actor="chen")


def test_what_is_put_back_rests_and_is_on_record() -> None:
    owed = account()
    hold_take(account_id=owed.pk, at=AT, actor="chen")
    assert holds_free(at=AT, actor="chen") is None
    assert hold_of(owed.pk, at=AT) is None
    assert CaseHold.objects.get().rests_until == AT + REST
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "actor")) == [
        ("case.held", "chen"),
        ("case.freed", "chen"),
    ]


def test_a_call_that_is_not_logged_keeps_its_case() -> None:
    owed = account()
    hold_take(account_id=owed.pk, at=AT, actor="chen")
    permit(owed, at=AT, contact_point=point(owed.person), actor="chen", consumed_at=AT)
    refused = holds_free(at=AT, actor="chen")
    assert refused is not None
    assert refused.code == "CALL_UNLOGGED"
    holds_free_at_sign_out(at=AT, actor="chen")
    assert hold_of(owed.pk, at=AT) is not None


def test_signing_out_gives_back_without_a_rest() -> None:
    owed = account()
    hold_take(account_id=owed.pk, at=AT, actor="chen")
    holds_free_at_sign_out(at=AT, actor="chen")
    assert isinstance(hold_take(account_id=owed.pk, at=AT, actor="wang"), CaseHold)
