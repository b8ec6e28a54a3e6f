from __future__ import annotations

from django.db import models

from forbear.store.models.fields import append_only


class LetterCertificate(models.Model):
    """A certificate under which letters of ours were signed: one that counts for ever as ours."""

    sha256 = models.CharField(max_length=64, unique=True)
    der = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        triggers = [append_only()]
