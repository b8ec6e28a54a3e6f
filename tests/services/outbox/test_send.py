"""A batch: each message has its own end, and the last look before it leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest

from forbear.ports.channels import (
    Answered,
    ChannelError,
    GoOn,
    Handed,
    OutgoingMessage,
    PermitKey,
    Receipt,
)
from forbear.ports.writing import Draft, MessageRefused
from forbear.services.outbox import messages_send
from forbear.services.outbox.receipts import receipt_take
from forbear.services.outbox.switches import channel_start, channel_stop
from forbear.store.models import (
    Contact,
    ContactPoint,
    InconvenientTime,
    MessageEvent,
    OptOut,
    Permit,
    Person,
    PlannedContact,
)
from tests.services.adapters import Pen, Wire
from tests.services.outbox.make import AT, Later, means, release, states, waiting

pytestmark = pytest.mark.django_db
BUSY = ChannelError("CHANNEL_BUSY", "Wait.", is_retryable=True)
SILENT = ChannelError("CHANNEL_UNREACHABLE", "Nobody answers.", is_retryable=True)


class Many(Wire):
    """A channel that takes all at once, and knows what it was given before."""

    knows_repeats = True

    def __init__(self, *answers: Receipt | ChannelError) -> None:
        super().__init__("sms", *answers)
        self.calls: list[int] = []

    def send_many(self, items: Sequence[Handed], *, at: datetime, go_on: GoOn) -> list[Answered]:
        assert go_on()
        self.calls.append(len(items))
        answers: list[Answered] = []
        for message, permit in items:
            try:
                answers.append(self.send(message, permit, at=at))
            except ChannelError as error:
                answers.append(error)
        return answers


class Odd(Pen):
    """A writer that has an accident over one message, or no words for it."""

    def __init__(self, odd: int, error: Exception) -> None:
        super().__init__()
        self.odd, self.error = odd, error

    def __call__(
        self, *, planned_id: int, reference: str, must_disclose: Sequence[str], at: datetime
    ) -> Draft:
        if planned_id == self.odd:
            raise self.error
        return super().__call__(
            planned_id=planned_id, reference=reference, must_disclose=must_disclose, at=at
        )


class Breaking(Wire):
    """A channel that breaks at one message."""

    def send(self, message: OutgoingMessage, permit: PermitKey, *, at: datetime) -> Receipt:
        if len(self.sent) == 1:
            self.sent.append(message)
            raise ValueError("half a packet")
        return super().send(message, permit, at=at)


def test_a_batch_leaves_once_with_its_contacts() -> None:
    rows = waiting(30)
    jobs = release()
    wire = Many()
    for _ in range(2):
        assert set(messages_send(jobs, means(wire)).values()) == {"sent"}
    assert len({message.reference for message in wire.sent}) == len(wire.sent) == 30
    assert Contact.objects.count() == Permit.objects.filter(consumed_at__isnull=False).count() == 30
    assert sorted(wire.calls) == sorted(wire.calls[:1] + wire.calls[1:]), "handed over in parts"
    assert states(rows) == ["sent"] * 30


def test_a_failure_of_one_message_is_its_own() -> None:
    rows = waiting(4)
    jobs = release()
    never = ChannelError("MESSAGE_INVALID", "Not a number.")
    later = Later()
    wire = Wire("sms", Receipt("accepted", "a"), never, BUSY, Receipt("failed", "d", "no"))
    messages_send(jobs, means(wire, again=later))
    assert states(rows) == ["sent", "failed", "queued", "failed"]
    assert [job for job, _ in later.jobs] == [[jobs[2]]]
    assert later.jobs[0][1] >= timedelta(seconds=1)
    kinds = MessageEvent.objects.order_by("planned_id").values_list("kind", flat=True)
    assert list(kinds) == ["accepted", "failed", "waiting", "refused"]


@pytest.mark.parametrize(
    ("error", "note"),
    [
        (MessageRefused("FACT_MISSING", "No due date."), "FACT_MISSING No due date."),
        (KeyError("a fault of ours"), "WRITING_FAILED KeyError: 'a fault of ours'"),
    ],
)
def test_a_text_that_cannot_be_written_stops_no_other(error: Exception, note: str) -> None:
    rows = waiting(3)
    jobs = release()
    messages_send(jobs, means(Wire(), write=Odd(rows[1].pk, error)))
    assert states(rows) == ["sent", "failed", "sent"]
    assert rows[1].note == note
    permit = Permit.objects.get(planned=rows[1])
    assert (permit.consumed_at, permit.expires_at) == (None, AT + timedelta(minutes=1))


def test_an_accident_in_the_channel_leaves_one_message_in_doubt_and_sends_the_others() -> None:
    rows = waiting(3)
    wire = Breaking()
    messages_send(release(), means(wire))
    assert states(rows) == ["sent", "unknown", "sent"]
    assert "half a packet" in rows[1].note


def opt_out(row: PlannedContact) -> None:
    # told with a moment that lies before the permit, as a provider's clock may have it
    OptOut.objects.create(person=row.person, channel="sms", at=AT - timedelta(days=1))


def close(row: PlannedContact) -> None:
    ContactPoint.objects.filter(pk=row.contact_point_id).update(state="closed")


def cease(row: PlannedContact) -> None:
    Person.objects.filter(pk=row.person_id).update(cease_at=AT, cease_form="written")


def pay(row: PlannedContact) -> None:
    row.account.overdue_minor = 0
    row.account.save()


def rest(row: PlannedContact) -> None:
    InconvenientTime.objects.create(person=row.person)


@pytest.mark.parametrize("what", [opt_out, close, cease, pay, rest])
def test_what_comes_after_the_permit_stops_the_message(
    what: Callable[[PlannedContact], None],
) -> None:
    rows = waiting(2)
    jobs = release()
    what(rows[0])
    wire = Wire()
    messages_send(jobs, means(wire))
    assert states(rows) == ["planned", "sent"]
    assert len(wire.sent) == 1
    permit = Permit.objects.get(planned=rows[0])
    assert (permit.consumed_at, permit.expires_at) == (None, AT + timedelta(minutes=1))
    assert rows[0].note.startswith("CHANGED")
    assert release(minutes=2), "the gate is asked again"


def test_a_stopped_channel_gives_permits_back_and_goes_on_after_the_start() -> None:
    rows = waiting(2)
    jobs = release()
    channel_stop(channel="sms", why="The provider asked for it.", at=AT, actor="lead")
    wire = Wire()
    messages_send(jobs, means(wire))
    assert states(rows) == ["planned"] * 2
    assert wire.sent == []
    assert rows[0].note == "STOPPED The provider asked for it."
    assert not Permit.objects.filter(consumed_at__isnull=False).exists()
    assert release(minutes=2) == [], "no permit is spent on a stopped channel"
    channel_start(channel="sms", at=AT, actor="lead")
    messages_send(release(minutes=3), means(wire, now=lambda: AT + timedelta(minutes=4)))
    assert states(rows) == ["sent"] * 2


def test_a_stop_in_the_middle_of_a_batch_halts_the_rest() -> None:
    rows = waiting(20)

    class Stopping(Wire):
        def send(self, message: OutgoingMessage, permit: PermitKey, *, at: datetime) -> Receipt:
            channel_stop(channel="sms", why="Enough.", at=AT, actor="lead")
            return super().send(message, permit, at=at)

    wire = Stopping()
    messages_send(release(), means(wire))
    found = states(rows)
    assert set(found) == {"sent", "planned"}
    assert found.count("sent") == len(wire.sent) < 20


def test_a_provider_that_does_not_answer_is_left_in_peace() -> None:
    rows = waiting(20)
    wire = Wire("sms", *[SILENT] * 20)
    later = Later()
    messages_send(release(), means(wire, again=later))
    assert len(wire.answers) == 19, "one message asked, the others did not"
    assert Permit.objects.filter(consumed_at__isnull=False).count() <= 8
    assert set(states(rows)) <= {"queued", "planned"}
    assert release(minutes=1) == [], "the channel rests"
    assert release(minutes=3)


def test_a_permit_that_ends_before_the_next_try_is_asked_for_again() -> None:
    [row] = waiting()
    jobs = release()
    later = Later()
    messages_send(
        jobs,
        means(
            Wire("sms", BUSY),
            again=later,
            now=lambda: AT + timedelta(minutes=9, seconds=59),
        ),
    )
    assert states([row]) == ["planned"]
    assert later.jobs == []


def test_a_message_is_tried_a_dozen_times_and_no_more() -> None:
    [row] = waiting()
    jobs = release()
    for _ in range(11):
        messages_send(jobs, means(Wire("sms", BUSY)))
    assert states([row]) == ["queued"]
    messages_send(jobs, means(Wire("sms", BUSY)))
    assert states([row]) == ["failed"]


def handed_over_and_never_answered(channel: Wire) -> tuple[PlannedContact, list[tuple[int, int]]]:
    [row] = waiting()
    jobs = release()

    class Died(Exception):  # noqa: N818 - what the kill tests do for real
        pass

    class Dying(Pen):
        pass

    def now() -> datetime:
        if channel.sent:
            raise Died
        return AT + timedelta(minutes=1)

    with pytest.raises(Died):
        messages_send(jobs, means(channel, now=now))
    assert states([row]) == ["sending"]
    return row, jobs


def test_a_channel_that_knows_repeats_gets_the_message_again_under_the_same_reference() -> None:
    wire = Many()
    row, jobs = handed_over_and_never_answered(wire)
    messages_send(jobs, means(wire))
    assert states([row]) == ["sent"]
    assert [message.reference for message in wire.sent] == [f"fb-{jobs[0][1]}"] * 2
    assert Contact.objects.count() == 1


def test_other_words_than_before_are_not_handed_over_again() -> None:
    wire = Many()
    row, jobs = handed_over_and_never_answered(wire)
    PlannedContact.objects.update(body="Other words.")
    messages_send(jobs, means(wire))
    assert states([row]) == ["unknown"]
    assert len(wire.sent) == 1


def test_a_wish_to_stop_is_kept_when_the_answer_was_lost() -> None:
    wire = Many()
    row, jobs = handed_over_and_never_answered(wire)
    opt_out(row)
    messages_send(jobs, means(wire))
    assert states([row]) == ["unknown"]
    assert len(wire.sent) == 1


def test_a_channel_that_knows_no_repeats_does_not_get_it_again() -> None:
    wire = Wire()
    row, jobs = handed_over_and_never_answered(wire)
    messages_send(jobs, means(wire))
    assert states([row]) == ["unknown"]
    assert len(wire.sent) == 1
    assert Contact.objects.get().outcome is None
    receipt_take(channel="sms", provider_ref=f"fb-{jobs[0][1]}", status="delivered", at=AT)
    assert states([row]) == ["sent"]


@pytest.mark.parametrize(
    "nonsense",
    [
        Receipt("accepted", "m\0-1", "a\0b"),
        Receipt("accepted", "\ud800" * 500, "\udfff" * 5000),
        Receipt("failed", "", "é" * 5000),
    ],
)
def test_a_provider_that_answers_nonsense_harms_nobody(nonsense: Receipt) -> None:
    rows = waiting(2)
    messages_send(release(), means(Wire("sms", nonsense)))
    assert states(rows)[1] == "sent"
    assert rows[0].state in {"sent", "failed"}
    assert len(rows[0].provider_ref) <= 120


def test_a_bounce_at_the_door_closes_the_address() -> None:
    [row] = waiting()
    messages_send(release(), means(Wire("sms", Receipt("bounced", "x", "nobody"))))
    row.contact_point.refresh_from_db()
    assert (states([row]), row.delivery, row.contact_point.state) == (
        ["failed"],
        "bounced_hard",
        "closed",
    )
