from datetime import UTC, datetime, timedelta

import pytest

from forbear.channels.email import EmailChannel
from forbear.channels.sms_http import SmsHttpChannel
from forbear.ports.channels import ChannelError, OutgoingMessage, PermitKey
from forbear.wiring.channels import channels

AT = datetime(2026, 3, 12, 15, 15, tzinfo=UTC)
MESSAGE = OutgoingMessage(to="x", subject="", text="x", language="en", reference="r-1")


@pytest.mark.parametrize(
    "name, environment, variable",
    [
        ("email", {}, "FORBEAR_SMTP_URL"),
        ("sms", {}, "FORBEAR_SMS_URL"),
        ("sms", {"FORBEAR_SMS_URL": "https://gateway.example"}, "FORBEAR_SMS_TOKEN"),
    ],
)
def test_a_channel_that_is_not_configured_says_what_to_set(
    name: str, environment: dict[str, str], variable: str
):
    permit = PermitKey(7, name, "cp1", AT + timedelta(minutes=5))
    with pytest.raises(ChannelError, match=f"Set {variable}") as caught:
        channels(environment)[name].send(MESSAGE, permit, at=AT)
    assert (caught.value.code, caught.value.is_retryable) == ("CHANNEL_NOT_CONFIGURED", False)


def test_even_a_missing_channel_looks_at_the_permit():
    permit = PermitKey(7, "sms", "cp1", AT + timedelta(minutes=5))
    with pytest.raises(ChannelError) as caught:
        channels({})["email"].send(MESSAGE, permit, at=AT)
    assert caught.value.code == "PERMIT_OF_ANOTHER_CHANNEL"


def test_the_environment_picks_the_adapters():
    found = channels(
        {
            "FORBEAR_SMTP_URL": "smtp://127.0.0.1:2525/?from=a@b.example",
            "FORBEAR_SMS_URL": "http://127.0.0.1:8025",
            "FORBEAR_SMS_TOKEN": "t-1",
        }
    )
    assert isinstance(found["email"], EmailChannel)
    assert isinstance(found["sms"], SmsHttpChannel)
    found["sms"].close()


def test_a_wrong_address_is_told_at_once():
    with pytest.raises(ChannelError, match="FORBEAR_SMTP_URL cannot be used"):
        channels({"FORBEAR_SMTP_URL": "mail.example"})
