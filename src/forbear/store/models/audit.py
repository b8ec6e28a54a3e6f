from __future__ import annotations

from django.db import models
from django.db.models.fields.json import KeyTransform

from forbear.store.models.fields import append_only


class AuditEntry(models.Model):
    """Who did what to which object: one entry for each use case."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    # namespaced code, as contact.logged; the words are made where it is shown
    action = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    subject_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        triggers = [append_only()]
        indexes = [
            models.Index(fields=["subject", "subject_id"]),
            models.Index(fields=["actor", "at"]),
            models.Index(fields=["at"]),
            models.Index(fields=["action", "at"], name="audit_by_action"),
            # the account stands in the entry as its number, or as the host's reference
            models.Index(KeyTransform("account", "data"), "at", name="audit_by_account"),
        ]
