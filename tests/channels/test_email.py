import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import dkim
import pytest

from forbear.channels.email import EmailChannel, smtp_config
from forbear.channels.local.arrivals import Arrived, PortInUseError
from forbear.channels.local.smtp_sink import SmtpSink, smtp_sink
from forbear.channels.mail.compose import mail_of
from forbear.channels.mail.dkim import dkim_key_make, dkim_signer
from forbear.channels.mail.verp import verp_reference
from forbear.ports.channels import ChannelError, OutgoingMessage, PermitKey

AT = datetime(2026, 3, 12, 15, 15, tzinfo=UTC)
PERMIT = PermitKey(7, "email", "cp1", AT + timedelta(minutes=5))
MESSAGE = OutgoingMessage(
    to="ada@example.com",
    subject="您的信用卡",
    text="您好，欧阳晓琳：\n\n应还1,200.50元。",
    html="<p>您好</p>",
    language="zh-Hans",
    reference="FB-2026-000317",
    unsubscribe_url="https://bank.example.com/stop/a7",
)


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[SmtpSink]:
    with smtp_sink(tmp_path / "mail box", clock=lambda: AT) as running:
        yield running


@pytest.fixture
def channel(sink: SmtpSink) -> Iterator[EmailChannel]:
    given = EmailChannel(smtp_config(sink.url))
    yield given
    given.close()


def only_mail(sink: SmtpSink) -> EmailMessage:
    [path] = sink.folder.glob("*.eml")
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def test_a_message_arrives_as_it_was_written(sink: SmtpSink, channel: EmailChannel):
    receipt = channel.send(MESSAGE, PERMIT, at=AT)
    assert receipt.status == "accepted"
    assert receipt.provider_ref == "<FB-2026-000317@forbear.example>"
    assert sink.arrived() == [
        Arrived("email", MESSAGE.to, MESSAGE.subject, MESSAGE.text, AT, MESSAGE.reference)
    ]


def test_its_headers_let_a_reader_stop_it_with_one_click(sink: SmtpSink, channel: EmailChannel):
    channel.send(MESSAGE, PERMIT, at=AT)
    mail = only_mail(sink)
    assert mail["List-Unsubscribe"] == "<https://bank.example.com/stop/a7>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Content-Language"] == "zh-Hans"
    assert mail["Date"].datetime == AT
    html = mail.get_body(("html",))
    assert html is not None
    assert "<p>您好</p>" in html.get_content()


def test_one_click_needs_an_encrypted_address(sink: SmtpSink, channel: EmailChannel):
    channel.send(replace(MESSAGE, unsubscribe_url="http://localhost/stop"), PERMIT, at=AT)
    mail = only_mail(sink)
    assert mail["List-Unsubscribe"] == "<http://localhost/stop>"
    assert mail["List-Unsubscribe-Post"] is None


def test_one_connection_carries_many_messages(sink: SmtpSink, channel: EmailChannel):
    for number in range(5):
        channel.send(replace(MESSAGE, reference=f"r-{number}"), PERMIT, at=AT)
    assert [one.reference for one in sink.arrived()] == [f"r-{number}" for number in range(5)]


def test_a_connection_that_ended_is_renewed(tmp_path: Path):
    with smtp_sink(tmp_path, clock=lambda: AT) as first:
        port, url = first.port, first.url
        channel = EmailChannel(smtp_config(url))
        channel.send(MESSAGE, PERMIT, at=AT)
    with smtp_sink(tmp_path, clock=lambda: AT, port=port) as second:
        channel.send(replace(MESSAGE, reference="again"), PERMIT, at=AT)
        assert [one.reference for one in second.arrived()] == [MESSAGE.reference, "again"]
        channel.close()


def test_an_address_that_takes_no_mail_bounces(sink: SmtpSink, channel: EmailChannel):
    receipt = channel.send(replace(MESSAGE, to="bounce@example.com"), PERMIT, at=AT)
    assert (receipt.status, receipt.detail[:3]) == ("bounced", "550")
    assert channel.send(MESSAGE, PERMIT, at=AT).status == "accepted"
    assert len(sink.arrived()) == 1


def test_a_busy_server_is_tried_again(sink: SmtpSink, channel: EmailChannel):
    with pytest.raises(ChannelError) as caught:
        channel.send(replace(MESSAGE, to="busy@example.com"), PERMIT, at=AT)
    assert (caught.value.code, caught.value.is_retryable) == ("CHANNEL_BUSY", True)
    assert sink.arrived() == []


def test_a_server_that_is_not_there_is_tried_again():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    channel = EmailChannel(smtp_config(f"smtp://127.0.0.1:{port}/?from=a@example.com"))
    with pytest.raises(ChannelError, match="FORBEAR_SMTP_URL") as caught:
        channel.send(MESSAGE, PERMIT, at=AT)
    assert (caught.value.code, caught.value.is_retryable) == ("CHANNEL_UNREACHABLE", True)


