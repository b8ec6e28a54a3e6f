"""Guarantees as they were signed, and what became of each, step by step."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from forbear.store.models.accounts import Account
from forbear.store.models.fields import append_only, never_deleted, word
from forbear.store.models.people import ContactPoint, Person

_SIGNED = ("account_id", "person_id", "name", "kind", "document_sha256", "signed_on", "limit_minor")


class Guarantee(models.Model):
    """A guarantee as it was signed; it counts once a second pair of eyes has seen the document.

    ``person`` is the cardholder; ``name`` is who signed, as in ``party_name`` of their own contact
    points. The document's bytes are kept outside the database under their hash.
    """

    # general: only after the cardholder was sued in vain; joint: beside the cardholder
    KINDS = ("general", "joint")
    # asked: nobody has proved it yet; accepted: proved; ended: released
    STATES = ("asked", "accepted", "refused", "ended")

    account = models.ForeignKey(Account, models.PROTECT, related_name="guarantees")
    person = models.ForeignKey(Person, models.PROTECT, related_name="guarantees")
    name = models.CharField(max_length=200)
    # in which language they are written to, whatever the cardholder speaks
    language = models.CharField(max_length=16, default="en", db_default="en")
    kind = word(KINDS)
    document_sha256 = models.CharField(max_length=64)
    # empty where only the hash was written down: such a one cannot be proved any more
    document_name = models.CharField(max_length=120, blank=True, default="", db_default="")
    document_kind = models.CharField(max_length=8, blank=True, default="", db_default="")
    document_size = models.IntegerField(default=0, db_default=0)
    signed_on = models.DateField()
    limit_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    ends_on = models.DateField()
    # the rule that gave the last day where the document names none
    ends_by = models.CharField(max_length=64, blank=True, default="", db_default="")
    state = word(STATES, default="asked")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=150)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        triggers = [
            never_deleted(),
            pgtrigger.Protect(
                name="what_was_signed_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*_SIGNED),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "state"]),
            models.Index(
                name="guarantee_to_be_proved",
                fields=["asked_at"],
                condition=Q(state="asked"),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(limit_minor__gt=0), name="guarantee_has_a_limit"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | ~Q(answered_by=F("asked_by")),
                name="guarantee_four_eyes",
            ),
        ]


class GuaranteeStep(models.Model):
    """One thing that was done to a guarantee, or to its guarantor's wishes. Append-only."""

    STEPS = ("asked", "accepted", "refused", "ended", "point", "stopped", "language")

    guarantee = models.ForeignKey(Guarantee, models.PROTECT, related_name="steps")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    step = word(STEPS)
    contact_point = models.ForeignKey(ContactPoint, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    note = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["account", "-at"], name="guarantee_steps_of_account")]
