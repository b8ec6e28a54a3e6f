"""Registered senders: the names and numbers under which text messages may leave."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from forbear.core.speech.numbers import number_nation
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import SenderIdentity

CHANNELS = ("sms",)
_NATION = re.compile(r"[A-Z]{2}")
# a number, a short code, or a name as networks show it (3GPP TS 23.040, section 9.1.2.5)
_VALUE = re.compile(r"\+?[0-9]{2,15}|(?=.*[A-Za-z])[A-Za-z0-9 ._&-]{1,11}")
_REGISTRATION_MAX = 80


@transaction.atomic
def sender_add(
    *,
    channel: str,
    nation: str,
    value: str,
    registration: str,
    from_on: date,
    at: datetime,
    actor: str,
) -> SenderIdentity | Refusal:
    """Write down a sender as it was registered for a nation; the same one twice is one.

    A nation has one at a time: end the one before first.
    """
    value, registration = value.strip(), registration.strip()
    if wrong := _objection(channel, nation, value, registration):
        return Refusal("SENDER_INVALID", wrong)
    others = SenderIdentity.objects.select_for_update(no_key=True).filter(
        Q(until_on__isnull=True) | Q(until_on__gt=from_on), channel=channel, nation=nation
    )
    if other := others.first():
        if (other.value, other.registration) == (value, registration):
            return other
        return Refusal(
            "SENDER_EXISTS",
            f"{nation} has the sender {other.value} then (number {other.pk}). End it first.",
        )
    made = SenderIdentity.objects.create(
        channel=channel,
        nation=nation,
        value=value,
        registration=registration,
        from_on=from_on,
        actor=actor,
    )
    _audit(made, "sender.added", at=at, actor=actor)
    return made


def _objection(channel: str, nation: str, value: str, registration: str) -> str | None:
    if channel not in CHANNELS:
        return f"{channel!r} has no registered senders; sms has."
    if not _NATION.fullmatch(nation):
        return f"{nation!r} is no nation; give two letters, such as GB."
    if not _VALUE.fullmatch(value):
        return f"{value!r} is no sender: give a number, or a name of 1 to 11 letters and digits."
    if not registration.isprintable() or not 0 < len(registration) <= _REGISTRATION_MAX:
        return "Give the number of its registration, in one short line."
    return None


@transaction.atomic
def sender_end(
    *, sender_id: int, until_on: date, at: datetime, actor: str
) -> SenderIdentity | Refusal:
    """End a sender: on ``until_on`` it may not be used any more."""
    found = SenderIdentity.objects.select_for_update(no_key=True).filter(pk=sender_id).first()
    if found is None:
        return Refusal("SENDER_UNKNOWN", f"There is no sender {sender_id}. See: senders list.")
    if found.until_on is not None:
        return Refusal("SENDER_ENDED", f"The sender {found.value} ends on {found.until_on}.")
    if until_on < found.from_on:
        return Refusal("SENDER_INVALID", f"It begins on {found.from_on}; end it on a later day.")
    found.until_on = until_on
    found.save(update_fields=["until_on"])
    _audit(found, "sender.ended", at=at, actor=actor)
    return found


def senders_of(channel: str) -> list[SenderIdentity]:
    """Return every sender of a channel, those that have ended too; they are few."""
    return list(SenderIdentity.objects.filter(channel=channel).order_by("pk"))


def sender_for(
    *,
    channel: str,
    address: str,
    nation: str,
    on: date,
    known: Sequence[SenderIdentity] | None = None,
) -> SenderIdentity | Refusal:
    """Return the sender under which a message may go to ``address`` on a day, or why none may.

    The nation of the number decides; ``nation`` is the account's, for a number that tells none.
    ``known`` are the senders of the channel, where they have been read already.
    """
    where = number_nation(address) or nation
    for sender in senders_of(channel) if known is None else known:
        is_alive = sender.from_on <= on and (sender.until_on is None or on < sender.until_on)
        if sender.channel == channel and sender.nation == where and is_alive:
            return sender
    return Refusal(
        "SENDER_UNREGISTERED",
        f"No sender is registered for {channel} to {where} on {on}. "
        f"Register one, then: forbear senders add {channel} {where} NAME --registration NUMBER",
    )


def _audit(sender: SenderIdentity, action: str, *, at: datetime, actor: str) -> None:
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="sender_identity",
        subject_id=sender.pk,
        data={"channel": sender.channel, "nation": sender.nation, "value": sender.value},
    )
