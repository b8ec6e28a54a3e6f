"""Four eyes over a lost device."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User

from forbear.services.refusals import Refusal
from forbear.services.two_step import device_of
from forbear.services.two_step_reset import reset_answer, reset_ask
from forbear.store.models import Approval, ApprovalAnswer, SignInDevice

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def chen() -> User:
    user = User.objects.create_user("chen")
    SignInDevice.objects.create(user=user, secret="x", made_at=AT, confirmed_at=AT)
    return user


def asked(user: User, by: str = "lee") -> Approval:
    done = reset_ask(user_id=user.pk, by=by, why="came to the desk with a badge", at=AT)
    assert isinstance(done, Approval)
    return done


def answered(approval: Approval, by: str, *, is_given: bool = True, why: str = "") -> str:
    done = reset_answer(approval_id=approval.pk, is_given=is_given, by=by, at=AT, why=why)
    return done.code if isinstance(done, Refusal) else "answered"


def test_one_asks_and_another_one_gives(chen: User) -> None:
    approval = asked(chen)
    assert asked(chen, "kim") == approval
    assert answered(approval, "lee") == "APPROVAL_OWN"
    assert answered(approval, "chen") == "RESET_OWN"
    assert device_of(chen) is not None
    assert answered(approval, "kim") == "answered"
    assert device_of(chen) is None
    assert answered(approval, "kim") == "APPROVAL_ANSWERED"


def test_a_refusal_needs_a_reason_and_changes_nothing(chen: User) -> None:
    approval = asked(chen)
    assert answered(approval, "kim", is_given=False) == "NOTE_MISSING"
    assert answered(approval, "kim", is_given=False, why="nobody rang") == "answered"
    assert device_of(chen) is not None
    assert ApprovalAnswer.objects.get().is_given is False


@pytest.mark.parametrize(
    ("who", "by", "why", "code"),
    [
        ("chen", "chen", "x", "RESET_OWN"),
        ("chen", "lee", "  ", "NOTE_MISSING"),
        ("wang", "lee", "x", "DEVICE_UNKNOWN"),
        ("", "lee", "x", "USER_UNKNOWN"),
    ],
)
def test_what_cannot_be_asked(chen: User, who: str, by: str, why: str, code: str) -> None:
    users = {"chen": chen.pk, "wang": User.objects.create_user("wang").pk, "": 0}
    done = reset_ask(user_id=users[who], by=by, why=why, at=AT)
    assert isinstance(done, Refusal)
    assert done.code == code


def test_an_approval_of_something_else_resets_nobody(chen: User) -> None:
    other = Approval.objects.create(
        kind="offer", subject="user", subject_id=chen.pk, why="x", asked_at=AT, asked_by="lee"
    )
    assert answered(other, "kim") == "APPROVAL_UNKNOWN"
    assert device_of(chen) is not None
