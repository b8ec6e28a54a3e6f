from __future__ import annotations

from django.db import models

from forbear.core.speech.across import KINDS
from forbear.store.models.accounts import Account
from forbear.store.models.fields import append_only, word


class AcrossFinding(models.Model):
    """What shows only across the texts of an account. Append-only.

    ``texts`` are the keys of the texts in order of time, ``values`` what its sentence is made of.
    One that grew by a text is written anew and ``replaces`` the one before.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="across_findings")
    category = models.CharField(max_length=40, choices=[(name, name) for name in KINDS])
    severity = word(("low", "medium", "high"))
    key = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    texts = models.JSONField()
    # of the account and everything above: the same finding twice is one
    sha256 = models.CharField(max_length=64, unique=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    at = models.DateTimeField()

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["account", "category", "key"])]


class AcrossReview(models.Model):
    """What a reviewer said of a finding across a case: once. Append-only."""

    VERDICTS = ("confirm", "dismiss")

    finding = models.OneToOneField(AcrossFinding, models.PROTECT, related_name="review")
    verdict = word(VERDICTS)
    reason = models.CharField(max_length=400, blank=True, default="")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        triggers = [append_only()]
