"""Reading mail that comes to us: bounces, complaints, answers of machines and of people.

Whoever sends it is a stranger. Every mail is read with bounds on its size, its parts and their
depth, in whatever charset it claims, and nothing in it is unpacked, fetched or run.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from typing import Literal

from forbear.channels.mail.plain_text import decoded, header_text, said_by_a_person
from forbear.channels.mail.verp import verp_reference

BYTES_MAX = 2 * 1024 * 1024
_PARTS_MAX = 50
_LIST_MAX = 20
_DETAIL_MAX = 300
_NESTED = re.compile(rb"(?i)multipart/|message/|boundary\s*=")

BounceWord = Literal["delivered", "bounced_hard", "bounced_soft", "rejected", "complaint"]


@dataclass(frozen=True, slots=True)
class Returned:
    """What a mail server or a mailbox provider says of a mail of ours.

    ``reference`` is the one in the mail that came back, or in a return address that only we can
    write: then ``is_proven``. ``recipient`` is the address that it is about; empty if not told.
    """

    word: BounceWord
    reference: str
    recipient: str
    detail: str
    is_proven: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person wrote to us, without what they quoted."""

    sender: str
    recipient: str
    subject: str
    text: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """A mail that nothing follows from, and why: AUTO_REPLY, NOT_OURS, TOO_DEEP, UNREADABLE."""

    code: str
    because: str


Read = Returned | Reply | Ignored


def read_mail(
    data: bytes, *, envelope_to: Sequence[str] = (), verp_key: bytes | None = None
) -> list[Read]:
    """Return what a mail says: one thing, or one for each recipient of a report.

    ``envelope_to`` is whom the mail was handed over for. Of a mail above ``BYTES_MAX`` the
    beginning is read, which is where reports have their facts. Raises nothing.
    """
    data = data[:BYTES_MAX].lstrip(b"\r\n")
    if len(_NESTED.findall(data)) > 2 * _PARTS_MAX:
        return [Ignored("TOO_DEEP", "The mail has more parts than anyone writes by hand.")]
    try:
        mail = email.message_from_bytes(data)
        return list(_read(mail, envelope_to, verp_key))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, IndexError) as why:
        return [Ignored("UNREADABLE", f"The mail cannot be read ({type(why).__name__}).")]


def _read(mail: Message, envelope_to: Sequence[str], verp_key: bytes | None) -> Iterator[Read]:
    proven = _proven(mail, envelope_to, verp_key)
    report = _parameter(mail, "report-type")
    if mail.get_content_type() == "multipart/report" and report == "delivery-status":
        yield from _bounces(mail, proven)
    elif mail.get_content_type() == "multipart/report" and report == "feedback-report":
        yield from _complaints(mail, proven)
    elif proven and _is_of_a_machine(mail):
        yield _plain_bounce(mail, proven)
    elif _is_of_a_machine(mail):
        yield Ignored("AUTO_REPLY", "A machine wrote it (RFC 3834); nobody answers it.")
    else:
        yield _reply(mail, envelope_to)


def _proven(mail: Message, envelope_to: Sequence[str], key: bytes | None) -> str:
    """Return the reference of a return address of ours that the mail was sent to; or nothing."""
    if key is None:
        return ""
    told = [
        header_text(value)
        for name in ("Delivered-To", "X-Original-To", "Envelope-To")
        for value in mail.get_all(name, [])[:_LIST_MAX]
    ]
    found = (verp_reference(address, key) for address in [*envelope_to, *told])
    return next((reference for reference in found if reference), "")


def _bounces(mail: Message, proven: str) -> Iterator[Read]:
    """Read a delivery status notification (RFC 3464): one answer for each recipient."""
    original = _original(mail)
    reference = proven or _reference(original)
    groups = [part for part in mail.walk() if part.get_content_type() == "message/delivery-status"]
    fields = [group for part in groups for group in _groups(part)]
    told = [group for group in fields if "Final-Recipient" in group or "Action" in group]
    if not told:
        yield Ignored("UNREADABLE", "The report names no recipient (RFC 3464, section 2.3).")
    for group in told[:_LIST_MAX]:
        action = header_text(group.get("Action", "")).lower()
        status = header_text(group.get("Status", ""))
        diagnostic = header_text(group.get("Diagnostic-Code", ""))
        if action in {"delayed", "relayed", "expanded"}:
            yield Ignored("NOT_FINAL", f"The mail is {action}; its end is told later.")
            continue
        word: BounceWord = "delivered" if action == "delivered" else _word(status or diagnostic)
        yield Returned(
            word=word,
            reference=reference,
            recipient=_of(group, "Original-Recipient") or _of(group, "Final-Recipient"),
            detail=f"{status} {diagnostic}".strip()[:_DETAIL_MAX],
            is_proven=bool(proven),
        )


