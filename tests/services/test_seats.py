from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from forbear.services.refusals import Refusal
from forbear.services.seats import (
    AGENT_MAX,
    TRIES,
    seat_begin,
    seat_end,
    seat_find,
    seat_lock,
    seat_unlock,
    seats_end,
)
from forbear.store.models import AuditEntry, Seat

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def chen() -> User:
    return User.objects.create_user("chen")


def found(seat: Seat, user: User, at: datetime = AT) -> Seat | None:
    return seat_find(seat_id=seat.pk, user_id=user.pk, idle=timedelta(minutes=5), at=at)


def test_a_seat_is_open_until_it_is_ended_and_is_seen_to_the_minute(chen: User) -> None:
    seat = seat_begin(user=chen, agent="Fire\nfox" + "x" * 300, at=AT)
    assert seat.agent.startswith("Firefox")
    assert len(seat.agent) == AGENT_MAX
    for seconds, seen in ((30, 0), (60, 60), (90, 60), (200, 200)):
        at = AT + timedelta(seconds=seconds)
        assert found(seat, chen, at) is not None
        assert Seat.objects.get().seen_at == AT + timedelta(seconds=seen)
    for _ in range(2):
        done = seat_end(seat_id=seat.pk, at=AT, actor="it")
        assert isinstance(done, Seat)
    assert found(seat, chen) is None
    assert list(AuditEntry.objects.values_list("action", "actor")) == [
        ("seat.begun", "chen"),
        ("seat.ended", "it"),
    ]


def test_a_seat_is_nobody_elses(chen: User) -> None:
    seat = seat_begin(user=chen, agent="", at=AT)
    other = User.objects.create_user("wang")
    assert found(seat, other) is None


def test_all_seats_of_one_user_end_and_those_of_others_stay(chen: User) -> None:
    for _ in range(2):
        seat_begin(user=chen, agent="", at=AT)
    other = seat_begin(user=User.objects.create_user("wang"), agent="", at=AT)
    assert seats_end(user=chen, at=AT, actor="it") == 2
    assert seats_end(user=chen, at=AT, actor="it") == 0
    assert list(Seat.objects.filter(ended_at=None)) == [other]


def test_a_session_that_is_none_is_refused() -> None:
    done = seat_end(seat_id=7, at=AT, actor="it")
    assert isinstance(done, Refusal)
    assert done.code == "SEAT_UNKNOWN"


def test_a_seat_that_was_left_is_locked_and_stays_so_until_the_password(chen: User) -> None:
    chen.set_password("four plain words here")
    chen.save()
    seat = seat_begin(user=chen, agent="", at=AT)
    for minutes, is_locked in ((5, False), (10, False), (16, True), (17, True)):
        now = found(seat, chen, AT + timedelta(minutes=minutes))
        assert now is not None
        assert (now.locked_at is not None) is is_locked, minutes
    late = AT + timedelta(minutes=20)
    wrong = seat_unlock(seat=seat, password="", at=late)
    assert isinstance(wrong, Refusal)
    assert wrong.code == "PASSWORD_WRONG"
    opened = seat_unlock(seat=seat, password="four plain words here", at=late)
    assert isinstance(opened, Seat)
    now = found(seat, chen, late)
    assert now is not None
    assert now.locked_at is None
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["seat.begun", "seat.locked", "seat.opened"]


def test_without_a_time_no_seat_locks_by_itself(chen: User) -> None:
    seat = seat_begin(user=chen, agent="", at=AT)
    now = seat_find(seat_id=seat.pk, user_id=chen.pk, idle=None, at=AT + timedelta(days=9))
    assert now is not None
    assert now.locked_at is None


def test_too_many_wrong_passwords_end_the_session(chen: User) -> None:
    chen.set_password("four plain words here")
    chen.save()
    seat = seat_lock(seat=seat_begin(user=chen, agent="", at=AT), at=AT)
    codes = []
    for _ in range(TRIES):
        done = seat_unlock(seat=seat, password="guess", at=AT)
        assert isinstance(done, Refusal)
        codes.append(done.code)
    assert codes == ["PASSWORD_WRONG"] * (TRIES - 1) + ["SEAT_ENDED"]
    right = seat_unlock(seat=seat, password="four plain words here", at=AT)
    assert isinstance(right, Refusal)
    assert right.code == "SEAT_ENDED"
    assert found(seat, chen) is None
