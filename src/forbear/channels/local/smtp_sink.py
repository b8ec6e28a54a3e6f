"""A mail server on this machine that keeps every e-mail as a file and sends nothing on.

It speaks real SMTP. An address that begins with ``bounce`` is refused for good, one that begins
with ``busy`` for now.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from threading import Lock

from aiosmtpd.smtp import SMTP, Envelope, Session

from forbear.channels.local.arrivals import HOST, Arrived, Clock, listening_socket
from forbear.channels.local.mail_door import MailDoor

_ARRIVED_AT = "X-Forbear-Arrived-At"
_ARRIVED_TO = "X-Forbear-Arrived-To"
_ARRIVED_FROM = "X-Forbear-Arrived-From"


class SmtpSink:
    """What arrived by e-mail. ``port`` is where it listens, ``url`` fits FORBEAR_SMTP_URL."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port

    @property
    def url(self) -> str:
        """The address of this server, with a sender."""
        return f"smtp://{HOST}:{self.port}/?from=letters@forbear.example&name=Forbear"

    def arrived(self) -> list[Arrived]:
        """Return what arrived, oldest first."""
        return [_arrived(path) for path in sorted(self.folder.glob("*.eml"))]


@contextmanager
def smtp_sink(folder: Path, *, clock: Clock, port: int = 0) -> Iterator[SmtpSink]:
    """Run the server while the block runs; raises PortInUseError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    listener = listening_socket(port)
    controller = MailDoor(_Keeper(folder, clock), listener)
    controller.start()
    try:
        yield SmtpSink(folder, controller.port)
    finally:
        controller.stop()


class _Keeper:
    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._lock = Lock()
        self._count = len(list(folder.glob("*.eml")))

    async def handle_EHLO(  # noqa: N802 - the name that aiosmtpd calls
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,
        envelope: Envelope,  # noqa: ARG002
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        await asyncio.sleep(0)
        session.host_name = hostname
        # it reads line by line, so commands may come in one piece (RFC 2920)
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        rcpt_options: list[str],  # noqa: ARG002
    ) -> str:
        await asyncio.sleep(0)
        if address.startswith("bounce"):
            return "550 5.1.1 There is no such mailbox"
        if address.startswith("busy"):
            return "451 4.3.0 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
    ) -> str:
        at = self._clock().isoformat()
        head = (
            f"{_ARRIVED_AT}: {at}\r\n{_ARRIVED_TO}: {', '.join(envelope.rcpt_tos)}\r\n"
            f"{_ARRIVED_FROM}: {envelope.mail_from}\r\n"
        )
        content = envelope.content or b""
        data = content if isinstance(content, bytes) else content.encode()
        with self._lock:
            self._count += 1
            path = self._folder / f"{self._count:06d}.eml"
        part = path.with_suffix(".part")
        await asyncio.to_thread(part.write_bytes, head.encode() + data)
        part.replace(path)
        return "250 2.0.0 Kept"


def _arrived(path: Path) -> Arrived:
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain", "html"))
    return Arrived(
        channel="email",
        to=str(mail[_ARRIVED_TO]),
        subject=str(mail["Subject"]),
        text=str(body.get_content()).replace("\r\n", "\n").rstrip("\n") if body else "",
        at=datetime.fromisoformat(str(mail[_ARRIVED_AT])),
        reference=str(mail["Message-ID"] or "").strip("<>").partition("@")[0],
    )
