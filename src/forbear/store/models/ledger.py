from __future__ import annotations

from django.db import models

from forbear.core.tables import words as w
from forbear.store.models.accounts import Account
from forbear.store.models.fields import append_only, word


class LedgerTransaction(models.Model):
    """A balanced set of postings. Its legs are inserted together and sum to nothing."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="transactions")
    kind = word(w.TRANSACTION_KINDS)
    on = models.DateField()
    idempotency_key = models.CharField(max_length=100, unique=True)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        triggers = [append_only()]


class Posting(models.Model):
    """One leg of a transaction. Owed by the cardholder is positive; the other side is negative."""

    SIDES = ("cardholder", "issuer")

    transaction = models.ForeignKey(LedgerTransaction, models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, models.PROTECT, related_name="postings")
    on = models.DateField()
    side = word(SIDES)
    component = word(w.COMPONENTS)
    amount_minor = models.BigIntegerField()

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["account", "on"])]
