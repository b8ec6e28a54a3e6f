from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from forbear.core.tables import words as w
from forbear.store.models.accounts import Account, Due
from forbear.store.models.fields import append_only, word
from forbear.store.models.ledger import LedgerTransaction


class BankFile(models.Model):
    """A bank's file that was taken in: its hash, its kind, its counts, and what was told of it.

    ``read`` counts the entries of the file that could be taken, ``added`` those that were new,
    ``known`` those that another file had brought, ``left_out`` what could not be taken.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, unique=True)
    mapping_sha256 = models.CharField(max_length=64, blank=True, default="")
    kind = models.CharField(max_length=16)
    version = models.CharField(max_length=16, blank=True, default="")
    statements = models.IntegerField(default=0)
    read = models.IntegerField(default=0)
    added = models.IntegerField(default=0)
    known = models.IntegerField(default=0)
    left_out = models.IntegerField(default=0)
    # the first of them, each [code, place, reason]
    findings = models.JSONField(default=list)
    findings_count = models.IntegerField(default=0)

    class Meta:
        triggers = [append_only()]


class BankEntry(models.Model):
    """One booked movement on an account of ours, as the bank told it. Money in is positive.

    ``key`` is a hash of what makes it the same movement in whichever file it comes, ``ordinal``
    tells equal ones of a day apart.
    """

    # no foreign key: the file's row, which is never edited, comes after its entries are counted
    file = models.ForeignKey(BankFile, models.PROTECT, related_name="entries", db_constraint=False)
    place = models.CharField(max_length=100)
    statement = models.CharField(max_length=300, blank=True, default="")
    account = models.CharField(max_length=70)
    booked_on = models.DateField()
    value_on = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    is_reversal = models.BooleanField(default=False)
    bank_reference = models.CharField(max_length=140, blank=True, default="")
    detail_reference = models.CharField(max_length=140, blank=True, default="")
    end_to_end_id = models.CharField(max_length=140, blank=True, default="")
    reference = models.CharField(max_length=280, blank=True, default="")
    remittance = models.TextField(blank=True, default="")
    party_name = models.CharField(max_length=280, blank=True, default="")
    party_account = models.CharField(max_length=70, blank=True, default="")
    return_reason = models.CharField(max_length=140, blank=True, default="")
    bank_code = models.CharField(max_length=70, blank=True, default="")
    key = models.CharField(max_length=64)
    ordinal = models.IntegerField(default=1)

    class Meta:
        triggers = [append_only()]
        indexes = [
            models.Index(
                fields=["end_to_end_id"], condition=~Q(end_to_end_id=""), name="entry_e2e"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key", "ordinal"], name="entry_once"),
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Payment(models.Model):
    """Money that came in, and where it stands; or, below zero, money taken back that waits.

    What waits stands in the ledger's book ``suspense`` (``suspense`` is its transaction).
    ``overdue_minor`` and ``next_due_minor`` say what it took off the account's overdue amount and
    next due, ``oldest_before`` the oldest unpaid due before it: a return puts them back.
    """

    key = models.CharField(max_length=120, unique=True)
    request_hash = models.CharField(max_length=64, blank=True, default="")
    # without foreign keys where the database checks once a statement that the row is there
    entry = models.OneToOneField(
        BankEntry, models.PROTECT, null=True, related_name="payment", db_constraint=False
    )
    source = word(w.PAYMENT_SOURCES)
    state = word(w.PAYMENT_STATES)
    # found by `payment_account`
    account = models.ForeignKey(
        Account,
        models.PROTECT,
        null=True,
        related_name="payments",
        db_constraint=False,
        db_index=False,
    )
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    booked_on = models.DateField()
    value_on = models.DateField()
    confidence = models.CharField(max_length=16, blank=True, default="")
    reasons = models.JSONField(default=list)
    # numbers of accounts that came into question; of payments, for money taken back
    candidates = models.JSONField(default=list)
    transaction = models.OneToOneField(
        LedgerTransaction,
        models.PROTECT,
        null=True,
        related_name="payment",
        db_constraint=False,
    )
    suspense = models.OneToOneField(
        LedgerTransaction, models.PROTECT, null=True, related_name="payment_in_suspense"
    )
    returned_by = models.OneToOneField(
        BankEntry, models.PROTECT, null=True, related_name="returned_payment"
    )
    # who paid, as the bank names them; whether that is someone else than the cardholder
    paid_by = models.CharField(max_length=280, blank=True, default="")
    is_by_other = models.BooleanField(null=True)
    overdue_minor = models.BigIntegerField(default=0)
    next_due_minor = models.BigIntegerField(default=0)
    oldest_before = models.DateField(null=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["account", "booked_on"], name="payment_account"),
            models.Index(
                fields=["state", "booked_on"],
                condition=Q(state__in=(*w.PAYMENT_WAITS, "refund_asked")),
                name="payment_waits",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(amount_minor=0), name="payment_not_zero"),
            models.CheckConstraint(
                condition=~Q(state="posted")
                | Q(account__isnull=False, transaction__isnull=False, amount_minor__gt=0),
                name="posted_has_account",
            ),
        ]


class PaymentDue(models.Model):
    """How much of a due a payment settled; below zero: what its return took back."""

    # no foreign keys: the database checks both once a statement
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="dues", db_constraint=False)
    due = models.ForeignKey(
        Due, models.PROTECT, related_name="payments", db_constraint=False, db_index=False
    )
    amount_minor = models.BigIntegerField()

    class Meta:
        triggers = [append_only()]
