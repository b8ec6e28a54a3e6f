"""Disputes and complaints: each with its steps, which are only ever added to, and its files."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from forbear.core.cases import words as c
from forbear.core.cases.lifecycle import COMPLAINT, COMPLAINT_OPEN, DISPUTE, DISPUTE_OPEN
from forbear.store.models.accounts import Account
from forbear.store.models.fields import append_only, never_deleted, word
from forbear.store.models.inbound import InboundMessage
from forbear.store.models.ledger import LedgerTransaction
from forbear.store.models.people import Person

SAID_MAX = 10_000
REASONS_MAX = 4_000


def _word(values: tuple[str, ...]) -> models.CharField[str, str]:
    """Return a field that holds one of a list of words, or nothing yet."""
    choices = [(value, value) for value in values]
    return models.CharField(max_length=24, choices=choices, blank=True, default="")


class _Case(models.Model):
    """What a dispute and a complaint have in common.

    ``received_on`` is the day on which it reached us, where the cardholder is: the clocks run from
    it. ``clocks`` are those that ran when it came, with their sources.
    """

    key = models.CharField(max_length=100, unique=True)
    # what was asked under the key; empty for what was kept before this was noted
    request_hash = models.CharField(max_length=64, blank=True, default="", db_default="")
    channel = word(c.CASE_CHANNELS)
    said = models.TextField(blank=True, default="")
    received_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=150)
    state_at = models.DateTimeField()
    handler = models.CharField(max_length=150, blank=True, default="")
    clocks = models.JSONField(default=list)
    acknowledge_due_on = models.DateField(null=True)
    acknowledged_on = models.DateField(null=True)
    answer_due_on = models.DateField(null=True)
    outcome = _word(c.OUTCOMES)
    reasons = models.TextField(blank=True, default="")
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        abstract = True


_DISPUTED = ("account_id", "key", "currency", "received_on", "opened_at", "opened_by")


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Dispute(_Case):
    """A cardholder contests a debt, or a part of it. ``amount_minor`` is what is disputed."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="disputes")
    ground = word(c.DISPUTE_GROUNDS)
    extent = word(c.DISPUTE_EXTENTS)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    transaction = models.ForeignKey(
        LedgerTransaction, models.PROTECT, null=True, related_name="disputes"
    )
    inbound = models.ForeignKey(
        InboundMessage, models.PROTECT, null=True, related_name="disputes", db_index=False
    )
    state = word(DISPUTE.states)
    # in writing and within the period of the validation notice: the law stops collection
    is_in_validation = models.BooleanField(default=False)
    corrected_minor = models.BigIntegerField(default=0)

    class Meta:
        triggers = [
            never_deleted(),
            pgtrigger.Protect(
                name="what_is_disputed_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*_DISPUTED),
            ),
        ]
        indexes = [
            models.Index(
                fields=["answer_due_on"],
                condition=Q(state__in=DISPUTE_OPEN),
                name="dispute_by_clock",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="something_is_disputed"),
            models.UniqueConstraint(fields=["account", "inbound"], name="one_dispute_a_message"),
        ]

    @property
    def reference(self) -> str:
        """What people call it."""
        return f"D-{self.pk:06d}"

    @property
    def is_open(self) -> bool:
        """Whether the cardholder waits for our answer."""
        return self.state in DISPUTE_OPEN


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Complaint(_Case):
    """A cardholder objects to our conduct. ``about`` is the user whose conduct it is.

    ``cause`` is the root cause, by the codes of packs/cases; ``team`` and ``agency`` are where it
    happened, as far as it is known.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="complaints")
    account = models.ForeignKey(Account, models.PROTECT, related_name="complaints")
    inbound = models.ForeignKey(
        InboundMessage, models.PROTECT, null=True, related_name="complaints", db_index=False
    )
    state = word(COMPLAINT.states)
    about = models.CharField(max_length=150, blank=True, default="")
    team = models.CharField(max_length=80, blank=True, default="")
    agency = models.CharField(max_length=120, blank=True, default="")
    cause = models.CharField(max_length=40, blank=True, default="")
    redress = _word(c.REDRESSES)
    redress_minor = models.BigIntegerField(default=0)
    longer_until = models.DateField(null=True)
    escalate_by = models.DateField(null=True)

    class Meta:
        triggers = [never_deleted()]
        indexes = [
            models.Index(
                fields=["answer_due_on"],
                condition=Q(state__in=COMPLAINT_OPEN),
                name="complaint_by_clock",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(about="") | ~Q(handler=F("about")),
                name="nobody_handles_their_own",
            ),
            models.CheckConstraint(
                condition=Q(about="") | ~Q(answered_by=F("about")),
                name="nobody_answers_their_own",
            ),
        ]

    @property
    def reference(self) -> str:
        """What people call it."""
        return f"C-{self.pk:06d}"

    @property
    def is_open(self) -> bool:
        """Whether whoever complained waits for our answer."""
        return self.state in COMPLAINT_OPEN


class CaseFile(models.Model):
    """A file that was given as evidence; its bytes are kept outside, under their SHA-256.

    It was not looked through for viruses. ``name`` is safe to show and to save under.
    """

    dispute = models.ForeignKey(Dispute, models.PROTECT, null=True, related_name="files")
    complaint = models.ForeignKey(Complaint, models.PROTECT, null=True, related_name="files")
    side = word(c.SIDES)
    name = models.CharField(max_length=120)
    kind = word(c.FILE_KINDS)
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                condition=Q(dispute__isnull=True) ^ Q(complaint__isnull=True),
                name="a_file_of_one_case",
            ),
        ]


class _Step(models.Model):
    step = models.CharField(max_length=24)
    at = models.DateTimeField()
    on = models.DateField()
    actor = models.CharField(max_length=150)
    note = models.CharField(max_length=REASONS_MAX, blank=True, default="")
    amount_minor = models.BigIntegerField(default=0)
    data = models.JSONField(default=dict)

    class Meta:
        abstract = True


class DisputeStep(_Step):
    """What became of a dispute, step by step; its state is what the steps come to."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="steps")
    transaction = models.OneToOneField(
        LedgerTransaction, models.PROTECT, null=True, related_name="dispute_step"
    )

    class Meta:
        triggers = [append_only()]


class ComplaintStep(_Step):
    """What became of a complaint, step by step; its state is what the steps come to."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="steps")
    transaction = models.OneToOneField(
        LedgerTransaction, models.PROTECT, null=True, related_name="complaint_step"
    )

    class Meta:
        triggers = [append_only()]
