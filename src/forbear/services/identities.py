"""The registers behind "Is it yours?": the numbers we call from, and the cards of visitors."""

from __future__ import annotations

import hmac
from datetime import date, datetime

import phonenumbers
from django.db import transaction

from forbear.core.speech.codes import code_of, code_read
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import CallerNumber, VisitorCard


@transaction.atomic
def number_add(
    *, typed: str, label: str, on: date, at: datetime, actor: str
) -> CallerNumber | Refusal:
    """Take a number as ours from the day ``on``. Refusals: NUMBER_UNUSABLE, NUMBER_KNOWN."""
    value = _e164(typed)
    if value is None:
        text = f"{typed[:40]!r} is no telephone number. Write it with its country: +442079460123."
        return Refusal("NUMBER_UNUSABLE", text)
    if CallerNumber.objects.filter(value=value, until_on=None).exists():
        return Refusal("NUMBER_KNOWN", f"{value} is ours already.")
    made = CallerNumber.objects.create(value=value, label=label[:80], from_on=on)
    _audit("number.added", made.pk, value, at=at, actor=actor)
    return made


@transaction.atomic
def number_end(*, typed: str, on: date, at: datetime, actor: str) -> CallerNumber | Refusal:
    """End a number; ``on`` is its last day. Refusal: NUMBER_UNKNOWN."""
    held = CallerNumber.objects.select_for_update().filter(value=_e164(typed) or "", until_on=None)
    found = held.first()
    if found is None:
        return Refusal("NUMBER_UNKNOWN", f"{typed[:40]!r} is no number of ours.")
    found.until_on = on
    found.save(update_fields=["until_on"])
    _audit("number.ended", found.pk, found.value, at=at, actor=actor)
    return found


@transaction.atomic
def card_issue(
    *, holder: str, from_on: date, until_on: date, key: bytes, at: datetime, actor: str
) -> VisitorCard | Refusal:
    """Issue a card to a visitor; ``until_on`` is its last day. Refusal: CARD_UNUSABLE.

    Its number is printed as ``V-`` and nine signs, and cannot be guessed from another.
    """
    if not holder.strip() or until_on < from_on:
        text = "A card has a holder, and ends on the day it begins or later."
        return Refusal("CARD_UNUSABLE", text)
    made = VisitorCard.objects.create(
        holder=holder.strip()[:150], from_on=from_on, until_on=until_on
    )
    made.number = code_of(made.pk, hmac.digest(key, b"visitors' cards", "sha256"))
    made.save(update_fields=["number"])
    _audit("card.issued", made.pk, made.number, at=at, actor=actor)
    return made


@transaction.atomic
def card_revoke(*, typed: str, at: datetime, actor: str) -> VisitorCard | Refusal:
    """Revoke a card at once; one that was stays as it is. Refusal: CARD_UNKNOWN."""
    number = code_read(typed.strip().upper().removeprefix("V"))
    card = VisitorCard.objects.select_for_update().filter(number=number or "").first()
    if card is None:
        return Refusal("CARD_UNKNOWN", f"There is no card {typed[:40]!r}.")
    if card.revoked_at is None:
        card.revoked_at = at
        card.save(update_fields=["revoked_at"])
        _audit("card.revoked", card.pk, str(card.number), at=at, actor=actor)
    return card


def _e164(typed: str) -> str | None:
    try:
        found = phonenumbers.parse(typed)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(found):
        return None
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)


def _audit(action: str, pk: int, value: str, *, at: datetime, actor: str) -> None:
    audit_write(
        at=at, actor=actor, action=action, subject="identity", subject_id=pk, data={"value": value}
    )
