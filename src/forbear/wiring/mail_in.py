"""Taking in the mail that comes to us: from where it lies, or at the door."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from django.db import close_old_connections

from forbear.channels.mail.boxes import mails_in
from forbear.channels.mail.listener import mail_listener
from forbear.channels.mail.returned import read_mail
from forbear.services.inbound import inbound_take
from forbear.services.returned_mail import MailTaken, mail_take
from forbear.wiring import clock, gate
from forbear.wiring.mail import verp_key

_LOG = logging.getLogger(__name__)
OnTaken = Callable[[str, MailTaken], None]


def mail_read(place: Path, *, on_taken: OnTaken | None = None) -> Counter[str]:
    """Take in the mails of a Maildir, an mbox file or a folder; count them by what was done.

    Each is taken in a transaction of its own, and is called seen only then: whoever stops half way
    goes on where it was. Raises OSError for a place without mail.
    """
    counts: Counter[str] = Counter()
    for lying in mails_in(place):
        for taken in _take(lying.data, ()):
            counts[taken.word] += 1
            if on_taken is not None:
                on_taken(lying.name, taken)
        lying.done()
    return counts


@contextmanager
def mail_door(*, port: int, on_taken: OnTaken | None = None) -> Iterator[int]:
    """Take mail by LMTP while the block runs; gives the port. Raises PortInUseError."""

    def on_mail(data: bytes, recipients: Sequence[str]) -> None:
        close_old_connections()
        try:
            for taken in _take(data, recipients):
                if on_taken is not None:
                    on_taken(", ".join(recipients), taken)
        finally:
            close_old_connections()

    with mail_listener(on_mail, port=port) as listening:
        yield listening


def _take(data: bytes, recipients: Sequence[str]) -> Iterator[MailTaken]:
    for read in read_mail(data, envelope_to=recipients, verp_key=verp_key()):
        taken = mail_take(read, at=clock.now(), take_reply=partial(inbound_take, ask=gate.ask))
        _LOG.info("mail taken: %s %s", taken.word, taken.because)
        yield taken
