from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from forbear.channels.mail.returned import read_mail
from forbear.channels.mail.verp import verp_address
from forbear.services.returned_mail import MailTaken, mail_take
from forbear.store.models import ContactPoint, MessageEvent, OptOut, PlannedContact
from tests.channels.mail.mails import bounce, complaint, reply
from tests.store.make import account, permit, person, planned, point

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
KEY = b"k" * 32

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Taken:
    action: str = "queued"


class Inbox:
    """Stands where the inbound messages are taken: remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[dict[str, Any]] = []

    def __call__(self, **given: Any) -> Taken:
        self.given.append(given)
        return Taken()


@pytest.fixture
def sent() -> PlannedContact:
    """An e-mail to ada@example.com that the mail server has accepted."""
    owed = account(person())
    address = point(owed.person, kind="email", value="Ada@example.com")
    message = planned(owed, at=AT, channel="email", contact_point=address, state="sent")
    given = permit(
        owed, at=AT, contact_point=address, channel="email", planned=message, consumed_at=AT
    )
    message.provider_ref = f"<fb-{given.pk}@bank.example>"
    message.sent_to = address.value
    message.save()
    return message


def original(message: PlannedContact) -> str:
    return f"Message-ID: {message.provider_ref}\nTo: ada@example.com\n"


def take(mail: bytes, *, to: str = "", inbox: Inbox | None = None) -> MailTaken:
    [read] = read_mail(mail, envelope_to=[to] if to else [], verp_key=KEY)
    return mail_take(read, at=AT + timedelta(hours=1), take_reply=inbox or Inbox())


def state(message: PlannedContact) -> str:
    return ContactPoint.objects.get(pk=message.contact_point_id).state


@pytest.mark.parametrize(
    ("status", "word", "after"),
    [
        ("5.1.1", "bounced_hard", "closed"),
        ("5.2.2", "bounced_soft", "open"),
        ("5.7.1", "rejected", "open"),
    ],
)
def test_a_bounce_reaches_its_message_and_closes_what_does_not_exist(
    sent: PlannedContact, status: str, word: str, after: str
) -> None:
    mail = bounce(status, original=original(sent))
    assert take(mail).word == word
    assert take(mail).word == "repeated"
    sent.refresh_from_db()
    assert (sent.delivery, state(sent)) == (word, after)
    assert MessageEvent.objects.filter(planned=sent).count() == 1


def test_a_bounce_that_names_another_address_or_mail_closes_nothing(sent: PlannedContact) -> None:
    for mail in (
        bounce(original=original(sent), recipient="eve@example.com"),
        bounce(original=original(sent), recipient=""),
        bounce(original="Message-ID: <fb-999999@bank.example>\n"),
        bounce(original="Message-ID: <other@bank.example>\n"),
        bounce(original="Subject: none\n"),
    ):
        assert take(mail).because.startswith("NOT_OURS")
    assert state(sent) == "open"


def test_a_return_address_of_ours_needs_no_more(sent: PlannedContact) -> None:
    reference = sent.provider_ref.strip("<>").partition("@")[0]
    address = verp_address("bounces@bank.example", reference, KEY)
    mail = bounce(original="Subject: none\n", recipient="forwarded@elsewhere.example")
    assert take(mail, to=address[:-20] + "x@bank.example").word == "ignored"
    assert take(mail, to=address).word == "bounced_hard"
    assert state(sent) == "closed"


def test_a_bounce_of_a_text_message_is_not_one(sent: PlannedContact) -> None:
    reference = permit(sent.account, at=AT, channel="sms", consumed_at=AT).pk
    assert take(bounce(original=f"Message-ID: <fb-{reference}@bank.example>\n")).word == "ignored"


def test_a_complaint_stops_e_mail_and_what_waits(sent: PlannedContact) -> None:
    waiting = planned(sent.account, at=AT, channel="email", state="queued")
    assert take(complaint(original=original(sent))).word == "complaint"
    assert OptOut.objects.get(person=sent.person).channel == "email"
    waiting.refresh_from_db()
    assert waiting.state == "refused"


def test_what_a_person_writes_is_taken_as_from_any_channel() -> None:
    inbox = Inbox()
    assert take(reply("STOP\n> Reply STOP"), inbox=inbox) == MailTaken("reply", "queued")
    [given] = inbox.given
    assert given == {
        "channel": "email",
        "provider": "mail",
        "provider_ref": "<abc@example.com>",
        "sender": "ada@example.com",
        "recipient": "letters@bank.example",
        "text": "STOP",
        "at": AT + timedelta(hours=1),
    }
    assert (
        take(reply("away", extra="Auto-Submitted: auto-replied\n"), inbox=inbox).word == "ignored"
    )
    assert len(inbox.given) == 1
