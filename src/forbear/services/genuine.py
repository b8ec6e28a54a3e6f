"""Is it yours? Anyone who holds a message, a number or a visitor's card may ask."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

import phonenumbers
from django.db import transaction
from django.db.models import Max, Q
from phonenumbers import MatchType

from forbear.core.calendar.zones import likeliest_zone
from forbear.core.genuine import CHANGED, MISTYPED, NOT_OURS, AskedOf, Checked
from forbear.core.speech.codes import code_read
from forbear.letters.checking import seal_read
from forbear.services.audit import audit_write
from forbear.services.house import house_date
from forbear.services.letters.certificates import certificates
from forbear.services.refusals import Refusal
from forbear.store.models import (
    CallerNumber,
    MessageWithdrawal,
    PlannedContact,
    SignedAgreement,
    VisitorCard,
)

_CARD = re.compile(r"\s*V[-\s‐‑–—]*", re.IGNORECASE)
_PHONE = re.compile(r"[+(]?[\d\s().\-/‐‑–]{5,30}")
_KINDS: dict[str, AskedOf] = {"sms": "sms", "email": "email", "letter": "letter"}
_SAME = (MatchType.EXACT_MATCH, MatchType.NSN_MATCH)


def genuine_check(text: str, *, at: datetime) -> Checked:
    """Answer for whatever was typed: a message code, a visitor's card, or a telephone number.

    What is no such thing is answered as ``not_ours`` too, and marked as mistyped.
    """
    plain = unicodedata.normalize("NFKC", text[:80]).strip()
    # first: a message's code may begin with a V as well, and the check sign tells it from a card
    if code_read(plain) is not None:
        return genuine_by_code(plain)
    if begin := _CARD.match(plain):
        return genuine_by_card(plain[begin.end() :], at=at)
    if _PHONE.fullmatch(plain):
        return genuine_by_number(plain, on=house_date(at))
    return MISTYPED


def genuine_by_code(typed: str) -> Checked:
    """Answer for a message code. What was written but never handed over is not ours."""
    code = code_read(typed)
    found = (
        PlannedContact.objects.filter(code=code or "")
        .select_related("person", "withdrawal")
        .annotate(left_at=Max("permits__consumed_at"))
        .first()
    )
    if code is None:
        return MISTYPED
    if found is None:
        return _signed(code)
    if found.left_at is None:
        return NOT_OURS
    zone = likeliest_zone(found.person.time_zones)
    kind = _KINDS.get(found.channel, "message")
    on = found.left_at.astimezone(zone).date()
    withdrawal = getattr(found, "withdrawal", None)
    if withdrawal is not None:
        return Checked("withdrawn", kind, on, withdrawal.at.astimezone(zone).date())
    return Checked("genuine", kind, on)


def _signed(code: str) -> Checked:
    """Answer for the code of a paper that was signed by link."""
    found = SignedAgreement.objects.filter(code=code).values_list("on", flat=True).first()
    return NOT_OURS if found is None else Checked("genuine", "document", found)


def genuine_by_pdf(pdf: bytes) -> Checked:
    """Answer for the file of a letter, by its signature and the code that this signs.

    Raises CheckBusy where too many files are being read.
    """
    seal = seal_read(pdf, ours=certificates())
    if seal.state == "changed":
        return CHANGED
    found = genuine_by_code(seal.code) if seal.state == "whole" else NOT_OURS
    return NOT_OURS if found.is_mistyped else found


def genuine_by_number(typed: str, *, on: date) -> Checked:
    """Answer for a telephone number: whether we call from it on the day ``on``."""
    rows = CallerNumber.objects.filter(from_on__lte=on).order_by("-from_on", "-pk")
    same = [row for row in rows if phonenumbers.is_number_match(row.value, typed) in _SAME]
    live = next((row for row in same if row.until_on is None or row.until_on >= on), None)
    if live is not None:
        return Checked("genuine", "number")
    if same:
        return Checked("withdrawn", "number", withdrawn_on=same[0].until_on)
    return NOT_OURS


def genuine_by_card(typed: str, *, at: datetime) -> Checked:
    """Answer for the number of a visitor's card."""
    number, today = code_read(typed), house_date(at)
    card = VisitorCard.objects.filter(Q(number=number or ""), from_on__lte=today).first()
    if number is None:
        return MISTYPED
    if card is None:
        return NOT_OURS
    if card.revoked_at is not None:
        return Checked("withdrawn", "card", withdrawn_on=house_date(card.revoked_at))
    if card.until_on < today:
        return Checked("withdrawn", "card", withdrawn_on=card.until_on)
    return Checked("genuine", "card")


@transaction.atomic
def message_withdraw(
    *, typed: str, reason: str, note: str, at: datetime, actor: str
) -> MessageWithdrawal | Refusal:
    """Say of a message that went out that it no longer holds; a second time changes nothing.

    Refusals: CODE_UNKNOWN, REASON_UNKNOWN.
    """
    code = code_read(typed)
    planned = PlannedContact.objects.select_for_update(no_key=True).filter(code=code or "").first()
    if planned is None:
        return Refusal("CODE_UNKNOWN", f"No message of ours has the code {typed[:40]!r}.")
    if reason not in MessageWithdrawal.REASONS:
        known = ", ".join(MessageWithdrawal.REASONS)
        return Refusal("REASON_UNKNOWN", f"There is no reason {reason!r}; known: {known}.")
    made, is_new = MessageWithdrawal.objects.get_or_create(
        planned=planned, defaults={"reason": reason, "note": note[:400], "at": at, "actor": actor}
    )
    if is_new:
        audit_write(
            at=at,
            actor=actor,
            action="message.withdrawn",
            subject="planned_contact",
            subject_id=planned.pk,
            data={"reason": reason},
        )
    return made
