"""Signatures of webhooks, as the Standard Webhooks specification says (v1, HMAC-SHA256)."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

PREFIX = "whsec_"
TOLERANCE = timedelta(minutes=5)  # of the specification
_KEY_MIN = 16  # octets
# what other systems can be told; the triggers of migrations 0006, 0007 and 0014 to 0016 note them
EVENTS = (
    "payment.booked",
    "promise.made",
    "promise.kept",
    "promise.part_kept",
    "promise.broken",
    "offer.made",
    "offer.accepted",
    "plan.agreed",
    "plan.broken",
    "plan.completed",
    "dispute.opened",
    "dispute.answered",
    "contact.made",
    "contact.opted_out",
    "message.state",
    "agreement.signed",
    "dispute.state",
    "complaint.state",
    "guarantee.state",
    "relief.given",
    "relief.ended",
    "call_back.state",
    "refund.state",
    "case.moved",
    "case.placed",
    "case.recalled",
    "dispute.handed",
    "complaint.handed",
    "representative.recorded",
    "representative.ended",
    "guarantor.address",
    "guarantor.language",
    "guarantor.stopped",
    "finding.appealed",
    "finding.appeal_decided",
)
# how long after each failure it is tried again: those that the specification advises
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)


def webhook_keys(text: str) -> tuple[bytes, ...]:
    """Return the keys of a secret: one, or several apart by spaces while one follows another.

    Raises ``ValueError`` for one that is not ``whsec_`` and base64 of at least 16 octets.
    """
    found = []
    for one in text.split():
        try:
            key = base64.b64decode(one.removeprefix(PREFIX), validate=True)
        except binascii.Error as error:
            raise ValueError("a webhook secret is whsec_ and base64") from error
        if len(key) < _KEY_MIN:
            raise ValueError(f"a webhook secret has at least {_KEY_MIN} octets")
        found.append(key)
    if not found:
        raise ValueError("there is no webhook secret")
    return tuple(found)


def webhook_signature(key: bytes, *, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a request."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()


def webhook_is_signed(
    keys: Sequence[bytes],
    *,
    message_id: str,
    timestamp: str,
    signatures: str,
    body: bytes,
    at: datetime,
) -> bool:
    """Say whether a request was signed with one of ``keys``, and within five minutes of ``at``."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12 and message_id):  # noqa: PLR2004 - far beyond any clock
        return False
    if abs(at.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        return False
    right = [
        webhook_signature(key, message_id=message_id, timestamp=int(timestamp), body=body)
        for key in keys
    ]
    given = signatures.split(" ")[:10]
    # every pair is compared, so that the time tells nothing
    found = [hmac.compare_digest(a.encode(), b.encode()) for a in right for b in given]
    return any(found)
