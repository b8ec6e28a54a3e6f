"""Guarantees: only real, signed ones; without one, a guarantor is a third party (D6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Guarantee

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAME_MAX = 200


@dataclass(frozen=True, slots=True)
class GuaranteeTerms:
    """What the document says: by whom, when, of which kind, up to how much, until when.

    ``document_sha256`` is the hash of the signed document as it is kept. Amounts in minor units.
    """

    name: str
    kind: str
    document_sha256: str
    signed_on: date
    limit_minor: int
    ends_on: date


@transaction.atomic
def guarantee_ask(
    *, account_id: int, terms: GuaranteeTerms, at: datetime, actor: str
) -> Guarantee | Refusal:
    """Write a guarantee down; it counts for nothing until somebody else has seen the document.

    The same document again returns the first. Refusals: ACCOUNT_UNKNOWN, GUARANTEE_UNFIT,
    GUARANTEE_OVER.
    """
    account = Account.objects.select_for_update(no_key=True, of=("self",)).filter(pk=account_id)
    owed = account.first()
    if owed is None:
        return Refusal("ACCOUNT_UNKNOWN", "There is no such account.")
    name = " ".join(terms.name.split())
    is_fit = (
        0 < len(name) <= _NAME_MAX
        and terms.kind in Guarantee.KINDS
        and _SHA256.fullmatch(terms.document_sha256) is not None
        and terms.limit_minor > 0
        and terms.signed_on <= min(at.date(), terms.ends_on)
    )
    if not is_fit:
        return Refusal(
            "GUARANTEE_UNFIT",
            "A guarantee has a name, a kind, the hash of its document, a day of signing, a limit"
            " and a last day.",
        )
    if terms.ends_on < at.date():
        return Refusal("GUARANTEE_OVER", "Its period has ended: it binds nobody any more.")
    known = Guarantee.objects.filter(
        account=owed, document_sha256=terms.document_sha256, state__in=("asked", "accepted")
    ).first()
    if known is not None:
        return known
    made = Guarantee.objects.create(
        account=owed,
        person_id=owed.person_id,
        name=name,
        kind=terms.kind,
        document_sha256=terms.document_sha256,
        signed_on=terms.signed_on,
        limit_minor=terms.limit_minor,
        currency=owed.currency,
        ends_on=terms.ends_on,
        asked_at=at,
        asked_by=actor,
    )
    _audit(made, "guarantee.asked", at=at, actor=actor)
    return made


@transaction.atomic
def guarantee_answer(
    *, guarantee_id: int, is_accepted: bool, at: datetime, actor: str
) -> Guarantee | Refusal:
    """Accept a guarantee whose document one has seen, or refuse it.

    Refusals: GUARANTEE_UNKNOWN, GUARANTEE_ANSWERED, GUARANTEE_OVER, APPROVAL_OWN.
    """
    found = Guarantee.objects.select_for_update(no_key=True).filter(pk=guarantee_id).first()
    if found is None:
        return Refusal("GUARANTEE_UNKNOWN", "There is no such guarantee.")
    if found.state != "asked":
        return Refusal("GUARANTEE_ANSWERED", "Somebody has answered this already.")
    if is_accepted and actor == found.asked_by:
        return Refusal("APPROVAL_OWN", "Nobody accepts what they wrote down: ask somebody else.")
    if is_accepted and found.ends_on < at.date():
        return Refusal("GUARANTEE_OVER", "Its period has ended: it binds nobody any more.")
    return _state(found, "accepted" if is_accepted else "refused", at=at, actor=actor)


@transaction.atomic
def guarantee_end(*, guarantee_id: int, at: datetime, actor: str) -> Guarantee | Refusal:
    """End a guarantee early: from now on the guarantor is a third party. GUARANTEE_UNKNOWN."""
    found = Guarantee.objects.select_for_update(no_key=True).filter(pk=guarantee_id).first()
    if found is None or found.state != "accepted":
        return Refusal("GUARANTEE_UNKNOWN", "There is no such guarantee that counts.")
    found.state = "ended"
    found.save(update_fields=["state"])
    _audit(found, "guarantee.ended", at=at, actor=actor)
    return found


def _state(found: Guarantee, state: str, *, at: datetime, actor: str) -> Guarantee:
    found.state, found.answered_at, found.answered_by = state, at, actor
    found.save(update_fields=["state", "answered_at", "answered_by"])
    _audit(found, f"guarantee.{state}", at=at, actor=actor)
    return found


def _audit(found: Guarantee, action: str, *, at: datetime, actor: str) -> None:
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="guarantee",
        subject_id=found.pk,
        data={"account": found.account_id, "document": found.document_sha256},
    )
