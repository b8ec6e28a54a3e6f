from __future__ import annotations

from django.db import models

from forbear.core.tables import words as w
from forbear.store.models.accounts import Account
from forbear.store.models.contacts import Permit
from forbear.store.models.fields import append_only, word
from forbear.store.models.people import ContactPoint


class PackText(models.Model):
    """The texts of a pack, or of a ladder, as they stood when something was decided by them."""

    key = models.CharField(max_length=24)
    version = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    # file name -> text
    files = models.JSONField()

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="one_text_a_version")
        ]


class GateAnswer(models.Model):
    """What the gate answered when someone asked for a permit, and every fact that it knew.

    Both are texts, byte for byte as they were: ``forbear.core.gate.record`` says their form.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="gate_answers")
    contact_point = models.ForeignKey(ContactPoint, models.PROTECT)
    # none where the contact was refused
    permit = models.OneToOneField(Permit, models.PROTECT, null=True, related_name="gate_answer")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    channel = word(w.CHANNELS)
    purpose = word(w.PURPOSES)
    verdict = word(("permitted", "denied"))
    facts = models.TextField()
    answer = models.TextField()
    # version of the program, and of what it reckons with
    code = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)

    class Meta:
        triggers = [append_only()]
        indexes = [
            models.Index(fields=["account", "at"]),
            models.Index(
                name="denied_by_time", fields=["at"], condition=models.Q(verdict="denied")
            ),
        ]
