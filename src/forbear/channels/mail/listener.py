"""A door for mail that is handed to us: LMTP (RFC 2033), from the mail server of the house."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from forbear.channels.local.arrivals import listening_socket
from forbear.channels.local.mail_door import MailDoor

SIZE_MAX = 10 * 1024 * 1024
_RECIPIENTS_MAX = 100
_IDLE_SECONDS = 60.0
_LOG = logging.getLogger(__name__)

# Takes a mail and whom it is for; an error means that it was not taken.
OnMail = Callable[[bytes, Sequence[str]], None]


@contextmanager
def mail_listener(on_mail: OnMail, *, port: int = 0) -> Iterator[int]:
    """Take mail on this machine while the block runs; gives the port. Raises PortInUseError.

    A mail is acknowledged when ``on_mail`` returned, so the server that brings it keeps it until
    then; after an error it is asked to come again. One that is too large is refused for good.
    """
    listener = listening_socket(port)
    controller = _LmtpDoor(_Door(on_mail), listener)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


class _LmtpDoor(MailDoor):
    def factory(self) -> SMTP:
        return LMTP(
            self.handler,
            data_size_limit=SIZE_MAX,
            timeout=_IDLE_SECONDS,
            ident="Forbear",
            hostname="localhost",
        )


class _Door:
    def __init__(self, on_mail: OnMail) -> None:
        self._on_mail = on_mail

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        rcpt_options: list[str],  # noqa: ARG002
    ) -> str:
        await asyncio.sleep(0)
        if len(envelope.rcpt_tos) >= _RECIPIENTS_MAX:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
    ) -> str:
        content = envelope.content or b""
        data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
        try:
            await asyncio.to_thread(self._on_mail, data, list(envelope.rcpt_tos))
        except Exception:  # noqa: BLE001 - whatever it was, the mail must come again
            _LOG.exception("a mail could not be taken; it is asked for again")
            return "451 4.3.0 It could not be taken now, try again"
        return "250 2.0.0 Taken"
