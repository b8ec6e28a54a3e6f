from __future__ import annotations

from datetime import timedelta

import pytest

from forbear.services.outbox import MESSAGE_CHANNELS, messages_send
from forbear.services.outbox.dead import message_redrive
from forbear.services.refusals import Refusal
from forbear.store.models import AuditEntry, MessageEvent, PlannedContact
from forbear.store.selectors.messages import dead_letters
from tests.services.adapters import Wire
from tests.services.outbox.make import AT, means, release, states, waiting

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=3)


def redrive(row: PlannedContact, **given: bool) -> PlannedContact | Refusal:
    return message_redrive(planned_id=row.pk, at=LATER, actor="lead", **given)


def test_a_failed_message_waits_again_and_the_gate_is_asked() -> None:
    [row] = waiting(state="failed", note="CHANNEL_NOT_CONFIGURED", tries=12)
    assert [one.pk for one in dead_letters(channels=MESSAGE_CHANNELS)] == [row.pk]
    assert isinstance(redrive(row), PlannedContact)
    assert (states([row]), row.tries, row.note) == (["planned"], 0, "")
    assert not dead_letters(channels=MESSAGE_CHANNELS).exists()
    assert MessageEvent.objects.get().kind == "redriven"
    assert AuditEntry.objects.get(action="message.redriven").actor == "lead"
    minutes = 3 * 24 * 60
    jobs = release(minutes=minutes)
    messages_send(jobs, means(Wire(), now=lambda: LATER))
    assert states([row]) == ["sent"]


def test_what_may_have_left_needs_a_word_more() -> None:
    [row] = waiting(state="unknown")
    refused = redrive(row)
    assert isinstance(refused, Refusal)
    assert refused.code == "MAY_HAVE_LEFT"
    assert states([row]) == ["unknown"]
    assert isinstance(redrive(row, even_if_it_left=True), PlannedContact)


@pytest.mark.parametrize("state", ["planned", "queued", "sending", "sent", "refused", "lapsed"])
def test_what_is_alive_is_not_redriven(state: str) -> None:
    [row] = waiting(state=state)
    refused = redrive(row, even_if_it_left=True)
    assert isinstance(refused, Refusal)
    assert refused.code == "MESSAGE_NOT_DEAD"


def test_a_call_or_nothing_is_no_message() -> None:
    [call] = waiting(channel="call", state="failed")
    for planned_id in (call.pk, 2**62):
        refused = message_redrive(planned_id=planned_id, at=AT, actor="lead")
        assert isinstance(refused, Refusal)
        assert refused.code == "MESSAGE_MISSING"
