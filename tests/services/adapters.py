"""Adapters for tests, hand-written: they do what the environment tells them to.

``FORBEAR_TEST_SENT`` is a file that gets one line a message that left; ``FORBEAR_TEST_DIE`` kills
the process ``while writing``, ``before sending`` or ``after sending``.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from forbear.ports.channels import (
    Channel,
    ChannelError,
    OutgoingMessage,
    PermitKey,
    Receipt,
    require_permit,
)
from forbear.ports.gate import Gate
from forbear.ports.writing import Draft, MessageRefused, MessageWriter
from tests.services.gates import cap_gate


def _die(when: str) -> None:
    if os.environ.get("FORBEAR_TEST_DIE") == when:
        os.kill(os.getpid(), signal.SIGKILL)


class Wire:
    """A channel that notes what left, and answers as it is told."""

    def __init__(self, channel: str = "sms", *answers: Receipt | ChannelError) -> None:
        self.channel = channel
        self.answers = list(answers)
        self.sent: list[OutgoingMessage] = []

    def send(self, message: OutgoingMessage, permit: PermitKey, *, at: datetime) -> Receipt:
        require_permit(permit, channel=self.channel, at=at)
        _die("before sending")
        answer = self.answers.pop(0) if self.answers else Receipt("accepted", f"p-{permit}"[:40])
        if isinstance(answer, ChannelError):
            raise answer
        self.sent.append(message)
        if path := os.environ.get("FORBEAR_TEST_SENT"):
            with Path(path).open("a") as file:
                file.write(f"{message.reference}\n")
        _die("after sending")
        return answer


class Pen:
    """A writer that says the same to everyone, or refuses."""

    def __init__(self, refusal: MessageRefused | None = None) -> None:
        self.refusal = refusal

    def __call__(
        self, *, planned_id: int, reference: str, must_disclose: Sequence[str], at: datetime
    ) -> Draft:
        del at
        _die("while writing")
        if self.refusal:
            raise self.refusal
        text = f"About your card, case {planned_id}. {' '.join(must_disclose)}"
        return Draft(OutgoingMessage("+12025550123", "", text, "en", reference))


def gate() -> Gate:
    return cap_gate(1, minutes=600)


def writer() -> MessageWriter:
    return Pen()


def channels() -> Mapping[str, Channel]:
    return {channel: Wire(channel) for channel in ("sms", "email", "letter")}
