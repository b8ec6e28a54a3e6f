"""A limit changes by four eyes, and never by those whom it is for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from forbear.core.agreements.authority import Limit, Wish, above_authority
from forbear.services.agreements.authority import authority_limits
from forbear.services.agreements.authority_asking import authority_answer, authority_propose
from forbear.services.refusals import Refusal
from forbear.store.models import Approval, AuthorityLimit
from forbear.store.selectors.offers import proposals_open
from tests.web.portfolio import AT, ON

pytestmark = pytest.mark.django_db
LIMIT = Limit("collector", "settlement", ON, share_bp=2_000, amount_minor=50_000)


def proposed(limit: Limit = LIMIT) -> Approval:
    asked = authority_propose(limit, at=AT, actor="lead", note="season")
    assert isinstance(asked, Approval)
    return asked


def answered(asked: Approval, actor: str, *roles: str, given: bool = True) -> str:
    done = authority_answer(
        approval_id=asked.pk, is_given=given, roles=roles, at=AT, actor=actor, why="seen"
    )
    return done.code if isinstance(done, Refusal) else "done"


def test_nothing_counts_before_somebody_else_has_approved_it() -> None:
    asked = proposed()
    assert list(proposals_open()) == [asked]
    assert not AuthorityLimit.objects.exists()
    assert answered(asked, "lead", "risk") == "APPROVAL_OWN"
    assert answered(asked, "chen", "collector") == "AUTHORITY_OWN"
    assert not AuthorityLimit.objects.exists()
    assert answered(asked, "ward", "risk") == "done"
    assert LIMIT in authority_limits(ON)
    row = AuthorityLimit.objects.get()
    assert (row.actor, row.note) == ("ward", f"season (lead, approval {asked.pk})")
    assert answered(asked, "ward", "risk") == "APPROVAL_ANSWERED"
    assert list(proposals_open()) == []


def test_what_is_refused_never_counts() -> None:
    asked = proposed()
    assert answered(asked, "ward", "risk", given=False) == "done"
    assert answered(asked, "ward", "risk") == "APPROVAL_ANSWERED"
    assert not AuthorityLimit.objects.exists()


def test_nobody_approves_their_own_limit() -> None:
    User.objects.create_user("ward")
    assert answered(proposed(replace(LIMIT, role="@ward")), "ward", "risk") == "AUTHORITY_OWN"


@pytest.mark.parametrize(
    ("limit", "code"),
    [
        (replace(LIMIT, role="captain"), "ROLE_UNKNOWN"),
        (replace(LIMIT, role="@nobody"), "ROLE_UNKNOWN"),
        (replace(LIMIT, kind="gift"), "OFFER_UNKNOWN"),
        (replace(LIMIT, share_bp=10_001), "LIMIT_UNUSABLE"),
    ],
)
def test_what_makes_no_sense_is_not_asked(limit: Limit, code: str) -> None:
    done = authority_propose(limit, at=AT, actor="lead", note="x")
    assert isinstance(done, Refusal)
    assert done.code == code


def test_a_limit_from_before_it_was_asked_is_not_given() -> None:
    asked = proposed(replace(LIMIT, since=ON - timedelta(days=3)))
    assert answered(asked, "ward", "risk") == "AUTHORITY_PAST"


def test_a_persons_own_limit_stands_in_place_of_their_roles() -> None:
    limits = [LIMIT, replace(LIMIT, role="@chen", share_bp=None, amount_minor=0)]
    wish = Wish("settlement", "CNY", owed_minor=100_000, waived_minor=10_000)
    assert above_authority(limits, ["collector", "@wang"], wish) == ()
    assert above_authority(limits, ["collector", "@chen"], wish) == ("ABOVE_AMOUNT",)
