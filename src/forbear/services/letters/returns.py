"""What printer and post say of a letter: posted, delivered, returned and why."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from django.db import transaction

from forbear.core.post import s10_read
from forbear.services.lost.deaths import person_died
from forbear.services.outbox.receipts import ReceiptWord, receipt_take
from forbear.services.refusals import Refusal
from forbear.store.models import PlannedContact, PostEvent

# the address is wrong: it is closed. The others say that nobody took the letter this time
CLOSES = frozenset({"unknown", "moved", "deceased", "no_such_address", "incomplete"})
COLUMNS = ("letter", "event", "on", "reason")
# a day of the post is local, ours is in UTC
_ZONES = timedelta(days=1)
_SIZE_MAX = 20 * 1024 * 1024


@dataclass(slots=True)
class PostFile:
    """What a file of the post came to; ``wrong`` are sentences, each with its line."""

    taken: int = 0
    repeated: int = 0
    closed: int = 0
    wrong: list[str] = field(default_factory=list)


@transaction.atomic
def post_event_take(
    *, letter: str, kind: str, on: date, reason: str, at: datetime, actor: str
) -> Literal["taken", "repeated"] | Refusal:
    """Take one word of the post about a letter, by our reference or by its registered number.

    A letter returned because the address is wrong closes that address for every account of the
    person, by the same way as any hard bounce. Idempotent: each kind is taken once a letter.
    Refusals: LETTER_UNKNOWN, EVENT_UNKNOWN, REASON_UNKNOWN, DAY_IMPOSSIBLE.
    """
    planned = _letter(letter)
    if planned is None:
        return Refusal("LETTER_UNKNOWN", f"There is no letter {letter[:40]!r} that went out.")
    if kind not in PostEvent.KINDS:
        known = ", ".join(PostEvent.KINDS)
        return Refusal("EVENT_UNKNOWN", f"There is no event {kind[:40]!r}; known: {known}.")
    if (kind == "returned") != (reason in PostEvent.REASONS):
        known = ", ".join(PostEvent.REASONS)
        return Refusal(
            "REASON_UNKNOWN", f"A returned letter, and no other, has a reason; known: {known}."
        )
    written = planned.state_at or at
    if not written.date() - _ZONES <= on <= at.date() + _ZONES:
        return Refusal("DAY_IMPOSSIBLE", f"{on} is before the letter, or has not come yet.")
    _, is_new = PostEvent.objects.get_or_create(
        planned=planned, kind=kind, defaults={"reason": reason, "on": on, "at": at, "actor": actor}
    )
    if is_new and reason == "deceased" and planned.contact_point.party == "cardholder":
        # before the receipt: it locks the person first too
        person_died(person_id=planned.person_id, door="post", at=at, actor=actor)
    if is_new and kind != "posted":
        status: ReceiptWord = "delivered"
        if kind == "returned":
            status = "bounced_hard" if reason in CLOSES else "bounced_soft"
        taken = receipt_take(
            channel="letter",
            provider_ref=planned.provider_ref,
            status=status,
            at=datetime.combine(on, time(), UTC),
            detail=reason,
            actor=actor,
        )
        if isinstance(taken, Refusal):
            return taken
    return "taken" if is_new else "repeated"


def post_file_take(content: bytes, *, at: datetime, actor: str) -> PostFile | Refusal:
    """Take a file of the printer or the post: CSV with the columns letter, event, on, reason.

    Each line stands for itself: one that is wrong is told with its number and the others are taken;
    the same file again changes nothing. Refusal: FILE_UNUSABLE.
    """
    if len(content) > _SIZE_MAX:
        return Refusal("FILE_UNUSABLE", "The file is larger than 20 MiB. Send it in parts.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Refusal("FILE_UNUSABLE", f"Byte {error.start} is no UTF-8. Save the file as UTF-8.")
    rows = csv.DictReader(io.StringIO(text, newline=""), restval="")
    if not set(COLUMNS) <= set(rows.fieldnames or ()):
        return Refusal("FILE_UNUSABLE", f"The first line must name {', '.join(COLUMNS)}.")
    done = PostFile()
    try:
        for row in rows:
            _take(row, rows.line_num, done, at=at, actor=actor)
    except csv.Error as error:
        done.wrong.append(f"line {rows.line_num}: {error}; the rest was not read")
    return done


def _take(row: dict[str, str], line: int, done: PostFile, *, at: datetime, actor: str) -> None:
    try:
        on = date.fromisoformat(row["on"].strip())
    except ValueError:
        done.wrong.append(f"line {line}: {row['on'][:40]!r} is no day; write it as 2026-03-12")
        return
    kind, reason = row["event"].strip(), row["reason"].strip()
    taken = post_event_take(
        letter=row["letter"].strip(), kind=kind, on=on, reason=reason, at=at, actor=actor
    )
    if isinstance(taken, Refusal):
        done.wrong.append(f"line {line}: {taken.text}")
    elif taken == "repeated":
        done.repeated += 1
    else:
        done.taken += 1
        done.closed += kind == "returned" and reason in CLOSES


def _letter(named: str) -> PlannedContact | None:
    """Find a letter that went out, and lock nothing: its receipts do."""
    letters = PlannedContact.objects.filter(channel="letter").exclude(provider_ref="")
    if number := s10_read(named):
        return letters.filter(post__registered_number=number).first()
    return letters.filter(provider_ref=named[:120].replace("\0", "")).order_by("pk").last()
