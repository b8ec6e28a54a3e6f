"""Text messages through an SMSC: many at once, each handed over at most once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Lock

from forbear.channels.smpp import wire
from forbear.channels.smpp.config import SmppConfig
from forbear.channels.smpp.encode import message_check, parts_of, submits
from forbear.channels.smpp.heard import Heard, heard
from forbear.channels.smpp.session import Session, SessionLost
from forbear.channels.smpp.wire import Pdu
from forbear.ports.channels import (
    ChannelError,
    OutgoingMessage,
    PermitKey,
    Receipt,
    answer_unknown,
    not_begun,
    require_permit,
)

_LOG = logging.getLogger(__name__)
_PAUSE_FIRST, _PAUSE_MAX = 1.0, 60.0
_ROUNDS, _ROUND_PAUSE = 5, 0.2  # for the parts of a message that was taken in part

# Keeps what was heard; raises if it could not.
OnHeard = Callable[[Heard], None]


@dataclass(slots=True)
class _Try:
    """A message on its way: the answers to its parts, as far as they are known."""

    index: int
    message: OutgoingMessage
    answers: list[Pdu | None] = field(default_factory=list)
    # not_begun: no time was left; unsent: nothing of it went out; lost: nobody knows
    fate: str = ""
    why: str = ""


class SmppChannel:
    """Sends and hears. The connection is kept and made anew with growing pauses; share it."""

    knows_repeats = False

    def __init__(self, config: SmppConfig, *, on_heard: OnHeard) -> None:
        self._config = config
        self._on_heard = on_heard
        self._lock = Lock()
        self._sessions: dict[int, Session] = {}
        self._again_at = 0.0
        self._pause = _PAUSE_FIRST
        self._closed = Event()

    def send(self, message: OutgoingMessage, permit: PermitKey, *, at: datetime) -> Receipt:
        """Send one message; see ``send_many``."""
        (answer,) = self.send_many([(message, permit)], at=at, go_on=lambda: True)
        if isinstance(answer, ChannelError):
            raise answer
        return answer

    def send_many(
        self,
        items: Sequence[tuple[OutgoingMessage, PermitKey]],
        *,
        at: datetime,
        go_on: Callable[[], bool],
    ) -> list[Receipt | ChannelError]:
        """Send the messages, a window of them at a time; return what became of each, in order."""
        found: dict[int, Receipt | ChannelError] = {}
        tries: list[_Try] = []
        for index, (message, permit) in enumerate(items):
            try:
                require_permit(permit, channel="sms", at=at)
                message_check(message)
                tries.append(_Try(index, message))
            except ChannelError as error:
                found[index] = error
        try:
            session = self._session(sends=True) if tries else None
        except ChannelError as error:
            found |= {one.index: error for one in tries}
            return [found[index] for index in range(len(items))]
        if session is not None:
            found |= self._handed(session, tries, go_on)
        return [found[index] for index in range(len(items))]

    def listen(self, stop: Event) -> None:
        """Keep the connection by which the SMSC delivers, until ``stop`` is set."""
        while not stop.is_set() and not self._closed.is_set():
            try:
                session = self._session(sends=False)
            except ChannelError as error:
                _LOG.warning("%s", error)
                stop.wait(self._pause)
                continue
            while not stop.is_set() and not session.wait(0.2):
                pass

    def close(self) -> None:
        """Unbind."""
        self._closed.set()
        with self._lock:
            sessions = list(self._sessions.values())
            self._sessions.clear()
        for session in sessions:
            session.close()

    def _session(self, *, sends: bool) -> Session:
        """Return the living session, or a new one. Raises ChannelError while there is none."""
        bind = wire.BIND_TRANSCEIVER
        if self._config.bind == "split":
            bind = wire.BIND_TRANSMITTER if sends else wire.BIND_RECEIVER
        with self._lock:
            kept = self._sessions.get(bind)
            if kept is not None and kept.is_alive:
                return kept
            if (wait := self._again_at - time.monotonic()) > 0:
                raise ChannelError(
                    "CHANNEL_UNREACHABLE",
                    f"The SMSC {self._config.host} is not there; asked again in {wait:.0f} s. "
                    "The message waits.",
                    is_retryable=True,
                )
            try:
                made = Session(self._config, bind=bind, on_deliver=self._deliver)
            except ChannelError:
                self._again_at = time.monotonic() + self._pause
                self._pause = min(self._pause * 2, _PAUSE_MAX)
                raise
            self._again_at, self._pause = 0.0, _PAUSE_FIRST
            self._sessions[bind] = made
            return made

    def _deliver(self, octets: bytes) -> None:
        """Keep what came; tell of what cannot be read and let it go, or it would come for ever."""
        try:
            said = heard(octets, ids=self._config.receipt_ids)
        except Exception as error:  # noqa: BLE001 - whatever the octets are, the session goes on
            _LOG.warning("a delivered PDU of %d octets cannot be read: %s", len(octets), error)
            return
        if said is not None:
            self._on_heard(said)

    def _handed(
        self, session: Session, tries: list[_Try], go_on: Callable[[], bool]
    ) -> dict[int, Receipt | ChannelError]:
        for one in tries:
            one.answers = [None] * parts_of(one.message, self._config)
        self._round(session, tries, go_on)
        for again in range(_ROUNDS):
            partly = [one for one in tries if _is_partly(one)]
            if not partly or self._closed.wait(_ROUND_PAUSE * 2**again):
                break
            self._round(session, partly, lambda: True)
        return {one.index: _answer(one, self._config) for one in tries}

    def _round(self, session: Session, tries: list[_Try], go_on: Callable[[], bool]) -> None:
        """Hand over the parts that were not taken, pipelined; write down their answers."""
        asked: list[tuple[_Try, int, int, Future[Pdu]]] = []
        for place, one in enumerate(tries):
            if place and not (session.is_alive and go_on()):
                one.fate = "not_begun"
                continue
            begun_at = len(asked)
            sequences = [session.number() for _ in one.answers]
            pdus = submits(one.message, self._config, sequences)
            for part, (sequence, octets) in enumerate(zip(sequences, pdus, strict=True)):
                if _is_taken(one.answers[part]):
                    continue
                try:
                    asked.append((one, part, sequence, session.request(sequence, octets)))
                except SessionLost as lost:
                    one.fate = "unsent" if len(asked) == begun_at else "lost"
                    one.why = str(lost)
                    break
        ends_at = time.monotonic() + self._config.timeout_seconds
        for one, part, sequence, answer in asked:
            try:
                one.answers[part] = answer.result(timeout=max(ends_at - time.monotonic(), 0.001))
            except SessionLost as lost:
                one.fate, one.why = "lost", str(lost)
            except TimeoutError:
                session.forget(sequence)
                one.fate, one.why = "lost", "no answer in time"


def _is_taken(answer: Pdu | None) -> bool:
    return answer is not None and answer.status == wire.OK


def _is_partly(one: _Try) -> bool:
    """Whether some parts were taken, and the others may be later."""
    missing = [answer for answer in one.answers if not _is_taken(answer)]
    return (
        not one.fate
        and 0 < len(missing) < len(one.answers)
        and all(answer is not None and wire.is_busy(answer.status) for answer in missing)
    )


def _answer(one: _Try, config: SmppConfig) -> Receipt | ChannelError:
    """Return what became of a message, from the answers to its parts."""
    taken = [answer for answer in one.answers if _is_taken(answer)]
    if one.fate and not taken and one.fate != "lost":
        if one.fate == "not_begun":
            return not_begun()
        return ChannelError(
            "CHANNEL_UNREACHABLE",
            f"The connection to the SMSC {config.host} ended ({one.why}). The message waits.",
            is_retryable=True,
        )
    if one.fate:
        return answer_unknown(one.why)
    if len(taken) == len(one.answers):
        ref = wire.message_id(taken[-1]) if taken[-1] else ""
        return Receipt("accepted", ref, "" if ref else "The SMSC gave no number: no receipt fits.")
    return _refused(one, len(taken), config)


def _refused(one: _Try, taken: int, config: SmppConfig) -> Receipt | ChannelError:
    refused = next(answer for answer in one.answers if answer and not _is_taken(answer))
    said = f"SMSC status 0x{refused.status:02X}"
    if taken:
        return Receipt("failed", "", f"{said}: {taken} of {len(one.answers)} parts were taken.")
    if wire.is_busy(refused.status):
        return ChannelError(
            "CHANNEL_BUSY",
            f"The SMSC {config.host} asks to wait ({said}). The message will be tried again.",
            is_retryable=True,
        )
    return Receipt("bounced" if wire.is_nobody(refused.status) else "failed", "", said)
