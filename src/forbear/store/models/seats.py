from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models

from forbear.store.models.fields import never_deleted


class Seat(models.Model):
    """One sign-in to the desk, from its beginning to its end: who, where, and seen when last."""

    user = models.ForeignKey(User, models.PROTECT, related_name="seats")
    begun_at = models.DateTimeField()
    # to the minute: not every request need write
    seen_at = models.DateTimeField()
    # covered: the password opens it again
    locked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True, default="")
    # what the browser says it is
    agent = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        triggers = [never_deleted()]
        indexes = [models.Index(fields=["user", "ended_at"])]
