"""Authority: the limits of the house, dated and never edited, over those that ship."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from forbear.core.agreements.authority import BASIS_POINTS, Limit, limits_on
from forbear.core.agreements.offers import AUTHORITY_KINDS
from forbear.core.tables.words import CURRENCIES
from forbear.packs.agreements import load_agreement_rules
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import AuthorityLimit

ROLE_MAX = 150


def authority_limits(on: date) -> list[Limit]:
    """Return the limits in force on a day; one that was written counts before one that ships."""
    written = [
        Limit(
            row.role,
            row.kind,
            row.since,
            row.share_bp,
            row.amount_minor,
            row.months,
            row.currency,
            row.is_withdrawn,
        )
        for row in AuthorityLimit.objects.order_by("pk")
    ]
    return limits_on([*load_agreement_rules().limits, *written], on)


@transaction.atomic
def authority_set(limit: Limit, *, at: datetime, actor: str, note: str) -> AuthorityLimit | Refusal:
    """Write a limit, which counts from its day on.

    ``ROLE_UNKNOWN``, ``OFFER_UNKNOWN``, ``CURRENCY_UNKNOWN``, ``LIMIT_UNUSABLE``, ``NOTE_MISSING``.
    """
    refusal = _refused(limit, note)
    if refusal is not None:
        return refusal
    made = AuthorityLimit.objects.create(**asdict(limit), at=at, actor=actor[:150], note=note[:200])
    audit_write(
        at=at,
        actor=actor,
        action="authority.set",
        subject="authority_limit",
        subject_id=made.pk,
        data={**asdict(limit), "since": limit.since.isoformat(), "note": made.note},
    )
    return made


def _refused(limit: Limit, note: str) -> Refusal | None:
    if not 0 < len(limit.role.strip()) <= ROLE_MAX:
        return Refusal("ROLE_UNKNOWN", "Name the role.")
    if limit.kind not in AUTHORITY_KINDS:
        return Refusal("OFFER_UNKNOWN", f"{limit.kind!r} is none of {', '.join(AUTHORITY_KINDS)}.")
    if limit.currency and limit.currency not in CURRENCIES:
        text = f"{limit.currency!r} is none of {', '.join(CURRENCIES)}."
        return Refusal("CURRENCY_UNKNOWN", text)
    numbers = (limit.share_bp, limit.amount_minor, limit.months)
    if any(number is not None and number < 0 for number in numbers):
        return Refusal("LIMIT_UNUSABLE", "A limit is not below zero.")
    if limit.share_bp is not None and limit.share_bp > BASIS_POINTS:
        return Refusal("LIMIT_UNUSABLE", "A share is at most 10000 basis points: all of it.")
    return None if note.strip() else Refusal("NOTE_MISSING", "Say why, in a few words.")
