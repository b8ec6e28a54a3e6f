"""One bound connection to an SMSC.

The messages are encoded and read by ``smpp34``; the session is our own for one reason: what the
SMSC delivers is answered only after it has been kept, so that nothing delivered is lost when this
process dies in between. The library answers before it hands a message over.
"""

from __future__ import annotations

import logging
import queue
import select
import socket
import ssl
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Event, Lock, RLock, Semaphore, Thread

from forbear.channels.smpp import wire
from forbear.channels.smpp.config import SmppConfig
from forbear.channels.smpp.wire import Pdu, WireError, answer_bytes, bind_body, pdu_bytes, pdus_cut
from forbear.ports.channels import ChannelError

_LOG = logging.getLogger(__name__)
_WAITING_MAX = 1_000  # delivered PDUs that are not yet kept; what comes beyond is put off
_HANDLERS = 4
_POLL_SECONDS = 0.5
_SEQUENCE_MAX = 0x7FFFFFFF

# Keeps what was delivered, given as the octets of its PDU; raises if it could not be kept.
OnDeliver = Callable[[bytes], None]


class SessionLost(Exception):  # noqa: N818 - an outcome that the channel turns into an error
    """The connection ended before an answer came: nobody knows whether the PDU was taken."""


class Session:
    """A bound connection. Safe to share by threads; it ends by itself when the other side is gone.

    Raises ChannelError where it cannot be made: CHANNEL_UNREACHABLE, CHANNEL_LOGIN_REFUSED,
    CHANNEL_BUSY.
    """

    def __init__(self, config: SmppConfig, *, bind: int, on_deliver: OnDeliver) -> None:
        self._config = config
        self._on_deliver = on_deliver
        self._lock = Lock()
        self._sending = RLock()
        self._sequence = 0
        self._waiting: dict[int, Future[Pdu]] = {}
        self._window = Semaphore(config.window)
        self._delivered: queue.Queue[Pdu] = queue.Queue(_WAITING_MAX)
        self._ended = Event()
        self._why = "closed"
        self._heard_at = time.monotonic()
        self._socket = self._opened()
        self._threads = [Thread(target=self._read, name="smpp-read", daemon=True)]
        self._threads += [
            Thread(target=self._handle, name=f"smpp-keep-{number}", daemon=True)
            for number in range(_HANDLERS)
        ]
        for thread in self._threads:
            thread.start()
        self._bind(bind)

    @property
    def is_alive(self) -> bool:
        """Whether the connection stands."""
        return not self._ended.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the connection has ended; say whether it has."""
        return self._ended.wait(timeout)

    def number(self) -> int:
        """Return the next sequence number."""
        with self._lock:
            self._sequence = self._sequence % _SEQUENCE_MAX + 1
            return self._sequence

    def request(self, sequence: int, octets: bytes) -> Future[Pdu]:
        """Send a PDU; return its answer to be. Waits while the window is full.

        The future raises ``SessionLost`` if no answer will come: nobody knows then whether it was
        taken. Raises ``SessionLost`` itself if the PDU was not sent at all.
        """
        if not self._window.acquire(timeout=self._config.timeout_seconds):
            self._end("the SMSC answers nothing")
            raise SessionLost(self._why)
        answer: Future[Pdu] = Future()
        with self._lock:
            if self._ended.is_set():
                self._window.release()
                raise SessionLost(self._why)
            self._waiting[sequence] = answer
        try:
            self._send(octets)
        except OSError as error:
            # some of it may have left: the answer, not this call, tells that nobody knows
            self._end(f"{type(error).__name__}: {error}")
        return answer

    def forget(self, sequence: int) -> None:
        """Wait no longer for an answer; its place in the window is free again."""
        with self._lock:
            waited = self._waiting.pop(sequence, None)
        if waited is not None:
            self._window.release()

    def close(self) -> None:
        """Unbind and end the connection; what was delivered is kept first."""
        if self.is_alive:
            sequence = self.number()
            with suppress(SessionLost, TimeoutError):
                answer = self.request(sequence, pdu_bytes(wire.UNBIND, sequence))
                answer.result(timeout=min(self._config.timeout_seconds, 2))
        self._end("closed")
        for thread in self._threads:
            thread.join(timeout=5)

    def _opened(self) -> socket.socket:
        config = self._config
        try:
            plain = socket.create_connection((config.host, config.port), config.timeout_seconds)
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            context = config.context()
            if context is None:
                return plain
            return context.wrap_socket(plain, server_hostname=config.host)
        except (OSError, ssl.SSLError) as error:
            raise ChannelError(
                "CHANNEL_UNREACHABLE",
                f"The SMSC {config.host}:{config.port} does not answer ({error}). "
                "Check FORBEAR_SMPP_URL and the network; the message waits.",
                is_retryable=True,
            ) from error

    def _bind(self, command: int) -> None:
        config = self._config
        sequence = self.number()
        body = bind_body(config.user, config.password, config.system_type)
        try:
            answer = self.request(sequence, pdu_bytes(command, sequence, body=body))
            bound = answer.result(timeout=config.timeout_seconds)
        except (SessionLost, TimeoutError) as error:
            self._end("not bound")
            raise ChannelError(
                "CHANNEL_UNREACHABLE",
                f"The SMSC {config.host}:{config.port} does not take our bind ({error or 'silent'})"
                ". Check FORBEAR_SMPP_URL; the message waits.",
                is_retryable=True,
            ) from error
        if bound.status == wire.OK:
            return
        self._end("bind refused")
        if wire.is_login(bound.status):
            raise ChannelError(
                "CHANNEL_LOGIN_REFUSED",
                f"The SMSC {config.host} refused the bind (status 0x{bound.status:02X}). "
                "Check user, password and system_type in FORBEAR_SMPP_URL, and that no other "
                "program is bound.",
            )
        raise ChannelError(
            "CHANNEL_BUSY",
            f"The SMSC {config.host} takes no bind now (status 0x{bound.status:02X}). "
            "The message will be tried again.",
            is_retryable=True,
        )

    def _send(self, octets: bytes) -> None:
        with self._sending:
            self._socket.sendall(octets)

    def _read(self) -> None:
        buffer = bytearray()
        is_asked = False
        try:
            while self.is_alive:
                data = self._received()
                if data is None:
                    quiet = time.monotonic() - self._heard_at
                    if is_asked and quiet > self._config.enquire_seconds + (
                        self._config.timeout_seconds
                    ):
                        self._end("the SMSC is silent")
                        return
                    if not is_asked and quiet >= self._config.enquire_seconds:
                        self._send(pdu_bytes(wire.ENQUIRE_LINK, self.number()))
                        is_asked = True
                    continue
                if not data:
                    self._end("the SMSC closed the connection")
                    return
                self._heard_at = time.monotonic()
                is_asked = False
                buffer += data
                for pdu in pdus_cut(buffer):
                    self._take(pdu)
        except WireError as error:
            _LOG.warning("%s sends what is no SMPP: %s", self._config.host, error)
            self._end(str(error))
        except OSError as error:
            self._end(f"{type(error).__name__}: {error}")
        except Exception:
            _LOG.exception("reading from %s", self._config.host)
            self._end("a fault of ours")
            raise

    def _received(self) -> bytes | None:
        """Return what came, nothing at the end, ``None`` if nothing came for a while."""
        has_more = isinstance(self._socket, ssl.SSLSocket) and self._socket.pending() > 0
        if not has_more:
            try:
                ready, _, _ = select.select([self._socket], [], [], _POLL_SECONDS)
            except ValueError:
                return b""  # closed by another thread
            if not ready:
                return None
        if isinstance(self._socket, ssl.SSLSocket):
            # OpenSSL lets only one thread use a connection at a time
            with self._sending:
                return self._socket.recv(65_536)
        return self._socket.recv(65_536)

    def _take(self, pdu: Pdu) -> None:
        if pdu.is_answer:
            with self._lock:
                waited = self._waiting.pop(pdu.sequence, None)
            if waited is not None:
                self._window.release()
                waited.set_result(pdu)
        elif pdu.command == wire.DELIVER_SM:
            try:
                self._delivered.put_nowait(pdu)
            except queue.Full:
                self._send(answer_bytes(pdu, status=wire.QUEUE_FULL))
        elif pdu.command == wire.ENQUIRE_LINK:
            self._send(answer_bytes(pdu))
        elif pdu.command == wire.UNBIND:
            self._send(answer_bytes(pdu))
            self._end("the SMSC unbound us")
        else:
            nack = pdu_bytes(wire.GENERIC_NACK, pdu.sequence, status=wire.INVALID_COMMAND)
            self._send(nack)

    def _handle(self) -> None:
        while True:
            try:
                pdu = self._delivered.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                if self._ended.is_set():
                    return
                continue
            status = wire.OK
            try:
                self._on_deliver(pdu.octets)
            except Exception:  # noqa: BLE001 - not kept, so not taken: the SMSC brings it again
                _LOG.exception("a delivered PDU could not be kept; it will be asked for again")
                status = wire.TRY_LATER
            with suppress(OSError):  # whoever reads will find the connection ended
                self._send(answer_bytes(pdu, status=status))

    def _end(self, why: str) -> None:
        with self._lock:
            if self._ended.is_set():
                return
            self._ended.set()
            self._why = why
            left = list(self._waiting.values())
            self._waiting.clear()
        for answer in left:
            self._window.release()
            answer.set_exception(SessionLost(why))
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
