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
    # where from: an IP address, as text
    address = models.CharField(max_length=45, blank=True, default="")
    # when the second step was last taken here
    proved_at = models.DateTimeField(null=True)

    class Meta:
        triggers = [never_deleted()]
        indexes = [models.Index(fields=["user", "ended_at"])]


class SignInDevice(models.Model):
    """An app that makes the codes of the second step. Confirmed by its first code."""

    user = models.ForeignKey(User, models.PROTECT, related_name="devices")
    # enciphered, see services/keeping
    secret = models.TextField()
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    # the stretch of 30 seconds of the last code taken: none is taken twice
    last_step = models.BigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        triggers = [never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(ended_at__isnull=True, confirmed_at__isnull=False),
                name="one_device_a_user",
            )
        ]


class RecoveryCode(models.Model):
    """A code for the day the device is lost: once. Only its SHA-256 is kept."""

    device = models.ForeignKey(SignInDevice, models.PROTECT, related_name="codes")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    # used, or made void by newer ones
    used_at = models.DateTimeField(null=True)

    class Meta:
        triggers = [never_deleted()]
