"""An SMSC on this machine that keeps every text message and sends nothing on.

It speaks real SMPP 3.4: the server is that of the library ``smpp34``, so our client is tested
against code that is not ours. Before it stands a relay that can damage what the server says. A
number that ends in 0550 is nobody's, one in 0503 is answered as throttled, one in 0551 is taken and
then told to be unknown, one in 0404 is taken and expires.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

import smpp34

from forbear.channels.local.arrivals import HOST, Arrived, Clock, listening_socket
from forbear.channels.local.smsc_relay import Relay
from forbear.core.speech.sms import sms_alphabet, sms_octets, sms_split, sms_text

_FILE = "messages.jsonl"
_NOBODY, _BUSY, _UNKNOWN, _EXPIRES = "0550", "0503", "0551", "0404"
_RECEIPT, _HAS_HEADER, _UCS2 = 0x04, 0x40, 0x08
_RECEIPTED_ID, _STATE, _NETWORK_ERROR, _PAYLOAD = 0x001E, 0x0427, 0x0423, 0x0424
_THROTTLED, _NO_ADDRESS = 0x58, 0x0B
_RECEIPTS_AT_ONCE = 200
_WAIT_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class SmscManner:
    """How the simulator behaves: so many throttled first, receipts or none, and which receipts."""

    throttle: int = 0
    receipts: bool = True
    keeps: bool = True


class Smsc:
    """What arrived, and what the simulator can be told to do. ``url`` fits FORBEAR_SMPP_URL."""

    def __init__(self, folder: Path, port: int, clock: Clock, manner: SmscManner) -> None:
        self.port = port
        self.count = 0
        self._path = folder / _FILE
        self._clock = clock
        self._manner = manner
        self._throttle = manner.throttle
        self._lock = Lock()
        self._parts: dict[tuple[str, int, int], dict[int, bytes]] = {}
        self._loop = asyncio.new_event_loop()
        self._server: smpp34.Server | None = None
        self._relay: Relay | None = None
        self._esmes: dict[str, smpp34.Esme] = {}
        self._limit = asyncio.Semaphore(_RECEIPTS_AT_ONCE)
        self._tasks: set[asyncio.Future[Any]] = set()
        self._bound = Event()

    @property
    def url(self) -> str:
        """The address of this SMSC, with an account."""
        return f"smpp://forbear:secret@{HOST}:{self.port}/"

    def arrived(self) -> list[Arrived]:
        """Return what arrived, oldest first; a long message once, when its last part has come."""
        with self._lock:
            if not self._path.exists():
                return []
            rows = [json.loads(row) for row in self._path.read_text("utf-8").splitlines()]
        return [
            Arrived("sms", row["to"], row["from"], row["text"], _moment(row["at"]), row["id"])
            for row in rows
        ]

    def wait_bound(self, timeout: float = _WAIT_SECONDS) -> bool:
        """Wait until someone is bound who can be delivered to."""
        return self._bound.wait(timeout)

    def say(self, sender: str, recipient: str, text: str) -> list[bool]:
        """Deliver a message of someone; say of each part whether it was taken."""
        taken: list[bool] = self._run(self._say(sender, recipient, text))
        return taken

    def receipt(self, text: str, *, tlvs: Sequence[tuple[int, bytes]] = ()) -> bool:
        """Deliver a receipt with any text and parameters; say whether it was taken."""
        made = [smpp34.Tlv(tag, value) for tag, value in tlvs]
        return bool(self._run(self._deliver("1", "2", text.encode("latin-1"), _RECEIPT, 0, made)))

    def throttle(self, count: int) -> None:
        """Answer the next ``count`` messages as throttled."""
        with self._lock:
            self._throttle = count

    def cut(self) -> None:
        """Let half of the next PDU through, and end the connection there."""
        assert self._relay is not None
        self._relay.cut = True

    def nonsense(self, octets: bytes = b"\x00\x00\x00\x05HTTP/1.1 400 Bad Request\r\n\r\n") -> None:
        """Send what is no SMPP to everyone bound."""
        assert self._relay is not None
        self._loop.call_soon_threadsafe(self._relay.inject, octets)

    def die(self) -> None:
        """End every connection and take no more."""
        assert self._relay is not None
        self._loop.call_soon_threadsafe(self._relay.die)

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_WAIT_SECONDS)

    async def _start(self, listener: socket.socket) -> None:
        self._server, port = await _server()
        self._relay = await Relay.start(listener, port)
        self._task(self._serve(self._server))

    def _task(self, work: Awaitable[Any]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, server: smpp34.Server) -> None:
        while True:
            event = await server.next()
            if isinstance(event, smpp34.Esme):
                self._esmes[event.session_id] = event
                if event.can_receive:
                    self._bound.set()
            elif isinstance(event, smpp34.SubmitSmEvent):
                self._submitted(event)
            else:
                self._esmes.pop(event.session_id, None)
                if not self._esmes:
                    self._bound.clear()

    def _submitted(self, event: smpp34.SubmitSmEvent) -> None:
        to = event.destination_addr
        with self._lock:
            is_throttled = self._throttle > 0
            self._throttle -= is_throttled
        if is_throttled or to.endswith(_BUSY):
            event.reject(_THROTTLED)
            return
        if to.endswith(_NOBODY):
            event.reject(_NO_ADDRESS)
            return
        self.count += 1
        ref = f"{self.count:x}"
        text = self._whole(event)
        if text is not None and self._manner.keeps:
            self._keep({"id": ref, "to": f"+{to}", "from": event.source_addr, "text": text})
        event.accept(ref)
        if self._manner.receipts and event.registered_delivery & 1:
            self._task(self._receipt(ref, to, event.source_addr))

    def _whole(self, event: smpp34.SubmitSmEvent) -> str | None:
        """Return the text of a message, ``None`` while parts of it are missing."""
        data = event.short_message
        if not data:
            data = next((tlv.value for tlv in event.tlvs if tlv.tag == _PAYLOAD), b"")
        if not event.esm_class & _HAS_HEADER:
            return sms_text(data, event.data_coding)
        group, total, number = data[3:6]
        parts = self._parts.setdefault((event.destination_addr, group, total), {})
        parts[number] = data[6:]
        if len(parts) < total:
            return None
        del self._parts[event.destination_addr, group, total]
        return "".join(sms_text(parts[each], event.data_coding) for each in sorted(parts))

    def _keep(self, row: dict[str, str]) -> None:
        line = json.dumps({**row, "at": self._clock().isoformat()}, ensure_ascii=False)
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    async def _receipt(self, ref: str, to: str, sender: str) -> None:
        stat, state, error = "DELIVRD", 2, "000"
        tlvs = [smpp34.Tlv(_RECEIPTED_ID, ref.encode() + b"\0")]
        if to.endswith(_UNKNOWN):
            stat, state, error = "UNDELIV", 5, "001"
            tlvs.append(smpp34.Tlv(_NETWORK_ERROR, b"\x03\x00\x01"))
        elif to.endswith(_EXPIRES):
            stat, state = "EXPIRED", 3
        tlvs.append(smpp34.Tlv(_STATE, bytes([state])))
        at = f"{self._clock():%y%m%d%H%M}"
        text = (
            f"id:{ref} sub:001 dlvrd:001 submit date:{at} done date:{at} stat:{stat} "
            f"err:{error} text:"
        )
        async with self._limit:
            await self._deliver(to, sender, text.encode(), _RECEIPT, 0, tlvs)

    async def _say(self, sender: str, recipient: str, text: str) -> list[bool]:
        alphabet = sms_alphabet(text)
        parts = sms_split(text) or ("",)
        coding = _UCS2 if alphabet == "ucs2" else 0
        taken = []
        for number, part in enumerate(parts, start=1):
            data = sms_octets(part, alphabet)
            kind = 0
            if len(parts) > 1:
                data = bytes((5, 0, 3, self.count & 0xFF, len(parts), number)) + data
                kind = _HAS_HEADER
            taken.append(await self._deliver(sender, recipient, data, kind, coding, []))
        return taken

    async def _deliver(  # noqa: PLR0917 - the fields of a PDU
        self,
        sender: str,
        recipient: str,
        data: bytes,
        kind: int,
        coding: int,
        tlvs: list[smpp34.Tlv],
    ) -> bool:
        for esme in [one for one in self._esmes.values() if one.can_receive]:
            with suppress(smpp34.SmppError):
                answer = await esme.deliver_sm(
                    recipient,
                    data,
                    source_addr=sender.removeprefix("+"),
                    source_addr_ton=1,
                    source_addr_npi=1,
                    dest_addr_ton=0,
                    esm_class=kind,
                    data_coding=coding,
                    tlvs=tlvs,
                )
                return bool(answer.is_success)
        return False

    async def _stop(self) -> None:
        assert self._server is not None
        assert self._relay is not None
        self._relay.die()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(smpp34.SmppError):
            await asyncio.wait_for(asyncio.ensure_future(self._server.stop()), 5)


@contextmanager
def smsc(
    folder: Path, *, clock: Clock, port: int = 0, manner: SmscManner | None = None
) -> Iterator[Smsc]:
    """Run the SMSC while the block runs. Raises PortInUseError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    listener = listening_socket(port)
    made = Smsc(folder, listener.getsockname()[1], clock, manner or SmscManner())
    loop = made._loop  # noqa: SLF001 - of this module
    thread = Thread(target=loop.run_forever, name="smsc", daemon=True)
    thread.start()
    try:
        made._run(made._start(listener))  # noqa: SLF001
        yield made
    finally:
        made._run(made._stop())  # noqa: SLF001
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _server() -> tuple[smpp34.Server, int]:
    """Return a server that listens, and its port; it takes no free one by itself."""
    for _ in range(20):
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            port = probe.getsockname()[1]
        server = smpp34.Server(HOST, port, system_id="forbear")
        with suppress(smpp34.SmppError, OSError):
            await server.start()
            return server, port
    raise OSError(f"No free port of {HOST} could be found for the SMSC.")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
