from __future__ import annotations

from django.db import models

from forbear.store.models.accounts import Account
from forbear.store.models.fields import append_only


class CaseNote(models.Model):
    """What someone at the desk wrote down about a case. Append-only: a correction is a new note."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="notes", db_index=False)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    text = models.TextField()
    # why it stands although the auditor found something in it
    explained = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["account", "at"])]
