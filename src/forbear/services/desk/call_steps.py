"""The steps of a call: with whom one speaks comes before what it is about.

REQUIREMENTS E1: the right party is verified before a word of the debt. A step is never undone; the
cardholder may come to the phone after someone else answered, and the other way round.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from forbear.services.audit import audit_write
from forbear.services.lost.steps import point_verified
from forbear.services.refusals import Refusal
from forbear.store.models import CallStep, Permit
from forbear.store.selectors.call_steps import party_of, proof_items, said_in

ITEMS_MIN = 2

NOT_VERIFIED = Refusal("NOT_VERIFIED", "Make sure first that you speak with the cardholder.")
MUST_SAY = Refusal("MUST_SAY", "Tick what must be said before you log the talk.")


@transaction.atomic
def party_verify(
    *,
    permit_id: int,
    items: Collection[str],
    at: datetime,
    actor: str,
    said: Collection[str] = (),
) -> CallStep | Refusal:
    """Record that someone named at least two things that the file holds of the cardholder.

    ``items`` are kinds as ``proof_items`` lists them; others count for nothing. ``said`` is what
    was told before: that the call is recorded, for one.
    """
    permit = Permit.objects.select_for_update(no_key=True).get(pk=permit_id)
    matched = [item.kind for item in proof_items(permit) if item.kind in set(items)]
    if len(matched) < ITEMS_MIN:
        return Refusal("TWO_ITEMS", "Two items must match before you speak about the account.")
    said_record(permit, said, at=at, actor=actor)
    step = _step(permit, "verified", {"items": matched}, at=at, actor=actor)
    if permit.contact_point.party == "cardholder":
        # who answered there is the cardholder: a number that a search found is theirs
        point_verified(contact_point_id=permit.contact_point_id, how="call", at=at, actor=actor)
    return step


@transaction.atomic
def party_other(*, permit_id: int, at: datetime, actor: str) -> CallStep:
    """Record that someone else is at the phone: from here on nothing of the case may be shown."""
    permit = Permit.objects.select_for_update(no_key=True).get(pk=permit_id)
    return _step(permit, "third_party", {}, at=at, actor=actor)


@transaction.atomic
def party_machine(*, permit_id: int, at: datetime, actor: str) -> CallStep:
    """Record that a machine answers: whoever hears it later, only limited words may be left."""
    permit = Permit.objects.select_for_update(no_key=True).get(pk=permit_id)
    return _step(permit, "machine", {}, at=at, actor=actor)


@dataclass(frozen=True, slots=True)
class Left:
    """The limited words that were spoken to someone else or to a machine: template and text."""

    template: str
    language: str
    text: str


def left_record(permit: Permit, left: Left, *, at: datetime, actor: str) -> None:
    """Record which limited words were spoken; inside the transaction that logs the call."""
    data: dict[str, object] = {
        "template": left.template,
        "language": left.language,
        "sha256": hashlib.sha256(left.text.encode()).hexdigest(),
        "text": left.text,
    }
    _step(permit, "left", data, at=at, actor=actor)


def talk_refusal(permit: Permit, *, said: Collection[str]) -> Refusal | None:
    """Say why a talk with the cardholder cannot be logged; ``None`` if it can."""
    if party_of(permit) != "verified":
        return NOT_VERIFIED
    told = said_in(permit) | set(said)
    return None if set(permit.must_disclose) <= told else MUST_SAY


def said_record(permit: Permit, said: Collection[str], *, at: datetime, actor: str) -> None:
    """Record what must be said and was; inside the transaction that logs the call."""
    before = said_in(permit)
    told = [code for code in permit.must_disclose if code in set(said) - before]
    if told:
        _step(permit, "said", {"disclosures": told}, at=at, actor=actor)


def note_explained(
    permit: Permit, why: str, findings: Collection[str], *, at: datetime, actor: str
) -> None:
    """Record why a note stands although the auditor found something; inside the transaction."""
    _step(permit, "explained", {"findings": list(findings), "why": why}, at=at, actor=actor)


def _step(
    permit: Permit, kind: str, data: dict[str, object], *, at: datetime, actor: str
) -> CallStep:
    step = CallStep.objects.create(permit=permit, kind=kind, at=at, actor=actor, data=data)
    audit_write(
        at=at,
        actor=actor,
        action=f"call.{kind}",
        subject="permit",
        subject_id=permit.pk,
        data=data,
    )
    return step
