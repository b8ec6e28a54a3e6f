from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from forbear.services.outbox.switches import (
    channel_answers,
    channel_limit,
    channel_rest,
    channel_start,
    channel_stop,
    channels_halted,
    room_take,
)
from forbear.services.refusals import Refusal
from forbear.store.models import AuditEntry, ChannelSwitch
from tests.services.outbox.make import AT, release, waiting

pytestmark = pytest.mark.django_db


def stop(why: str = "They send to wrong numbers.", channel: str = "sms") -> object:
    return channel_stop(channel=channel, why=why, at=AT, actor="lead")


def test_a_stop_is_written_down_with_who_and_why() -> None:
    stop()
    stop("Again.")
    assert channels_halted(["sms", "email"], at=AT) == {
        "sms": "STOPPED They send to wrong numbers."
    }
    entry = AuditEntry.objects.get(action="channel.stopped")
    assert (entry.actor, entry.data["why"]) == ("lead", "They send to wrong numbers.")
    channel_start(channel="sms", at=AT, actor="other")
    channel_start(channel="sms", at=AT, actor="other")
    assert channels_halted(["sms"], at=AT) == {}
    assert AuditEntry.objects.filter(action="channel.started").count() == 1


@pytest.mark.parametrize(
    ("done", "code"),
    [
        (lambda: stop(" "), "REASON_MISSING"),
        (lambda: stop(channel="call"), "CHANNEL_UNKNOWN"),
        (lambda: channel_start(channel="x", at=AT, actor="a"), "CHANNEL_UNKNOWN"),
        (lambda: channel_limit(channel="x", per_second=1, at=AT, actor="a"), "CHANNEL_UNKNOWN"),
        (lambda: channel_limit(channel="sms", per_second=0, at=AT, actor="a"), "LIMIT_INVALID"),
    ],
)
def test_what_cannot_be_is_refused(done: object, code: str) -> None:
    refused = done()  # type: ignore[operator]
    assert isinstance(refused, Refusal)
    assert refused.code == code
    assert not ChannelSwitch.objects.exists()


def test_a_channel_rests_longer_each_time_and_a_minute_at_most() -> None:
    at, rests = AT, []
    for _ in range(9):
        channel_rest("sms", at=at)
        channel_rest("sms", at=at)  # another worker that saw the same
        until = ChannelSwitch.objects.get().rests_until
        assert until is not None
        rests.append((until - at).total_seconds())
        assert channels_halted(["sms"], at=at) == {"sms": "RESTING no answer from it"}
        assert channels_halted(["sms"], at=until) == {}
        at = until
    assert rests == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    channel_answers("sms")
    channel_rest("sms", at=at)
    assert ChannelSwitch.objects.get().rests_until == at + timedelta(seconds=1)


def test_a_channel_without_a_limit_has_room_for_all() -> None:
    assert room_take("sms", 100).many == 100


def test_a_bucket_gives_what_it_holds_and_says_when_to_come_again() -> None:
    # so slow that nothing flows in while the test runs
    channel_limit(channel="sms", per_second=1, burst=5, at=AT, actor="a")
    assert room_take("sms", 3).many == 3
    assert room_take("sms", 3).many == 2
    empty = room_take("sms", 3)
    assert empty.many == 0
    assert 0 < empty.wait_seconds <= 1
    assert room_take("email", 3).many == 3, "each channel has its own"


@pytest.mark.django_db(transaction=True)
def test_a_bucket_is_shared_by_all_who_send() -> None:
    channel_limit(channel="sms", per_second=1, burst=50, at=AT, actor="a")

    def take(_: int) -> int:
        try:
            return sum(room_take("sms", 4).many for _ in range(5))
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        given = sum(pool.map(take, range(6)))
    # all that it held, and what flowed in during the seconds of this test; not what each asked for
    assert 50 <= given < 120


def test_no_more_is_released_than_can_leave_before_the_permits_end() -> None:
    channel_limit(channel="sms", per_second=1, at=AT, actor="a")
    waiting(310)
    assert len(release(limit=200)) == 200
    assert len(release(limit=200)) == 100
    assert len(release(limit=200)) == 0
