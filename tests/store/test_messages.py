from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from forbear.services.outbox.switches import channel_limit, channel_rest, channel_stop
from forbear.store.models import PlannedContact
from forbear.store.selectors.messages import channel_health, message_history, message_list
from tests.store.make import account, planned

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def one(state: str, *, hours: int = 0, **given: object) -> PlannedContact:
    at = AT - timedelta(hours=hours)
    return planned(account(), at=AT, state=state, state_at=at, **given)


def test_the_health_of_a_channel() -> None:
    one("planned")
    planned(account(), at=AT + timedelta(days=1))
    one("queued", hours=3)
    one("sending")
    one("sent", delivery="delivered")
    one("sent", hours=2)
    one("sent", hours=30)
    one("failed")
    one("unknown", hours=40)
    one("sent", channel="email")
    sms, email, letter = channel_health(["sms", "email", "letter"], at=AT)
    assert (sms.due, sms.queued, sms.sending) == (1, 1, 1)
    assert (sms.sent, sms.delivered, sms.failed, sms.dead) == (2, 1, 1, 2)
    assert sms.oldest_at == AT - timedelta(hours=3)
    assert (email.sent, email.oldest_at, letter.sent) == (1, None, 0)


def test_the_pace_is_of_the_last_ten_minutes() -> None:
    for _ in range(20):
        one("sent")
    assert channel_health(["sms"], at=AT)[0].sent_a_minute == 2
    assert channel_health(["sms"], at=AT + timedelta(minutes=10))[0].sent_a_minute == 0


def test_a_channel_shows_its_switch_its_rest_and_its_limit() -> None:
    channel_limit(channel="sms", per_second=30, at=AT, actor="a")
    channel_stop(channel="sms", why="w", at=AT, actor="a")
    channel_rest("email", at=AT)
    sms, email = channel_health(["sms", "email"], at=AT)
    assert (sms.is_stopped, sms.per_second, sms.rests_until(AT)) == (True, 30, None)
    assert (email.is_stopped, email.per_second) == (False, None)
    assert email.rests_until(AT) == AT + timedelta(seconds=1)
    assert email.rests_until(AT + timedelta(seconds=1)) is None


def test_the_log_is_filtered() -> None:
    first = one("sent", delivery="delivered")
    second = one("failed", channel="email", on=AT.date() - timedelta(days=1))
    one("planned", channel="call")
    both = ["sms", "email"]
    assert list(message_list(channels=both)) == [second, first]
    for given in (
        {"state": "sent"},
        {"delivery": "delivered"},
        {"on": AT.date()},
        {"account": first.account.reference},
    ):
        assert list(message_list(channels=both, **given)) == [first]  # type: ignore[arg-type]
    assert message_history(first) == ([], [])
