"""What mail that comes to us means for the messages and persons here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from forbear.channels.mail.returned import Ignored, Read, Reply, Returned
from forbear.services.outbox.receipts import ReceiptTaken, receipt_take
from forbear.services.refusals import Refusal
from forbear.store.models import Permit, PlannedContact

_REFERENCE = re.compile(r"<?(fb-([0-9]{1,18}))(?:@[^>\s]*)?>?")


class ReplyTaken(Protocol):
    """What came of a reply: ``action`` is the word for it, ``is_new`` false for a repeat."""

    @property
    def action(self) -> str:
        """What was done."""
        ...


class TakeReply(Protocol):
    """Takes what a person wrote, by whatever channel."""

    def __call__(
        self,
        *,
        channel: str,
        provider: str,
        provider_ref: str,
        sender: str,
        recipient: str,
        text: str,
        at: datetime,
    ) -> ReplyTaken:
        """Keep it once and act on it."""
        ...


@dataclass(frozen=True, slots=True)
class MailTaken:
    """What was done with one mail: a word for it, and a sentence that says more."""

    word: str
    because: str


def mail_take(read: Read, *, at: datetime, take_reply: TakeReply) -> MailTaken:
    """Act on what a mail says; the same mail again changes nothing.

    A report counts only if it names a message of ours and the address that it went to, or came to
    a return address that nobody else can write: a bounce closes an address, and a stranger must
    not be able to close one.
    """
    if isinstance(read, Ignored):
        return MailTaken("ignored", f"{read.code} {read.because}")
    if isinstance(read, Reply):
        taken = take_reply(
            channel="email",
            provider="mail",
            provider_ref=read.message_id,
            sender=read.sender,
            recipient=read.recipient,
            text=read.text,
            at=at,
        )
        return MailTaken("reply", taken.action)
    return _report(read, at=at)


def _report(read: Returned, *, at: datetime) -> MailTaken:
    found = _message(read.reference)
    if found is None:
        return MailTaken("ignored", "NOT_OURS It names no mail that was sent here.")
    planned, reference = found
    if not read.is_proven and not _is_to(planned, read.recipient):
        return MailTaken("ignored", "NOT_OURS It names another address than the mail went to.")
    taken = receipt_take(
        channel="email",
        provider_ref=planned.provider_ref or reference,
        status=read.word,
        at=at,
        detail=read.detail,
        actor="mail",
    )
    if isinstance(taken, Refusal):
        return MailTaken("ignored", f"{taken.code} {taken.text}")
    assert isinstance(taken, ReceiptTaken)
    return MailTaken("repeated" if taken.use == "repeated" else read.word, read.detail)


def _message(told: str) -> tuple[PlannedContact, str] | None:
    """Return the e-mail of a reference or Message-ID that has been handed over."""
    ours = _REFERENCE.fullmatch(told)
    if ours is None:
        return None
    permit = (
        Permit.objects.select_related("planned__contact_point")
        .filter(pk=int(ours[2]), channel="email", consumed_at__isnull=False, planned__isnull=False)
        .first()
    )
    return None if permit is None or permit.planned is None else (permit.planned, ours[1])


def _is_to(planned: PlannedContact, recipient: str) -> bool:
    sent_to = planned.sent_to or planned.contact_point.value
    return bool(recipient) and sent_to.strip().lower() == recipient.strip().lower()
