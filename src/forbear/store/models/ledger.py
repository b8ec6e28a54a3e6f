from __future__ import annotations

from django.db import models
from django.db.models import Q

from forbear.core.tables import words as w
from forbear.store.models.accounts import Account
from forbear.store.models.fields import append_only, word


class LedgerTransaction(models.Model):
    """A balanced set of postings. Its legs are inserted together and sum to nothing.

    ``on`` is the day of the books, ``value_on`` the day from which it counts for interest and
    lateness; they differ where something came late. Without an account: bank money that belongs
    to nobody yet.
    """

    # no foreign key: the database checks once a statement that the account is there
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="transactions", null=True, db_constraint=False
    )
    kind = word(w.TRANSACTION_KINDS)
    on = models.DateField()
    value_on = models.DateField()
    currency = models.CharField(max_length=3)
    idempotency_key = models.CharField(max_length=100, unique=True)
    # of what was asked for under the key; empty where a key is all there is, as in an import
    request_hash = models.CharField(max_length=64, blank=True, default="")
    reverses = models.OneToOneField(
        "self", models.PROTECT, related_name="reversed_by", null=True, blank=True
    )
    posted_at = models.DateTimeField()
    actor = models.CharField(max_length=150, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["on"], name="transaction_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | Q(kind="reversal"),
                name="only_a_reversal_reverses",
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False)
                | Q(kind__in=("suspense_in", "suspense_out", "reversal")),
                name="only_suspense_has_no_account",
            ),
        ]


class Posting(models.Model):
    """One leg of a transaction. Owed by the cardholder is positive; the other side is negative.

    ``side`` is ``cardholder`` for what the cardholder owes: the receivable, and what was charged
    off and is still owed. ``on`` and ``currency`` are those of the transaction and of the account.
    """

    SIDES = ("cardholder", "issuer")

    # no foreign keys: the trigger checks both once a statement, which costs bulk work a third;
    # the legs of an account are found by `posting_owed`
    transaction = models.ForeignKey(
        LedgerTransaction, models.PROTECT, related_name="postings", db_constraint=False
    )
    account = models.ForeignKey(
        Account,
        models.PROTECT,
        related_name="postings",
        null=True,
        db_constraint=False,
        db_index=False,
    )
    on = models.DateField()
    book = word(w.BOOKS)
    side = word(SIDES)
    component = word(w.COMPONENTS)
    lot = models.CharField(max_length=24, blank=True, default="")
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()

    class Meta:
        triggers = [append_only()]
        indexes = [
            # all that a balance asks for, so that it reads no row
            models.Index(
                fields=["account", "on"],
                include=["component", "lot", "amount_minor", "transaction"],
                condition=Q(side="cardholder"),
                name="posting_owed",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(book__in=w.BOOKS), name="posting_book_is_known"),
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(book__in=("suspense", "cash")),
                name="posting_without_account",
            ),
            models.CheckConstraint(
                condition=(Q(side="cardholder") & Q(book__in=("receivable", "charge_off")))
                | (Q(side="issuer") & ~Q(book="receivable")),
                name="posting_side_fits_book",
            ),
            models.CheckConstraint(
                condition=Q(lot="") | (Q(component="principal") & Q(lot__in=w.LOTS)),
                name="posting_lot_of_principal",
            ),
        ]


class BookSum(models.Model):
    """What postings added to a book on a day, so that nobody sums them all to know what it holds.

    A trigger adds a row for each day, book and currency of a statement's postings; rows of the same
    are put together by ``books_compact``. Their sum is that of the postings.
    """

    on = models.DateField()
    book = word(w.BOOKS)
    currency = models.CharField(max_length=3)
    # sums of 64 bits may be wider than that
    debit_minor = models.DecimalField(max_digits=40, decimal_places=0)
    credit_minor = models.DecimalField(max_digits=40, decimal_places=0)
    many = models.BigIntegerField()


class PeriodLock(models.Model):
    """Nothing may be booked on or before ``locked_through``. The latest row is the one in force."""

    locked_through = models.DateField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        triggers = [append_only()]


class HostStatement(models.Model):
    """A statement as the host system printed it; what it leaves out is null."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="host_statements")
    statement_on = models.DateField()
    currency = models.CharField(max_length=3)
    balance_minor = models.BigIntegerField()
    minimum_minor = models.BigIntegerField(null=True)
    due_on = models.DateField(null=True)
    principal_minor = models.BigIntegerField(null=True)
    interest_minor = models.BigIntegerField(null=True)
    compound_interest_minor = models.BigIntegerField(null=True)
    late_fee_minor = models.BigIntegerField(null=True)
    other_fee_minor = models.BigIntegerField(null=True)
    cost_minor = models.BigIntegerField(null=True)

    class Meta:
        triggers = [append_only()]
        indexes = [
            models.Index(fields=["statement_on"]),
            models.Index(fields=["account", "statement_on"]),
        ]


class ReconciliationRun(models.Model):
    """What a comparison of statements with the ledger found, and when it was made."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    since = models.DateField()
    until = models.DateField()
    rounding_minor = models.BigIntegerField()
    days_apart = models.IntegerField()
    # how many of each verdict, and of each cause
    counts = models.JSONField()
    causes = models.JSONField()
    # of every difference as it was written out, row by row
    differences_sha256 = models.CharField(max_length=64)

    class Meta:
        triggers = [append_only()]
