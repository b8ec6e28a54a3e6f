"""What an SMSC delivers, put where it belongs; and the thread that keeps listening."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import close_old_connections

from forbear.channels.smpp import Heard, HeardReceipt, SmppChannel
from forbear.wiring import clock

_LOG = logging.getLogger(__name__)
PROVIDER = "smpp"


def keep_in_thread(said: Heard) -> None:
    """Keep what was heard, in a thread of a channel: the connection is not held between two."""
    close_old_connections()
    try:
        keep_heard(said)
    finally:
        close_old_connections()


def keep_heard(said: Heard) -> None:
    """Keep a receipt or a message; raises if it could not be kept, so that it comes again."""
    # needs Django, which a channel is made without
    from forbear.services.inbound import Part, inbound_part_take  # noqa: PLC0415
    from forbear.services.outbox.receipts import receipt_take  # noqa: PLC0415
    from forbear.services.refusals import Refusal  # noqa: PLC0415
    from forbear.wiring import gate  # noqa: PLC0415

    if isinstance(said, HeardReceipt):
        if said.word is None:
            return
        taken = receipt_take(
            channel="sms",
            provider_ref=said.provider_ref,
            status=said.word,
            at=clock.now(),
            detail=said.detail,
            actor=PROVIDER,
        )
        if isinstance(taken, Refusal):
            _LOG.warning("%s %s", taken.code, taken.text)
        return
    part = Part(
        provider=PROVIDER,
        sender=said.sender,
        recipient=said.recipient,
        data=said.data,
        coding=said.coding,
        group=said.group,
        total=said.total,
        number=said.number,
    )
    inbound_part_take(part, channel="sms", at=clock.now(), ask=gate.ask)


@contextmanager
def listening(channel: object) -> Iterator[bool]:
    """Listen while the block runs, if ``channel`` is one that can; say whether it is."""
    if not isinstance(channel, SmppChannel):
        yield False
        return
    stop = Event()
    thread = Thread(target=channel.listen, args=[stop], name="smpp-listen", daemon=True)
    thread.start()
    try:
        yield True
    finally:
        stop.set()
        thread.join()
