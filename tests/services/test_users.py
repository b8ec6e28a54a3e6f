from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User

from forbear.services.refusals import Refusal
from forbear.services.seats import seat_begin
from forbear.services.users import (
    user_add,
    user_end,
    user_ensure,
    user_set_password,
    user_set_roles,
)
from forbear.store.models import AuditEntry, Seat

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_a_user_is_made_once_and_then_brought_up_to_date() -> None:
    user_ensure(username="chen", password="first word", at=AT, name="A. Chen")
    user = user_ensure(username="chen", password="second word", at=AT, name="An Chen")
    assert User.objects.count() == 1
    assert user.get_full_name() == "An Chen"
    assert [group.name for group in user.groups.all()] == ["collector"]
    assert authenticate(username="chen", password="first word") is None
    assert authenticate(username="chen", password="second word") == user
    assert list(AuditEntry.objects.values_list("action", flat=True)) == [
        "user.added",
        "user.changed",
    ]


WORDS = "four plain words here"


def added(username: str = "chen", roles: tuple[str, ...] = ("collector",)) -> User:
    user = user_add(
        username=username, password=WORDS, name="A. Chen", roles=roles, at=AT, actor="it"
    )
    assert isinstance(user, User), user
    return user


@pytest.mark.parametrize(
    ("username", "password", "roles", "code"),
    [
        ("", WORDS, ["it"], "NAME_UNUSABLE"),
        ("A Chen", WORDS, ["it"], "NAME_UNUSABLE"),
        ("-chen", WORDS, ["it"], "NAME_UNUSABLE"),
        ("c" * 61, WORDS, ["it"], "NAME_UNUSABLE"),
        ("wang", WORDS, ["it"], "USER_EXISTS"),
        ("chen", WORDS, ["king"], "ROLE_UNKNOWN"),
        ("chen", WORDS, [], "ROLE_MISSING"),
        ("chen", "", ["it"], "PASSWORD_WEAK"),
        ("chen", "elevenchars", ["it"], "PASSWORD_WEAK"),
        ("chen", "8315726049183", ["it"], "PASSWORD_WEAK"),
        ("chen", "administrator", ["it"], "PASSWORD_WEAK"),
        ("zhangxiaoming", "zhangxiaoming1", ["it"], "PASSWORD_WEAK"),
    ],
)
def test_who_cannot_be_added_is_told_why(
    username: str, password: str, roles: list[str], code: str
) -> None:
    added("wang")
    done = user_add(username=username, password=password, name="", roles=roles, at=AT, actor="it")
    assert isinstance(done, Refusal)
    assert done.code == code
    assert User.objects.count() == 1


def test_roles_are_these_and_no_other() -> None:
    user = added(roles=("collector", "writer"))
    assert user_set_roles(username="chen", roles=["legal"], at=AT, actor="it") == user
    assert [group.name for group in user.groups.all()] == ["legal"]
    last = AuditEntry.objects.latest("pk")
    assert (last.action, last.data) == ("user.roles", {"user": "chen", "groups": ["legal"]})
    refused = user_set_roles(username="chen", roles=["king"], at=AT, actor="it")
    assert isinstance(refused, Refusal)
    assert [group.name for group in user.groups.all()] == ["legal"]


def test_an_ended_user_is_out_at_once_and_comes_back_with_a_password() -> None:
    user = added()
    seat_begin(user=user, agent="", at=AT)
    for _ in range(2):
        user_end(username="chen", at=AT, actor="it")
    assert authenticate(username="chen", password=WORDS) is None
    assert not Seat.objects.filter(ended_at=None).exists()
    assert AuditEntry.objects.filter(action="user.ended").count() == 1
    other = "other plain words"
    assert user_set_password(username="chen", password=other, at=AT, actor="it") == user
    assert authenticate(username="chen", password=other) == user


def test_a_new_password_ends_the_sessions_under_the_old_one() -> None:
    user = added()
    seat_begin(user=user, agent="", at=AT)
    weak = user_set_password(username="chen", password="short", at=AT, actor="it")
    assert isinstance(weak, Refusal)
    assert Seat.objects.filter(ended_at=None).exists()
    user_set_password(username="chen", password="other plain words", at=AT, actor="it")
    assert not Seat.objects.filter(ended_at=None).exists()


def test_a_user_who_is_not_there_is_refused() -> None:
    for done in (
        user_end(username="nobody", at=AT, actor="it"),
        user_set_roles(username="nobody", roles=["it"], at=AT, actor="it"),
        user_set_password(username="nobody", password=WORDS, at=AT, actor="it"),
    ):
        assert isinstance(done, Refusal)
        assert done.code == "USER_UNKNOWN"


def test_other_roles_end_the_sessions_and_the_same_ones_do_not() -> None:
    user = added()
    seat_begin(user=user, agent="", at=AT)
    user_set_roles(username="chen", roles=["collector"], at=AT, actor="it")
    assert Seat.objects.get().ended_at is None
    user_set_roles(username="chen", roles=["collector", "it"], at=AT, actor="lee")
    assert Seat.objects.get().ended_by == "lee"
