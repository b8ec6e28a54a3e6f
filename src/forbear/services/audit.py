"""The entry that every use case leaves behind."""

from __future__ import annotations

from datetime import datetime

from forbear.store.models import AuditEntry


def audit_write(
    *,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    subject_id: int | None = None,
    data: dict[str, object] | None = None,
) -> AuditEntry:
    """Append who did what to which object; called inside the use case's transaction."""
    return AuditEntry.objects.create(
        at=at, actor=actor, action=action, subject=subject, subject_id=subject_id, data=data or {}
    )
