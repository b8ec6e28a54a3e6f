"""The entry that every use case leaves behind."""

from __future__ import annotations

from datetime import datetime

from psycopg.types.json import Jsonb

from forbear.store.models import AuditEntry
from forbear.store.prepared import question


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
    entry = AuditEntry(
        at=at, actor=actor, action=action, subject=subject, subject_id=subject_id, data=data or {}
    )
    values = {
        "at": at,
        "actor": actor,
        "action": action,
        "subject": subject,
        "subject_id": subject_id,
        "data": Jsonb(entry.data),
    }
    [(entry.pk,)] = question(_APPEND, values)
    return entry


_APPEND = """
INSERT INTO store_auditentry (at, actor, action, subject, subject_id, data)
VALUES (%(at)s, %(actor)s, %(action)s, %(subject)s, %(subject_id)s, %(data)s) RETURNING id
"""
