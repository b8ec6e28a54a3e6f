import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from forbear.channels.local.arrivals import Arrived, PortInUseError
from forbear.channels.local.sms_gateway import SmsGateway, sms_gateway
from forbear.channels.sms_http import SmsHttpChannel
from forbear.ports.channels import ChannelError, OutgoingMessage, PermitKey

AT = datetime(2026, 3, 12, 15, 15, tzinfo=UTC)
PERMIT = PermitKey(7, "sms", "cp1", AT + timedelta(minutes=5))
MESSAGE = OutgoingMessage(
    to="+8613800138000",
    subject="",
    text="【北江银行】您好。",
    language="zh-Hans",
    reference="FB-2026-000317",
)


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[SmsGateway]:
    with sms_gateway(tmp_path / "text messages", clock=lambda: AT, token="t-1") as running:
        yield running


@pytest.fixture
def channel(gateway: SmsGateway) -> Iterator[SmsHttpChannel]:
    given = SmsHttpChannel(url=gateway.url, token="t-1")
    yield given
    given.close()


def test_a_message_arrives_as_it_was_written(gateway: SmsGateway, channel: SmsHttpChannel):
    receipt = channel.send(MESSAGE, PERMIT, at=AT)
    assert (receipt.status, receipt.provider_ref) == ("delivered", "m-1")
    assert gateway.arrived() == [
        Arrived("sms", MESSAGE.to, "", MESSAGE.text, AT, MESSAGE.reference)
    ]


def test_the_same_reference_is_delivered_once_however_often_it_is_sent(
    gateway: SmsGateway, channel: SmsHttpChannel
):
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda _: channel.send(MESSAGE, PERMIT, at=AT), range(20)))
    assert {receipt.provider_ref for receipt in receipts} == {"m-1"}
    assert len(gateway.arrived()) == 1


def test_and_once_when_the_gateway_starts_again(tmp_path: Path):
    for _ in range(2):
        with sms_gateway(tmp_path, clock=lambda: AT, token="t-1") as gateway:
            channel = SmsHttpChannel(url=gateway.url, token="t-1")
            assert channel.send(MESSAGE, PERMIT, at=AT).provider_ref == "m-1"
            assert len(gateway.arrived()) == 1
            channel.close()


def test_a_reference_used_for_another_text_fails(gateway: SmsGateway, channel: SmsHttpChannel):
    channel.send(MESSAGE, PERMIT, at=AT)
    receipt = channel.send(replace(MESSAGE, text="other"), PERMIT, at=AT)
    assert receipt.status == "failed"
    assert "key_reused" in receipt.detail
    assert len(gateway.arrived()) == 1


def test_an_unknown_number_bounces(gateway: SmsGateway, channel: SmsHttpChannel):
    assert channel.send(replace(MESSAGE, to="+8613800130550"), PERMIT, at=AT).status == "bounced"
    assert gateway.arrived() == []


def refusal(channel: SmsHttpChannel, message: OutgoingMessage = MESSAGE) -> tuple[str, bool]:
    with pytest.raises(ChannelError) as caught:
        channel.send(message, PERMIT, at=AT)
    return caught.value.code, caught.value.is_retryable


def test_a_busy_gateway_is_tried_again(channel: SmsHttpChannel):
    assert refusal(channel, replace(MESSAGE, to="+8613800130503")) == ("CHANNEL_BUSY", True)


def test_a_wrong_token_is_told(gateway: SmsGateway):
    channel = SmsHttpChannel(url=gateway.url, token="stolen")
    assert refusal(channel) == ("CHANNEL_LOGIN_REFUSED", False)
    assert gateway.arrived() == []
    channel.close()


def test_a_gateway_that_is_not_there_is_tried_again():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    channel = SmsHttpChannel(url=f"http://127.0.0.1:{port}", token="t-1")
    assert refusal(channel) == ("CHANNEL_UNREACHABLE", True)
    channel.close()


def test_a_gateway_that_never_answers_is_tried_again():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        channel = SmsHttpChannel(url=f"http://127.0.0.1:{port}", token="t-1", timeout_seconds=0.2)
        assert refusal(channel) == ("CHANNEL_UNREACHABLE", True)
        channel.close()


@pytest.mark.parametrize("to", ["13800138000", "+0138", "+86 138 0013 8000", "", "+86x"])
def test_only_a_whole_number_is_sent_to(channel: SmsHttpChannel, to: str):
    assert refusal(channel, replace(MESSAGE, to=to)) == ("MESSAGE_INVALID", False)


@pytest.mark.parametrize(
    "permit, code",
    [
        (replace(PERMIT, channel="email"), "PERMIT_OF_ANOTHER_CHANNEL"),
        (replace(PERMIT, expires_at=AT), "PERMIT_EXPIRED"),
    ],
)
def test_without_its_permit_nothing_leaves(
    gateway: SmsGateway, channel: SmsHttpChannel, permit: PermitKey, code: str
):
    with pytest.raises(ChannelError) as caught:
        channel.send(MESSAGE, permit, at=AT)
    assert caught.value.code == code
    assert gateway.arrived() == []


@pytest.mark.parametrize("url", ["", "gateway.example", "ftp://x", "http://gateway.example"])
def test_an_address_that_cannot_be_right_is_refused(url: str):
    with pytest.raises(ChannelError) as caught:
        SmsHttpChannel(url=url, token="t-1")
    assert caught.value.code == "CHANNEL_NOT_CONFIGURED"


def test_a_port_in_use_is_told_with_its_cure(gateway: SmsGateway, tmp_path: Path):
    with (
        pytest.raises(PortInUseError, match=f"Port {gateway.port} .* or 0 for any free one"),
        sms_gateway(tmp_path, clock=lambda: AT, token="t-1", port=gateway.port),
    ):
        pytest.fail("two gateways on one port")
