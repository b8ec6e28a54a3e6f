"""Reading the trail leaves a trail: what was taken out of it, and when the seals were verified."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from forbear.services.audit import audit_write
from forbear.services.evidence import Verified, evidence_verify
from forbear.store.models import AuditEntry
from forbear.store.selectors.audit import AuditWish, last_verified

EXPORT_MAX = 200_000


@transaction.atomic
def export_note(wish: AuditWish, *, form: str, at: datetime, actor: str) -> AuditEntry:
    """Write down that entries leave as a file, and which."""
    return audit_write(
        at=at,
        actor=actor,
        action="audit.exported",
        subject="audit",
        data={
            "form": form,
            "actor": wish.actor,
            "action": wish.action,
            # not as "account": the export is about nobody's account
            "of": wish.account.reference if wish.account else "",
            "since": wish.since.isoformat() if wish.since else None,
            "until": wish.until.isoformat() if wish.until else None,
        },
    )


@transaction.atomic
def verified_note(found: Verified, *, since: int, at: datetime, actor: str) -> AuditEntry:
    """Write down what a verification found; ``since`` as it was asked."""
    return audit_write(
        at=at,
        actor=actor,
        action="evidence.verified",
        subject="seal",
        data={
            "seals": found.seals,
            "rows": found.rows,
            "since": since,
            "faults": [f"{fault.code} {fault.seal}" for fault in found.faults][:100],
            "head": found.head,
        },
    )


def evidence_watch(*, at: datetime) -> Verified:
    """Verify what was sealed since the last verification that found no fault; write it down."""
    last = last_verified()
    since = int(last.data["seals"]) if last and not last.data["faults"] else 0
    found = evidence_verify(since=since)
    verified_note(found, since=since, at=at, actor="system")
    return found
