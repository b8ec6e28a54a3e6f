from __future__ import annotations

import smtplib
from datetime import timedelta
from pathlib import Path

import pytest

from forbear.channels.mail.verp import verp_address
from forbear.store.models import ContactPoint, InboundMessage, OptOut, PlannedContact
from forbear.wiring import clock
from forbear.wiring.mail import verp_key
from forbear.wiring.mail_in import mail_door, mail_read
from tests.channels.mail.mails import bounce, complaint, reply
from tests.store.make import account, permit, person, planned, point
from tests.web import portfolio

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: portfolio.AT)


@pytest.fixture
def sent() -> PlannedContact:
    owed = account(person())
    address = point(owed.person, kind="email", value="ada@example.com")
    at = portfolio.AT - timedelta(hours=1)
    message = planned(owed, at=at, channel="email", contact_point=address, state="sent")
    given = permit(
        owed, at=at, contact_point=address, channel="email", planned=message, consumed_at=at
    )
    message.provider_ref = f"<fb-{given.pk}@bank.example>"
    message.sent_to = address.value
    message.save()
    return message


def state(message: PlannedContact) -> str:
    return ContactPoint.objects.get(pk=message.contact_point_id).state


def test_a_maildir_is_taken_in_and_each_mail_once(tmp_path: Path, sent: PlannedContact) -> None:
    (tmp_path / "new").mkdir()
    original = f"Message-ID: {sent.provider_ref}\nTo: ada@example.com\n"
    for name, mail in {
        "1": complaint(original=original),
        "2": bounce(original=original),
        "3": reply("What is this about?"),
        "4": reply("away", extra="Auto-Submitted: auto-replied\n"),
        "5": b"\xff\x00",
    }.items():
        (tmp_path / "new" / name).write_bytes(mail)
    told: list[str] = []
    counts = mail_read(tmp_path, on_taken=lambda name, taken: told.append(f"{name} {taken.word}"))
    assert counts == {"complaint": 1, "bounced_hard": 1, "reply": 1, "ignored": 2}
    assert told[0] == "1 complaint"
    assert state(sent) == "closed"
    assert OptOut.objects.get(person=sent.person).channel == "email"
    assert mail_read(tmp_path) == {}


def test_stop_by_mail_stops_and_again_changes_nothing(tmp_path: Path, sent: PlannedContact) -> None:
    (tmp_path / "1.eml").write_bytes(reply("STOP\r\n\r\n> Reply STOP to stop"))
    waiting = planned(
        sent.account,
        at=portfolio.AT,
        channel="email",
        contact_point=sent.contact_point,
        state="queued",
    )
    for _ in range(2):
        assert mail_read(tmp_path) == {"reply": 1}
    assert OptOut.objects.get(person=sent.person).channel == "email"
    assert InboundMessage.objects.get().text == "STOP"
    waiting.refresh_from_db()
    assert waiting.state == "refused"


def test_the_door_knows_a_bounce_by_its_return_address(sent: PlannedContact) -> None:
    reference = sent.provider_ref.strip("<>").partition("@")[0]
    to = verp_address("bounces@bank.example", reference, verp_key())
    with mail_door(port=0) as port, smtplib.LMTP("127.0.0.1", port) as door:
        door.sendmail("", [to], bounce(original="Subject: none\n"))
    assert state(sent) == "closed"
