"""From the SMSC to the database: receipts, and a wish to stop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections

from forbear.channels.local.smsc import Smsc, smsc
from forbear.channels.smpp import HeardPart, HeardReceipt, SmppChannel, smpp_config
from forbear.ports.channels import ChannelError, OutgoingMessage, PermitKey
from forbear.store.models import InboundMessage, MessageEvent, OptOut, PlannedContact
from forbear.wiring.channels import channels
from forbear.wiring.smpp import keep_heard, listening
from tests.store.make import account, planned, point

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
NUMBER = "+12025550144"


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Smsc]:
    with smsc(tmp_path, clock=lambda: AT) as running:
        yield running


@pytest.mark.django_db
def test_a_receipt_finds_its_message() -> None:
    sent = planned(account(), at=AT, state="sent", provider_ref="a1")
    keep_heard(HeardReceipt("a1", "delivered", "DELIVRD", None))
    keep_heard(HeardReceipt("a1", None, "ENROUTE", None))
    sent.refresh_from_db()
    assert sent.delivery == "delivered"
    assert MessageEvent.objects.count() == 1


@pytest.mark.django_db
def test_a_part_alone_waits_and_a_message_does_not() -> None:
    keep_heard(HeardPart(NUMBER, "1", b"a", 0, group=1, total=2, number=1))
    assert not InboundMessage.objects.exists()
    keep_heard(HeardPart(NUMBER, "1", b"b", 0))
    assert InboundMessage.objects.get().text == "b"


@pytest.mark.django_db(transaction=True)
def test_a_stop_said_to_the_smsc_is_an_opt_out_before_it_is_answered(station: Smsc) -> None:
    owed = account()
    waits = planned(owed, at=AT, contact_point=point(owed.person, value=NUMBER))

    def keep(said: object) -> None:
        try:
            keep_heard(said)  # type: ignore[arg-type]
        finally:
            connections.close_all()

    channel = SmppChannel(smpp_config(station.url), on_heard=keep)
    with listening(channel) as can:
        assert can
        assert station.wait_bound()
        assert station.say(NUMBER, "10690", "退订") == [True]
        # answered: so it is kept already
        assert OptOut.objects.get().contact_point.value == NUMBER
        waits.refresh_from_db()
        assert waits.state == "refused"
        assert PlannedContact.objects.filter(purpose="confirm_opt_out").count() == 1
    channel.close()


def test_only_an_smsc_is_listened_to() -> None:
    with listening(object()) as can:
        assert not can


def test_the_smsc_of_the_environment_is_used(station: Smsc) -> None:
    found = channels({"FORBEAR_SMPP_URL": station.url})["sms"]
    assert isinstance(found, SmppChannel)
    message = OutgoingMessage(NUMBER, "", "hello", "en", "fb-1", sender="Larkfield")
    permit = PermitKey(1, "sms", "1", AT + timedelta(minutes=5))
    assert found.send(message, permit, at=AT).status == "accepted"
    found.close()


def test_text_messages_go_one_way() -> None:
    with pytest.raises(ChannelError, match="both set"):
        channels({"FORBEAR_SMPP_URL": "smpp://u:p@127.0.0.1/", "FORBEAR_SMS_URL": "https://x"})
