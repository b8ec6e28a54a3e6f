from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from forbear.store.models.fields import never_deleted


class ApiToken(models.Model):
    """What lets another system use the API. The token itself is not kept, only its SHA-256.

    Several tokens may have one ``name``, that of the system: the next one is made before the last
    one ends, and a request repeated under it is still the same request.
    """

    name = models.CharField(max_length=24)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    # to the minute: not every request need write
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        triggers = [never_deleted()]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="token_ends_after_it_begins"
            ),
        ]
