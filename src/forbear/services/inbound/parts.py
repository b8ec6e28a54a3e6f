"""Messages in parts: each part is kept before it is answered for, then they are joined."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from forbear.core.speech.sms import sms_text
from forbear.ports.gate import Gate
from forbear.services.inbound.taking import InboundTaken, inbound_take
from forbear.store.models import InboundPart

_LOG = logging.getLogger(__name__)
# After this time what has come is taken as it is: a wish in it must not wait for ever.
WAIT = timedelta(minutes=5)
GAP = "\n[…]\n"  # where a part is missing
PARTS_MAX = 30
_WAITING_MAX = 100  # parts of one sender that wait
_PART_LOCKS = 0x5061 << 48  # the upper bits keep these locks apart from all others


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a message: ``number`` of ``total`` under ``group``; its octets and coding."""

    provider: str
    sender: str
    recipient: str
    data: bytes
    coding: int
    group: int = 0
    total: int = 1
    number: int = 1


def inbound_part_take(
    part: Part, *, channel: str, at: datetime, ask: Gate | None = None
) -> InboundTaken | None:
    """Keep a part; take the message when it is whole. None while parts are missing."""
    if part.total == 1 or part.total > PARTS_MAX:
        return _message(part, channel, sms_text(part.data, part.coding), at=at, ask=ask)
    with transaction.atomic():
        _lock(part.sender)
        waiting = InboundPart.objects.filter(provider=part.provider, sender=part.sender)
        if waiting.count() >= _WAITING_MAX:
            _LOG.warning("a sender of %s has too many parts waiting; one is let go", part.provider)
            return None
        same = waiting.filter(recipient=part.recipient, group=part.group, total=part.total)
        if not same.filter(number=part.number).exists():
            InboundPart.objects.create(
                provider=part.provider,
                channel=channel,
                sender=part.sender,
                recipient=part.recipient,
                group=part.group,
                total=part.total,
                number=part.number,
                data=part.data,
                coding=part.coding,
                at=at,
            )
        rows = list(same.order_by("number"))
        if len(rows) < part.total:
            return None
        same.delete()
        return _message(part, channel, _joined(rows), at=at, ask=ask)


def inbound_parts_flush(*, at: datetime, ask: Gate | None = None) -> int:
    """Take the messages whose missing parts do not come any more; return how many."""
    late = InboundPart.objects.filter(at__lte=at - WAIT)
    keys = set(late.values_list("provider", "channel", "sender", "recipient", "group", "total"))
    taken = 0
    for provider, channel, sender, recipient, group, total in sorted(keys):
        with transaction.atomic():
            _lock(sender)
            same = InboundPart.objects.filter(
                provider=provider, sender=sender, recipient=recipient, group=group, total=total
            )
            rows = list(same.order_by("number"))
            if not rows:
                continue
            same.delete()
            inbound_take(
                channel=channel,
                provider=provider,
                provider_ref="",
                sender=sender,
                recipient=recipient,
                text=_joined(rows),
                at=at,
                ask=ask,
            )
            taken += 1
    return taken


def _joined(rows: Sequence[InboundPart]) -> str:
    """Return the text of parts in their order. What is cut between two of them is made whole."""
    total, found, run = rows[0].total, "", b""
    by_number = {row.number: row for row in rows}
    coding = rows[0].coding
    for number in range(1, total + 1):
        row = by_number.get(number)
        if row is None or row.coding != coding:
            found, run = found + sms_text(run, coding), b""
            coding = coding if row is None else row.coding
        if row is None:
            found += GAP
        else:
            run += bytes(row.data)
    return found + sms_text(run, coding)


def _message(
    part: Part, channel: str, text: str, *, at: datetime, ask: Gate | None
) -> InboundTaken:
    return inbound_take(
        channel=channel,
        provider=part.provider,
        provider_ref="",
        sender=part.sender,
        recipient=part.recipient,
        text=text,
        at=at,
        ask=ask,
    )


def _lock(sender: str) -> None:
    digest = hashlib.sha256(sender.encode("utf-8", "replace")).digest()
    with connection.cursor() as cursor:
        key = _PART_LOCKS | int.from_bytes(digest[:6], "big")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
