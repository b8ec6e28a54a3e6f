from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from forbear.services.refusals import Refusal
from forbear.services.seats import AGENT_MAX, seat_begin, seat_end, seat_open, seats_end
from forbear.store.models import AuditEntry, Seat

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def chen() -> User:
    return User.objects.create_user("chen")


def test_a_seat_is_open_until_it_is_ended_and_is_seen_to_the_minute(chen: User) -> None:
    seat = seat_begin(user=chen, agent="Fire\nfox" + "x" * 300, at=AT)
    assert seat.agent.startswith("Firefox")
    assert len(seat.agent) == AGENT_MAX
    for seconds, seen in ((30, 0), (60, 60), (90, 60), (200, 200)):
        at = AT + timedelta(seconds=seconds)
        assert seat_open(seat_id=seat.pk, user_id=chen.pk, at=at) is not None
        assert Seat.objects.get().seen_at == AT + timedelta(seconds=seen)
    for _ in range(2):
        done = seat_end(seat_id=seat.pk, at=AT, actor="it")
        assert isinstance(done, Seat)
    assert seat_open(seat_id=seat.pk, user_id=chen.pk, at=AT) is None
    assert list(AuditEntry.objects.values_list("action", "actor")) == [
        ("seat.begun", "chen"),
        ("seat.ended", "it"),
    ]


def test_a_seat_is_nobody_elses(chen: User) -> None:
    seat = seat_begin(user=chen, agent="", at=AT)
    other = User.objects.create_user("wang")
    assert seat_open(seat_id=seat.pk, user_id=other.pk, at=AT) is None


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
