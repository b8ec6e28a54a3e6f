"""Passkeys: a second step without typing, beside the app that makes codes."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models

from forbear.store.models.fields import never_deleted


class Passkey(models.Model):
    """A key that a device of the user holds; here is its public half (WebAuthn, section 4).

    ``data`` is the attested credential data as the device gave it, in base64url; ``sign_count``
    what the device last counted: 0 where it does not count.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.CharField(max_length=1400, unique=True)
    data = models.TextField()
    # the host for which it was made: a browser gives it to no other
    host = models.CharField(max_length=255)
    sign_count = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        triggers = [never_deleted()]