@pytest.mark.parametrize(
    "permit, code",
    [
        (replace(PERMIT, channel="sms"), "PERMIT_OF_ANOTHER_CHANNEL"),
        (replace(PERMIT, expires_at=AT), "PERMIT_EXPIRED"),
    ],
)
def test_without_its_permit_nothing_leaves(
    sink: SmtpSink, channel: EmailChannel, permit: PermitKey, code: str
):
    with pytest.raises(ChannelError) as caught:
        channel.send(MESSAGE, permit, at=AT)
    assert caught.value.code == code
    assert sink.arrived() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "ada@example.com, bob@example.com"},
        {"to": "ada"},
        {"to": "ada@example.com\r\nBcc: bob@example.com"},
        {"subject": "hello\r\nBcc: bob@example.com"},
        {"reference": "a b"},
        {"reference": "a>\r\nBcc: bob@example.com"},
        {"headers": {"Bcc": "bob@example.com"}},
        {"headers": {"X-Note": "a\r\nBcc: bob@example.com"}},
        {"unsubscribe_url": "https://x\r\nBcc: bob@example.com"},
    ],
)
def test_a_message_cannot_reach_anyone_else(changes: dict[str, object]):
    message = replace(MESSAGE, **changes)  # type: ignore[arg-type]
    with pytest.raises(ChannelError) as caught:
        mail_of(message, sender="a@example.com", sender_name="", at=AT)
    assert caught.value.code == "MESSAGE_INVALID"


@pytest.mark.parametrize(
    "url, because",
    [
        ("mail.example.com", "starts with nothing"),
        ("http://mail.example.com/?from=a@b.example", "starts with http"),
        ("smtp:///?from=a@b.example", "names no host"),
        ("smtp://mail.example.com", "names no sender"),
        ("smtp://u:p@mail.example.com/?from=a@b.example", "in the open"),
        ("smtp://mail.example.com/?from=a@b.example&bounces=b", "bounces="),
        ("smtp://mail.example.com:port/?from=a@b.example", "cannot be read"),
    ],
)
def test_a_configuration_that_cannot_be_right_is_refused(url: str, because: str):
    with pytest.raises(ChannelError, match=because) as caught:
        smtp_config(url)
    assert caught.value.code == "CHANNEL_NOT_CONFIGURED"


def test_a_configuration_is_read():
    config = smtp_config("smtps://u%40x:p%3A@mail.example.com/?from=a@b.example&name=North%20Bank")
    assert (config.port, config.security, config.user, config.password, config.sender_name) == (
        465,
        "tls",
        "u@x",
        "p:",
        "North Bank",
    )


def test_a_port_in_use_is_told_with_its_cure(sink: SmtpSink, tmp_path: Path):
    with (
        pytest.raises(PortInUseError, match=f"Port {sink.port} .* or 0 for any free one"),
        smtp_sink(tmp_path, clock=lambda: AT, port=sink.port),
    ):
        pytest.fail("two servers on one port")


def goes_on() -> bool:
    return True


def test_many_go_over_one_connection_and_each_has_its_own_answer(
    sink: SmtpSink, channel: EmailChannel
):
    to = [
        "ada@example.com",
        "bounce@example.com",
        "busy@example.com",
        "no address",
        "eve@x.example",
    ]
    items = [(replace(MESSAGE, to=one, reference=f"r-{n}"), PERMIT) for n, one in enumerate(to)]
    answers = channel.send_many(items, at=AT, go_on=goes_on)
    said = [one.code if isinstance(one, ChannelError) else one.status for one in answers]
    assert said == ["accepted", "bounced", "CHANNEL_BUSY", "MESSAGE_INVALID", "accepted"]
    assert [one.reference for one in sink.arrived()] == ["r-0", "r-4"]


def test_what_was_not_begun_is_told(sink: SmtpSink, channel: EmailChannel):
    turns = iter([True, False])
    items = [(replace(MESSAGE, reference=f"r-{n}"), PERMIT) for n in range(4)]
    answers = channel.send_many(items, at=AT, go_on=lambda: next(turns))
    said = [one.code if isinstance(one, ChannelError) else one.status for one in answers]
    assert said == ["accepted", "accepted", "NOT_BEGUN", "NOT_BEGUN"]
    assert len(sink.arrived()) == 2


def test_nobody_waits_for_a_server_that_is_not_there_twice():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    channel = EmailChannel(smtp_config(f"smtp://127.0.0.1:{port}/?from=a@example.com"))
    answers = channel.send_many([(MESSAGE, PERMIT)] * 3, at=AT, go_on=goes_on)
    codes = [one.code for one in answers if isinstance(one, ChannelError)]
    assert codes == ["CHANNEL_UNREACHABLE", "NOT_BEGUN", "NOT_BEGUN"]


def test_what_arrives_is_signed_and_has_a_return_address_of_its_own(tmp_path: Path):
    signer = dkim_signer(domain="forbear.example", selector="fb1", pem=dkim_key_make())
    key = b"k" * 32
    with smtp_sink(tmp_path, clock=lambda: AT) as running:
        config = smtp_config(f"{running.url}&bounces=bounces@forbear.example")
        sending = EmailChannel(config, signer=signer, verp_key=key)
        sending.send(MESSAGE, PERMIT, at=AT)
        sending.close()
        [path] = tmp_path.glob("*.eml")
    data = path.read_bytes()
    assert dkim.verify(data, dnsfunc=lambda *_, **__: signer.record_value.encode())
    mail = message_from_bytes(data, policy=policy.default)
    assert verp_reference(str(mail["X-Forbear-Arrived-From"]), key) == MESSAGE.reference
