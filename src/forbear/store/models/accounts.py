from __future__ import annotations

import pghistory
from django.db import models

from forbear.core.tables import words as w
from forbear.store.models.fields import word
from forbear.store.models.history import BulkUpdates
from forbear.store.models.people import Person


@pghistory.track(BulkUpdates(), pghistory.DeleteEvent())
class Account(models.Model):
    """A card account and its balances, as the host system last reported them."""

    reference = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="accounts")
    card_last4 = models.CharField(max_length=4, blank=True, default="")
    nation = models.CharField(max_length=2)
    region = models.CharField(max_length=16, null=True, blank=True)
    city = models.CharField(max_length=24, null=True, blank=True)
    currency = models.CharField(max_length=3)
    credit_limit_minor = models.BigIntegerField(default=0)
    status = word(w.ACCOUNT_STATUS, default="open")
    balance_minor = models.BigIntegerField()
    overdue_minor = models.BigIntegerField(default=0)
    next_due_on = models.DateField(null=True, blank=True)
    next_due_minor = models.BigIntegerField(default=0)
    # whole balance of the statement whose minimum is due then
    statement_minor = models.BigIntegerField(null=True, blank=True)
    oldest_unpaid_due_on = models.DateField(null=True, blank=True)
    missed_statements = models.SmallIntegerField(default=0)
    dispute = word(w.DISPUTES, default="none")
    dispute_in_validation_period = models.BooleanField(default=False)
    complaint_open = models.BooleanField(default=False)
    validation_sent_on = models.DateField(null=True, blank=True)
    is_first_contact = models.BooleanField(default=False)
    time_barred = models.BooleanField(default=False)
    plan = word(w.PLANS, default="none")
    hardship_until = models.DateField(null=True, blank=True)
    litigation = word(w.LITIGATION, default="none")
    collection_started_on = models.DateField(null=True, blank=True)
    collector_kind = word(w.COLLECTOR_KINDS, default="creditor")
    collector_authorised = models.BooleanField(null=True, default=True)
    collector_licensed = models.BooleanField(null=True, default=True)
    last_payment_on = models.DateField(null=True, blank=True)
    last_debit_failed_on = models.DateField(null=True, blank=True)
    step = models.SmallIntegerField(default=0)
    step_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["step"])]

    def __str__(self) -> str:
        return self.reference


class Due(models.Model):
    """An amount due on a day, and what has been paid of it."""

    # found by `one_due_a_day`
    account = models.ForeignKey(Account, models.PROTECT, related_name="dues", db_index=False)
    due_on = models.DateField()
    amount_minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "due_on"], name="one_due_a_day"),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gte=0, paid_minor__gte=0), name="due_not_negative"
            ),
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Promise(models.Model):
    """A promise to pay: an amount and a day; kept, part kept, broken or cancelled."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="promises")
    amount_minor = models.BigIntegerField()
    pay_on = models.DateField()
    made_at = models.DateTimeField()
    state = word(w.PROMISE_STATES, default="open")
    actor = models.CharField(max_length=150, blank=True, default="")
