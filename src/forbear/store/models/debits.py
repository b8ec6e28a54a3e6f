from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from forbear.core.debits import words as d
from forbear.store.models.accounts import Account
from forbear.store.models.contacts import PlannedContact
from forbear.store.models.fields import append_only, never_deleted, word

_IBAN, _BIC, _ID, _NAME = 34, 11, 35, 70


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Mandate(models.Model):
    """The cardholder's leave to collect from their bank account; see ``core.debits.mandates``."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="mandates")
    reference = models.CharField(max_length=_ID)
    signed_on = models.DateField()
    sequence = word(d.SEQUENCES, default="FRST")
    scheme = word(d.SCHEMES, default="CORE")
    creditor_id = models.CharField(max_length=_ID)
    iban = models.CharField(max_length=_IBAN)
    bic = models.CharField(max_length=_BIC, blank=True, default="")
    holder = models.CharField(max_length=_NAME)
    amount = word(d.AMOUNTS, default="minimum")
    fixed_minor = models.BigIntegerField(null=True, blank=True)
    notice_days = models.SmallIntegerField(null=True, blank=True)
    state = word(d.MANDATE_STATES, default="active")
    state_at = models.DateTimeField(null=True, blank=True)
    # why it was suspended or cancelled: a bank's reason code, or a person's words
    note = models.CharField(max_length=200, blank=True, default="")
    last_used_on = models.DateField(null=True, blank=True)
    actor = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        triggers = [never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["creditor_id", "reference"], name="one_mandate_a_reference"
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(state="active"), name="one_active_mandate"
            ),
        ]


class OrderFile(models.Model):
    """A file of orders as it was written for the bank, byte for byte."""

    on = models.DateField()
    number = models.SmallIntegerField()
    at = models.DateTimeField()
    message_id = models.CharField(max_length=_ID, unique=True)
    version = models.CharField(max_length=24)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    count = models.IntegerField()
    sum_minor = models.BigIntegerField()
    # texts that had to be written in other letters
    told = models.JSONField(default=list)
    actor = models.CharField(max_length=150)

    class Meta:
        abstract = True


class DebitRun(OrderFile):
    """One file of collections."""

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["on", "number"], name="one_debit_run_a_number")
        ]


class RefundRun(OrderFile):
    """One file of transfers to cardholders."""

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["on", "number"], name="one_refund_run_a_number")
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Debit(models.Model):
    """One debit of one due: planned, announced, sent to the bank, and what became of it.

    ``amount_minor`` is what was announced; ``sent_minor`` what was asked of the bank, which is
    never more. No money is posted here: that happens when the bank books it.
    """

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="debits")
    account = models.ForeignKey(Account, models.PROTECT, related_name="debits")
    due_on = models.DateField()
    attempt = models.SmallIntegerField(default=1)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    collection_on = models.DateField()
    announce_by = models.DateField()
    end_to_end_id = models.CharField(max_length=_ID, unique=True)
    planned_at = models.DateTimeField()
    state = word(d.DEBIT_STATES, default="planned")
    state_at = models.DateTimeField()
    # codes of what stood against it when it was withheld
    note = models.CharField(max_length=200, blank=True, default="")
    # the latest message that announces it
    notice = models.OneToOneField(
        PlannedContact, models.PROTECT, null=True, blank=True, related_name="debit"
    )
    announced_on = models.DateField(null=True, blank=True)
    run = models.ForeignKey(DebitRun, models.PROTECT, null=True, related_name="debits")
    # the part of the run's file in which it stands
    payment_id = models.CharField(max_length=_ID, blank=True, default="")
    sequence = models.CharField(max_length=4, blank=True, default="")
    sent_minor = models.BigIntegerField(null=True, blank=True)
    booked_on = models.DateField(null=True, blank=True)

    class Meta:
        triggers = [never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "due_on", "attempt"], name="one_debit_a_due_and_attempt"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0)
                & (
                    Q(sent_minor__isnull=True)
                    | Q(sent_minor__gt=0, sent_minor__lte=F("amount_minor"))
                ),
                name="debit_within_what_was_announced",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("sent", "booked", "failed"))
                | Q(run__isnull=False, sent_minor__isnull=False, announced_on__isnull=False),
                name="debit_sent_was_announced",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "collection_on"]),
            models.Index(fields=["account", "due_on"]),
        ]


class DebitResultFile(models.Model):
    """A file in which a bank answered; the same file twice is known by its hash."""

    at = models.DateTimeField()
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    entries = models.IntegerField()
    failures = models.IntegerField()
    known = models.IntegerField()
    # what could not be used, a sentence each
    problems = models.JSONField(default=list)
    actor = models.CharField(max_length=150)

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["sha256"])]


class DebitFailure(models.Model):
    """A bank's answer that a debit was not made, or was taken back: the first sign of lateness."""

    debit = models.OneToOneField(Debit, models.PROTECT, related_name="failure")
    # none where a bank statement told of it, that was imported for its payments
    file = models.ForeignKey(DebitResultFile, models.PROTECT, null=True, related_name="failed")
    at = models.DateTimeField()
    on = models.DateField()
    kind = word(("reject", "return"))
    code = models.CharField(max_length=_ID)
    place = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        triggers = [append_only()]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Refund(models.Model):
    """A credit balance to be paid back: asked for by one person, approved by another."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="refunds")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    holder = models.CharField(max_length=_NAME)
    iban = models.CharField(max_length=_IBAN)
    bic = models.CharField(max_length=_BIC, blank=True, default="")
    reason = models.CharField(max_length=200)
    end_to_end_id = models.CharField(max_length=_ID, unique=True)
    state = word(d.REFUND_STATES, default="requested")
    state_at = models.DateTimeField()
    requested_by = models.CharField(max_length=150)
    requested_at = models.DateTimeField()
    decided_by = models.CharField(max_length=150, blank=True, default="")
    run = models.ForeignKey(RefundRun, models.PROTECT, null=True, related_name="refunds")

    class Meta:
        triggers = [never_deleted()]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_has_amount"),
            models.CheckConstraint(
                condition=~Q(decided_by=F("requested_by")), name="refund_has_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "sent", "booked", "failed"))
                | ~Q(decided_by=""),
                name="refund_was_approved",
            ),
        ]
        indexes = [models.Index(fields=["account", "state"])]
