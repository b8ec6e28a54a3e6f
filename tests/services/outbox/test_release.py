from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from forbear.core.gate.answers import Answer, Reason
from forbear.ports.channels import ChannelError, Receipt
from forbear.ports.gate import Gate
from forbear.ports.writing import MessageRefused
from forbear.services.outbox import Released, message_send, outbox_release
from forbear.store.models import AuditEntry, Contact, Permit, PlannedContact
from tests.services.adapters import Pen, Wire
from tests.services.gates import PACKS, cap_gate
from tests.store.make import account, planned

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
Jobs = list[tuple[int, int]]

pytestmark = pytest.mark.django_db


def release(
    *, minutes: int = 0, ask: Gate | None = None, limit: int = 500
) -> tuple[Released, Jobs]:
    jobs: Jobs = []
    released = outbox_release(
        at=AT + timedelta(minutes=minutes),
        ask=ask or cap_gate(1, minutes=600),
        enqueue=jobs.extend,
        limit=limit,
    )
    return released, jobs


def send(job: tuple[int, int], wire: Wire, *, minutes: int = 1, pen: Pen | None = None) -> str:
    return message_send(
        planned_id=job[0],
        permit_id=job[1],
        at=AT + timedelta(minutes=minutes),
        write=pen or Pen(),
        channels={"sms": wire},
    )


def denies_until(*ends: datetime | None) -> Gate:
    reasons = tuple(
        Reason("QUIET_HOURS", f"rule-{number}", "a citation", "statute", False, end)
        for number, end in enumerate(ends)
    )
    return lambda _, contacts, __: [Answer("denied", reasons, None, (), PACKS)] * contacts.height


def state_of(row: PlannedContact) -> str:
    row.refresh_from_db()
    return row.state


def test_only_messages_whose_window_is_open_are_released() -> None:
    open_now = planned(account(), at=AT)
    later = planned(account(), at=AT + timedelta(hours=2))
    past = planned(account(), at=AT - timedelta(hours=2))
    a_call = planned(account(), at=AT, channel="call")
    released, jobs = release()
    assert released == Released(picked=1, queued=1, refused=0, waiting=0, lapsed=1)
    assert [planned_id for planned_id, _ in jobs] == [open_now.pk]
    assert [state_of(row) for row in (open_now, later, past, a_call)] == [
        "queued",
        "planned",
        "lapsed",
        "planned",
    ]


def test_a_message_leaves_once_with_its_contact() -> None:
    row = planned(account(), at=AT)
    _, [job] = release()
    wire = Wire()
    assert [send(job, wire) for _ in range(3)] == ["sent"] * 3
    assert len(wire.sent) == 1
    contact = Contact.objects.get()
    assert (contact.outcome, contact.channel, contact.permit_id) == ("delivered", "sms", job[1])
    row.refresh_from_db()
    assert row.body.endswith("identity")
    assert row.provider_ref
    assert Permit.objects.get().consumed_at == AT + timedelta(minutes=1)
    assert "message.sent" in AuditEntry.objects.values_list("action", flat=True)


def test_the_gate_denies_what_was_planned_and_the_rules_are_noted() -> None:
    row = planned(account(), at=AT)
    released, jobs = release(ask=denies_until(None, AT + timedelta(minutes=5)))
    assert (released.refused, jobs) == (1, [])
    assert state_of(row) == "refused"
    assert row.note == "rule-0 rule-1"


@pytest.mark.parametrize(
    ("minutes", "state"),
    [(59, "planned"), (60, "refused")],
    ids=["within the window", "when it has passed"],
)
def test_a_denial_that_ends_within_the_window_is_waited_for(minutes: int, state: str) -> None:
    row = planned(account(), at=AT)
    ask = denies_until(AT + timedelta(minutes=3), AT + timedelta(minutes=minutes))
    release(ask=ask)
    assert state_of(row) == state
    assert release(ask=ask)[0].picked == 0
    assert release(minutes=59)[0].queued == (1 if state == "planned" else 0)


def test_one_person_gets_no_more_than_the_cap_in_one_release() -> None:
    owed = account()
    rows = [planned(owed, at=AT) for _ in range(3)]
    assert release()[0].queued == 1
    assert sorted(map(state_of, rows)) == ["queued", "refused", "refused"]


