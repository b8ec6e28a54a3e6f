"""Call-backs that somebody asks for without us: in a reply, or on their page of wishes.

One message confirms it, or says politely when a call may be made. What is not plain is left to a
person: which hour is meant, who wrote, which number, which account.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from forbear.core.calendar.zones import likeliest_zone
from forbear.core.speech.call_times import CallTime, call_time_read
from forbear.core.speech.replies import Reading
from forbear.ports.gate import Gate
from forbear.services.call_backs import BackWish, NotThen, call_back_ask
from forbear.services.inbound.acting import answer_plan
from forbear.services.inbound.matching import Match
from forbear.services.refusals import Refusal
from forbear.store.models import CallBack, ContactPoint, PlannedContact

CONFIRMED, NOT_THEN = "call_back_confirmed", "call_back_not_then"
# a confirmation waits for lawful hours where it must; after a day it helps nobody
_TOLD_WITHIN = timedelta(days=1)
_TOLD_BY = ("sms", "email")
PHONES = ("mobile", "home")


@dataclass(frozen=True, slots=True)
class CallTaken:
    """What became of a wish to be called: planned, or not lawful then; and what they are told."""

    action: str
    told: PlannedContact | None
    back: CallBack | None = None
    nearest: datetime | None = None


def phones_of(person_id: int) -> list[ContactPoint]:
    """Return the numbers at which a cardholder may ask to be called: open ones of their own."""
    found = ContactPoint.objects.filter(
        person_id=person_id, party="cardholder", kind__in=PHONES, state="open"
    )
    return list(found.order_by("pk"))


def call_wish_take(
    reading: Reading, text: str, channel: str, found: Sequence[Match], *, ask: Gate, at: datetime
) -> CallTaken | None:
    """Plan the call that a reply plainly asks for; ``None`` where a person has to read it.

    Plain: it says nothing else, names one day and one hour, and comes from one cardholder whose
    clock, account and number are known.
    """
    if reading.intent != "call_back" or reading.also or len(found) != 1:
        return None
    [match] = found
    point, person = match.point, match.point.person
    if match.account_id is None or not person.time_zones or not _is_theirs(point):
        return None
    wish = call_time_read(text, now=at.astimezone(likeliest_zone(person.time_zones)))
    number = _number(point)
    if wish is None or number is None:
        return None
    done = call_asked(
        match.account_id,
        number,
        wish,
        told_at=point,
        channel=channel,
        source="reply",
        ask=ask,
        at=at,
    )
    return done if isinstance(done, CallTaken) else None


def call_asked(
    account_id: int,
    number: ContactPoint,
    wish: CallTime,
    *,
    told_at: ContactPoint,
    channel: str,
    source: str,
    ask: Gate,
    at: datetime,
) -> CallTaken | Refusal:
    """Arrange a call and plan the one message that confirms it; the same wish is told of once.

    Where no call is lawful then, a reply is answered with the nearest lawful time; the page says
    so itself. Refusals: BACK_PAST, BACK_FAR.
    """
    before = CallBack.objects.filter(person_id=number.person_id, state="open").first()
    done = call_back_ask(
        account_id=account_id,
        contact_point_id=number.pk,
        wish=BackWish(wish.on, wish.at, source, ask),
        at=at,
        actor="link" if source == "page" else "inbound",
    )
    if isinstance(done, CallBack):
        told = None
        if before is None or before.pk != done.pk:
            told = _tell(CONFIRMED, told_at, account_id, channel, at=at)
        return CallTaken("call_planned", told, back=done)
    if isinstance(done, NotThen):
        if done.nearest is None:
            return done
        told = None
        if source == "reply":
            told = _tell(NOT_THEN, told_at, account_id, channel, at=at)
        return CallTaken("call_refused", told, nearest=done.nearest)
    return done


def _tell(
    template: str, point: ContactPoint, account_id: int, channel: str, *, at: datetime
) -> PlannedContact | None:
    if channel not in _TOLD_BY or point.state != "open":
        return None
    return answer_plan(
        point,
        account_id,
        channel=channel,
        purpose="reply",
        template=template,
        at=at,
        within=_TOLD_WITHIN,
    )


def _is_theirs(point: ContactPoint) -> bool:
    return point.party == "cardholder" and point.state == "open"


def _number(point: ContactPoint) -> ContactPoint | None:
    """Return the number that is meant: that which wrote, else the only one that there is."""
    known = phones_of(point.person_id)
    if point in known:
        return point
    return known[0] if len(known) == 1 else None
