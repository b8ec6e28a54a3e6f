from __future__ import annotations

from django.db import models

from forbear.store.models.contacts import Permit
from forbear.store.models.fields import append_only, word


class CallStep(models.Model):
    """What was established or said in a call, as it went. Append-only.

    The latest of ``verified`` and ``third_party`` says with whom the collector speaks.
    """

    KINDS = ("verified", "third_party", "said", "explained")

    permit = models.ForeignKey(Permit, models.PROTECT, related_name="steps")
    kind = word(KINDS)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    # verified: which items matched, never their values; said: the disclosures; explained: why a
    # note stands although the auditor found something in it
    data = models.JSONField(default=dict)

    class Meta:
        triggers = [append_only()]