def _complaints(mail: Message, proven: str) -> Iterator[Read]:
    """Read a feedback report (RFC 5965)."""
    original = _original(mail)
    parts = [part for part in mail.walk() if part.get_content_type() == "message/feedback-report"]
    group = next((group for part in parts for group in _groups(part)), None)
    kind = header_text(group.get("Feedback-Type", "")).lower() if group is not None else ""
    if group is None or kind not in {"abuse", "fraud", "opt-out", "opt-out-list", "complaint"}:
        yield Ignored("NOT_A_COMPLAINT", f"The report is of the kind {kind[:40] or 'unknown'}.")
        return
    told = _of(group, "Original-Rcpt-To") or _of(group, "Removal-Recipient")
    yield Returned(
        word="complaint",
        reference=proven or _reference(original),
        recipient=told or _address(header_text(original.get("To", "")) if original else ""),
        detail=f"feedback report: {kind}",
        is_proven=bool(proven),
    )


def _plain_bounce(mail: Message, proven: str) -> Returned:
    """Read what a machine sent to a return address of ours in words alone."""
    body = said_by_a_person(mail)[:5000]
    found = re.search(r"\b[45]\.[0-7]\.[0-9]{1,2}\b", body)
    return Returned(
        word=_word(found[0]) if found else "bounced_soft",
        reference=proven,
        recipient="",
        detail=(found[0] if found else header_text(mail.get("Subject", "")))[:_DETAIL_MAX],
        is_proven=True,
    )


def _reply(mail: Message, envelope_to: Sequence[str]) -> Read:
    sender = _address(header_text(mail.get("From", "")))
    if not sender:
        return Ignored("UNREADABLE", "The mail names no sender.")
    subject = header_text(mail.get("Subject", ""))[:200]
    recipient = next(iter(envelope_to), "") or _address(header_text(mail.get("To", "")))
    return Reply(
        sender=sender,
        recipient=recipient,
        subject=subject,
        text=said_by_a_person(mail) or subject,
        message_id=header_text(mail.get("Message-ID", ""))[:120],
    )


def _word(status: str) -> BounceWord:
    """Return what a status says (RFC 3463), or the words that a server wrote instead of one.

    Only an address that does not exist is a hard bounce: it closes the address for good.
    """
    found = re.search(r"\b([45])\.([0-9]{1,3})\.([0-9]{1,3})\b", status)
    if found is None:
        return "bounced_soft" if re.search(r"\b4[0-9][0-9]\b", status) else "rejected"
    kind, subject, detail = found.groups()
    if kind == "4" or (subject, detail) == ("2", "2"):
        return "bounced_soft"
    # 5.1.7 and 5.1.8 are about the sender's address, 5.1.9 about neither
    return "bounced_hard" if subject == "1" and int(detail) not in {7, 8, 9} else "rejected"


def _is_of_a_machine(mail: Message) -> bool:
    """Say whether a machine wrote a mail (RFC 3834, section 2; and what older ones set)."""
    auto = header_text(mail.get("Auto-Submitted", "no")).partition(";")[0].strip().lower()
    precedence = header_text(mail.get("Precedence", "")).strip().lower()
    sender = _address(header_text(mail.get("From", ""))).partition("@")[0].lower()
    return (
        auto != "no"
        or precedence in {"bulk", "junk", "list", "auto_reply"}
        or header_text(mail.get("Return-Path", "x")).strip() in {"<>", ""}
        or any(name in mail for name in ("List-Id", "X-Autoreply", "X-Autorespond"))
        or sender in {"mailer-daemon", "postmaster", "noreply", "no-reply"}
    )


def _original(mail: Message) -> Message | None:
    """Return the headers of the mail of ours that a report brings back."""
    for part in mail.walk():
        kind = part.get_content_type()
        payload = part.get_payload()
        if kind == "message/rfc822" and isinstance(payload, list) and payload:
            return payload[0] if isinstance(payload[0], Message) else None
        if kind in {"text/rfc822-headers", "message/rfc822-headers"}:
            if isinstance(payload, list):
                return payload[0] if payload and isinstance(payload[0], Message) else None
            return email.message_from_string(decoded(part).lstrip())
    return None


def _groups(part: Message) -> list[Message]:
    """Return the groups of fields of a report's second part."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return [group for group in payload if isinstance(group, Message)]
    return [email.message_from_string(str(payload).lstrip())]


def _reference(original: Message | None) -> str:
    if original is None:
        return ""
    return header_text(original.get("Message-ID", "")).strip()[:120]


def _of(group: Message, name: str) -> str:
    """Return the address of a field such as ``rfc822; ada@example.com``."""
    return _address(header_text(group.get(name, "")).rpartition(";")[2])


def _address(text: str) -> str:
    """Return the last address in a header; nothing if there is none. It is not trusted."""
    found = re.findall(r"[^\s<>,;:\"()@]{1,64}@[^\s<>,;:\"()@]{1,255}", text[:2000])
    return found[-1].lower() if found else ""


def _parameter(mail: Message, name: str) -> str:
    value = mail.get_param(name, "")
    return value.lower() if isinstance(value, str) else ""
