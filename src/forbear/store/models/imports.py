from __future__ import annotations

from django.db import models

from forbear.store.models.fields import append_only


class ImportBatch(models.Model):
    """One file taken in: its hash, mapping and counts."""

    at = models.DateTimeField()
    table = models.CharField(max_length=32)
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    mapping_sha256 = models.CharField(max_length=64, blank=True, default="")
    read = models.IntegerField(default=0)
    added = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)

    class Meta:
        triggers = [append_only()]
