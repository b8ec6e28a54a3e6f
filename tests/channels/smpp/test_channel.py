"""The channel against a real SMSC on a real socket."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from forbear.channels.local.smsc import Smsc, SmscManner, smsc
from forbear.channels.smpp import Heard, HeardPart, HeardReceipt, SmppChannel, smpp_config
from forbear.channels.smpp.wire import HEADER, pdu_bytes
from forbear.ports.channels import ChannelError, OutgoingMessage, PermitKey, Receipt

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)
PERMIT = PermitKey(1, "sms", "1", AT + timedelta(minutes=5))
TO = "+12025550144"


class Ear:
    """Notes what was heard; cannot keep it while it is deaf."""

    def __init__(self) -> None:
        self.heard: queue.Queue[Heard] = queue.Queue()
        self.deaf_for = 0

    def __call__(self, said: Heard) -> None:
        if self.deaf_for:
            self.deaf_for -= 1
            raise RuntimeError("the database is away")
        self.heard.put(said)

    def next(self) -> Heard:
        return self.heard.get(timeout=20)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Smsc]:
    with smsc(tmp_path / "smsc", clock=lambda: AT) as running:
        yield running


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def channel(station: Smsc, ear: Ear) -> Iterator[SmppChannel]:
    made = SmppChannel(smpp_config(station.url + "?timeout=5&window=4"), on_heard=ear)
    yield made
    made.close()


def message(text: str = "hello", *, to: str = TO, sender: str = "Larkfield") -> OutgoingMessage:
    return OutgoingMessage(to, "", text, "en", "fb-1", sender=sender)


def code_of(answer: Receipt | ChannelError) -> str:
    return answer.code if isinstance(answer, ChannelError) else answer.status


@pytest.mark.parametrize(
    "text", ["hello", "{€} [x]", "a" * 161, "请按时还款", "中" * 71, "😀" * 80, "é\f^" * 90]
)
@pytest.mark.parametrize("long", ["udh", "payload"])
def test_a_text_arrives_as_it_is_and_is_receipted_once(
    station: Smsc, ear: Ear, text: str, long: str
) -> None:
    channel = SmppChannel(smpp_config(f"{station.url}?long={long}"), on_heard=ear)
    receipt = channel.send(message(text), PERMIT, at=AT)
    assert receipt.status == "accepted"
    said = ear.next()
    channel.close()
    assert isinstance(said, HeardReceipt)
    assert (said.provider_ref, said.word) == (receipt.provider_ref, "delivered")
    assert [(one.to, one.subject, one.text) for one in station.arrived()] == [
        (TO, "Larkfield", text)
    ]
    assert ear.heard.empty()


def test_many_are_handed_over_side_by_side(station: Smsc, channel: SmppChannel, ear: Ear) -> None:
    texts = [f"message {number}" for number in range(60)]
    answers = channel.send_many(
        [(message(text), PERMIT) for text in texts], at=AT, go_on=lambda: True
    )
    # a server may take what came together in any order
    assert sorted(one.text for one in station.arrived()) == sorted(texts)
    refs = [answer.provider_ref for answer in answers if isinstance(answer, Receipt)]
    assert len(set(refs)) == 60
    assert {ear.next().provider_ref for _ in refs} == set(refs)  # type: ignore[union-attr]


def test_each_of_many_has_its_own_answer(station: Smsc, channel: SmppChannel) -> None:
    given = [
        message(),
        message(to="+12025550550"),
        message(to="+12025550503"),
        message(to="12345"),
        message(" "),
        message(sender=""),
        message("x" * 2000),
        message(),
    ]
    answers = channel.send_many([(one, PERMIT) for one in given], at=AT, go_on=lambda: True)
    assert [code_of(answer) for answer in answers] == [
        "accepted",
        "bounced",
        "CHANNEL_BUSY",
        "MESSAGE_INVALID",
        "MESSAGE_INVALID",
        "SENDER_MISSING",
        "MESSAGE_INVALID",
        "accepted",
    ]
    assert station.count == 2


def test_nothing_more_is_begun_once_it_is_told_to_halt(station: Smsc, channel: SmppChannel) -> None:
    left = iter([True, True, False, False, False])
    answers = channel.send_many([(message(), PERMIT)] * 5, at=AT, go_on=lambda: next(left))
    assert [code_of(answer) for answer in answers] == ["accepted"] * 3 + ["NOT_BEGUN"] * 2
    assert station.count == 3


def test_the_permit_is_looked_at(channel: SmppChannel) -> None:
    with pytest.raises(ChannelError, match="ended at"):
        channel.send(message(), PERMIT, at=PERMIT.expires_at)


def test_throttled_parts_of_a_message_are_sent_again(station: Smsc, channel: SmppChannel) -> None:
    channel.send(message("bind first"), PERMIT, at=AT)
    text = "".join(chr(65 + number % 26) for number in range(400))
    station.throttle(2)
    assert channel.send(message(text), PERMIT, at=AT).status == "accepted"
    assert station.arrived()[-1].text == text


def test_a_number_that_is_told_to_be_unknown_is_a_hard_bounce(
    channel: SmppChannel, ear: Ear
) -> None:
    channel.send(message(to="+12025550551"), PERMIT, at=AT)
    said = ear.next()
    assert isinstance(said, HeardReceipt)
    assert said.word == "bounced_hard"


def test_what_someone_says_is_heard_in_its_parts(
    station: Smsc, channel: SmppChannel, ear: Ear
) -> None:
    channel.send(message(to="+12025550404"), PERMIT, at=AT)
    assert isinstance(ear.next(), HeardReceipt)
    text = "不要再发短信。" * 20
    assert station.say(TO, "12345", text) == [True] * 3
    parts = [ear.next() for _ in range(3)]
    assert all(isinstance(part, HeardPart) and part.total == 3 for part in parts)
    ordered = sorted(
        (part for part in parts if isinstance(part, HeardPart)), key=lambda p: p.number
    )
    assert "".join(part.text for part in ordered) == text


def test_what_could_not_be_kept_is_not_taken(station: Smsc, channel: SmppChannel, ear: Ear) -> None:
    channel.send(message(to="+12025550404"), PERMIT, at=AT)
    ear.next()
    ear.deaf_for = 1
    assert station.say(TO, "12345", "STOP") == [False]
    assert station.say(TO, "12345", "STOP") == [True]
    said = ear.next()
    assert isinstance(said, HeardPart)
    assert said.text == "STOP"


def test_garbage_in_a_receipt_is_let_go(station: Smsc, channel: SmppChannel, ear: Ear) -> None:
    channel.send(message(to="+12025550404"), PERMIT, at=AT)
    ear.next()
    assert station.receipt("ÿþ nothing of a receipt \x00\x01")
    assert station.receipt("id:7 stat:DELIVRD")
    said = ear.next()
    assert isinstance(said, HeardReceipt)
    assert said.provider_ref == "7"


def test_half_an_answer_leaves_the_message_unknown_and_the_channel_whole(
    station: Smsc, channel: SmppChannel
) -> None:
    channel.send(message(), PERMIT, at=AT)
    station.cut()
    with pytest.raises(ChannelError) as caught:
        channel.send(message(), PERMIT, at=AT)
    assert (caught.value.code, caught.value.is_retryable) == ("ANSWER_UNKNOWN", False)
    assert channel.send(message(), PERMIT, at=AT).status == "accepted"


def test_a_server_that_dies_is_asked_again_after_a_pause(
    station: Smsc, channel: SmppChannel
) -> None:
    channel.send(message(), PERMIT, at=AT)
    session = channel._session(sends=True)
    station.die()
    assert session.wait(20)
    for _ in range(2):
        with pytest.raises(ChannelError) as caught:
            channel.send(message(), PERMIT, at=AT)
        assert (caught.value.code, caught.value.is_retryable) == ("CHANNEL_UNREACHABLE", True)


def test_one_may_send_by_one_bind_and_listen_by_another(tmp_path: Path, ear: Ear) -> None:
    with smsc(tmp_path, clock=lambda: AT) as station:
        channel = SmppChannel(smpp_config(station.url + "?bind=split"), on_heard=ear)
        stop = threading.Event()
        listener = threading.Thread(target=channel.listen, args=[stop])
        listener.start()
        assert station.wait_bound()
        receipt = channel.send(message(), PERMIT, at=AT)
        said = ear.next()
        assert isinstance(said, HeardReceipt)
        assert said.provider_ref == receipt.provider_ref
        stop.set()
        listener.join()
        channel.close()


def test_without_receipts_none_is_invented(tmp_path: Path, ear: Ear) -> None:
    with smsc(tmp_path, clock=lambda: AT, manner=SmscManner(receipts=False)) as station:
        channel = SmppChannel(smpp_config(station.url), on_heard=ear)
        channel.send(message(), PERMIT, at=AT)
        assert station.say(TO, "12345", "last") == [True]
        assert isinstance(ear.next(), HeardPart)
        channel.close()


class Script:
    """An SMSC of a few lines that answers as it is told: what a sound one never does."""

    def __init__(self, *answers: bytes | None) -> None:
        self._answers = list(answers)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"smpp://u:p@127.0.0.1:{self._listener.getsockname()[1]}/?timeout=1&enquire=1"
        self.seen: list[int] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        peer, _ = self._listener.accept()
        with peer:
            while (head := peer.recv(16, socket.MSG_WAITALL)) and len(head) == 16:
                length, command, _, sequence = HEADER.unpack(head)
                peer.recv(length - 16, socket.MSG_WAITALL)
                self.seen.append(command)
                answer = self._answers.pop(0) if self._answers else None
                if answer is not None:
                    peer.sendall(answer.replace(b"SEQ!", sequence.to_bytes(4, "big")))

    def close(self) -> None:
        self._listener.close()
        self._thread.join()


def answer(command: int, *, status: int = 0, body: bytes = b"x\0") -> bytes:
    return pdu_bytes(command, int.from_bytes(b"SEQ!", "big"), status=status, body=body)


BOUND = answer(0x80000009)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([answer(0x80000009, status=0x0E)], "CHANNEL_LOGIN_REFUSED"),
        ([answer(0x80000009, status=0x0F)], "CHANNEL_LOGIN_REFUSED"),
        ([answer(0x80000009, status=0x58)], "CHANNEL_BUSY"),
        ([b"HTTP/1.1 400 Bad Request\r\n\r\n"], "CHANNEL_UNREACHABLE"),
        ([None], "CHANNEL_UNREACHABLE"),
        ([BOUND, None], "ANSWER_UNKNOWN"),
        ([BOUND, b"\0" * 64], "ANSWER_UNKNOWN"),
        ([BOUND, answer(0x80000004, status=0x64)], "CHANNEL_BUSY"),
        ([BOUND, answer(0x80000004, status=0x45)], "failed"),
        ([BOUND, answer(0x80000000, status=0x03)], "failed"),
        ([BOUND, answer(0x80000004, body=b"")], "accepted"),
        ([BOUND, answer(0x80000004, body=b"\xff\xff")], "accepted"),
    ],
)
def test_whatever_the_other_side_answers_is_an_outcome(
    answers: list[bytes | None], code: str, ear: Ear
) -> None:
    script = Script(*answers)
    channel = SmppChannel(smpp_config(script.url), on_heard=ear)
    (found,) = channel.send_many([(message(), PERMIT)], at=AT, go_on=lambda: True)
    assert code_of(found) == code
    channel.close()
    script.close()


def test_a_silent_line_is_asked_whether_it_lives(ear: Ear) -> None:
    script = Script(BOUND)  # answers the bind, and nothing after
    channel = SmppChannel(smpp_config(script.url), on_heard=ear)
    session = channel._session(sends=True)
    assert session.wait(30)
    assert script.seen[:2] == [0x9, 0x15]
    channel.close()
    script.close()