def test_a_permit_that_ended_while_waiting_is_asked_for_again() -> None:
    row = planned(account(), at=AT)
    _, [job] = release()
    wire = Wire()
    assert send(job, wire, minutes=10) == "planned"
    assert wire.sent == []
    _, [again] = release(minutes=10)
    assert send(job, wire, minutes=11) == "queued", "the old job leaves the new one alone"
    assert send(again, wire, minutes=11) == "sent"
    assert len(wire.sent) == 1
    assert state_of(row) == "sent"


def test_a_job_given_up_does_not_strand_its_message() -> None:
    row = planned(account(), at=AT)
    release()
    assert release(minutes=9)[0].picked == 0
    assert release(minutes=11)[0].queued == 1
    assert release(minutes=60)[0].lapsed == 1
    assert state_of(row) == "lapsed"


def test_a_busy_channel_is_tried_again_under_the_same_permit() -> None:
    planned(account(), at=AT)
    _, [job] = release()
    busy = ChannelError("CHANNEL_BUSY", "The gateway asks to wait.", is_retryable=True)
    wire = Wire("sms", busy)
    assert send(job, wire) == "queued"
    assert Contact.objects.count() == 0
    assert send(job, wire, minutes=2) == "sent"
    assert len(wire.sent) == 1


@pytest.mark.parametrize(
    ("answer", "state", "outcome"),
    [
        (Receipt("delivered", "x"), "sent", "delivered"),
        (Receipt("accepted", "x"), "sent", "delivered"),
        (Receipt("bounced", "x", "no such number"), "failed", "bounced"),
        (Receipt("failed", "x", "refused"), "failed", "bounced"),
    ],
)
def test_the_receipt_becomes_state_and_outcome(answer: Receipt, state: str, outcome: str) -> None:
    row = planned(account(), at=AT)
    _, [job] = release()
    assert send(job, Wire("sms", answer)) == state
    assert Contact.objects.get().outcome == outcome
    row.refresh_from_db()
    assert row.note == answer.detail


def test_a_channel_that_cannot_send_fails_the_message_in_words() -> None:
    row = planned(account(), at=AT)
    _, [job] = release()
    wire = Wire("sms", ChannelError("CHANNEL_NOT_CONFIGURED", "Set FORBEAR_SMS_URL."))
    assert send(job, wire) == "failed"
    assert state_of(row) == "failed"
    assert row.note == "CHANNEL_NOT_CONFIGURED Set FORBEAR_SMS_URL."


def test_a_text_that_may_not_be_said_is_never_sent_and_costs_no_permit() -> None:
    row = planned(account(), at=AT)
    _, [job] = release()
    wire = Wire()
    refused = MessageRefused("FACT_MISSING", "The fact due_on is not known.")
    assert send(job, wire, pen=Pen(refused)) == "failed"
    assert (wire.sent, Permit.objects.get().consumed_at) == ([], None)
    assert state_of(row) == "failed"
    assert row.note.startswith("FACT_MISSING")


def test_a_message_that_was_never_answered_for_is_closed_after_an_hour() -> None:
    row = planned(account(), at=AT, window_to=AT + timedelta(hours=5))
    _, [(_, permit_id)] = release()
    Permit.objects.filter(pk=permit_id).update(consumed_at=AT)
    PlannedContact.objects.update(state="sending")
    release(minutes=59)
    assert state_of(row) == "sending"
    release(minutes=60)
    assert state_of(row) == "unknown"
    assert Contact.objects.get().outcome is None


@pytest.mark.django_db(transaction=True)
def test_many_releases_at_once_take_each_message_once() -> None:
    rows = [planned(account(), at=AT) for _ in range(40)]

    def work(_: int) -> Jobs:
        try:
            return release(limit=7)[1] + release(limit=7)[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        jobs = [job for found in pool.map(work, range(6)) for job in found]
    while more := release()[1]:
        jobs += more
    assert sorted(planned_id for planned_id, _ in jobs) == [row.pk for row in rows]
    assert Permit.objects.count() == 40


@pytest.mark.django_db(transaction=True)
def test_a_release_that_fails_leaves_no_trace() -> None:
    row = planned(account(), at=AT)

    def enqueue(_: object) -> None:
        raise RuntimeError("the queue is down")

    with pytest.raises(RuntimeError):
        outbox_release(at=AT, ask=cap_gate(1), enqueue=enqueue)
    assert state_of(row) == "planned"
    assert Permit.objects.count() == 0
