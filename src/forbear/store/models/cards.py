"""Card accounts that Forbear works out itself: where each stands, night after night."""

from __future__ import annotations

from django.db import models

from forbear.core.tables import words as w
from forbear.store.models.accounts import Account
from forbear.store.models.fields import append_only, word
from forbear.store.models.ledger import LedgerTransaction


class CardState(models.Model):
    """Where an account stands: the columns of ``forbear.core.ledger.state``, one row an account.

    It is as of the day after ``accrued_through``: that day's events and statement are in it, the
    interest of that day is not. Only the night writes it. Amounts are minor units, the columns from
    ``deferred_new`` to ``accrued_on_interest`` grains of 10^-8 of one.
    """

    account = models.OneToOneField(
        Account, models.PROTECT, primary_key=True, related_name="card_state"
    )
    product = models.CharField(max_length=64)
    accrued_through = models.DateField()
    # the next day on which something happens without an event; none: nothing ever will
    next_on = models.DateField(null=True)
    # what it was taken over with, and the last transaction that was in it then
    opened_on = models.DateField()
    opened_with = models.JSONField()
    opened_after_id = models.BigIntegerField()

    purchase_new = models.BigIntegerField(default=0)
    purchase_billed = models.BigIntegerField(default=0)
    purchase_owed = models.BigIntegerField(default=0)
    cash_advance = models.BigIntegerField(default=0)
    transfer = models.BigIntegerField(default=0)
    instalment = models.BigIntegerField(default=0)
    deferred_new = models.BigIntegerField(default=0)
    deferred_before = models.BigIntegerField(default=0)
    deferred_since = models.BigIntegerField(default=0)
    accrued = models.BigIntegerField(default=0)
    accrued_on_interest = models.BigIntegerField(default=0)
    interest = models.BigIntegerField(default=0)
    compound_interest = models.BigIntegerField(default=0)
    late_fee = models.BigIntegerField(default=0)
    other_fee = models.BigIntegerField(default=0)
    cost = models.BigIntegerField(default=0)
    credit = models.BigIntegerField(default=0)
    statement_on = models.DateField(null=True)
    statement_balance = models.BigIntegerField(default=0)
    due_on = models.DateField(null=True)
    minimum = models.BigIntegerField(default=0)
    is_decided = models.BooleanField(default=True)
    credited_since = models.BigIntegerField(default=0)
    has_interest_free = models.BooleanField(default=True)
    charges_posted = models.BigIntegerField(default=0)
    late_fee_cycles = models.BigIntegerField(null=True)
    interest_paused_until = models.DateField(null=True)
    fees_paused_until = models.DateField(null=True)
    is_charged_off = models.BooleanField(default=False)
    has_plan = models.BooleanField(default=False)
    plan_has_interest = models.BooleanField(default=False)
    # what was asked for and is not paid, oldest first: [due_on, amount, paid]; the table of dues
    # shows it, but payments are noted there before the night takes them
    dues = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["next_on", "account"], name="card_next")]


class CardPending(models.Model):
    """A transaction that the night has still to take into an account's state.

    A trigger writes the row with the transaction, the night deletes it with its work.
    """

    transaction = models.OneToOneField(
        LedgerTransaction, models.PROTECT, primary_key=True, related_name="card_pending"
    )
    account = models.ForeignKey(Account, models.PROTECT, related_name="card_pending")
    value_on = models.DateField()


class CardEvent(models.Model):
    """What happened to an account without moving money: a pause, a plan, a statement of the host.

    ``content`` has the fields of the event as in the file of an account. Its number is taken from
    the numbers of transactions, so that all that happened to an account has one order.
    """

    id = models.BigIntegerField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="card_events")
    kind = word(w.CARD_EVENT_KINDS)
    on = models.DateField()
    content = models.JSONField()
    key = models.CharField(max_length=100, unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        triggers = [append_only()]


class CardEventPending(models.Model):
    """An event that the night has still to take into an account's state, as ``CardPending``."""

    event = models.OneToOneField(
        CardEvent, models.PROTECT, primary_key=True, related_name="card_pending"
    )
    account = models.ForeignKey(Account, models.PROTECT, related_name="card_events_pending")
    value_on = models.DateField()


class CardStatement(models.Model):
    """A statement that the night made. ``minimum_minor`` holds what is past due as well."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="card_statements")
    statement_on = models.DateField()
    due_on = models.DateField()
    balance_minor = models.BigIntegerField()
    minimum_minor = models.BigIntegerField()
    past_due_minor = models.BigIntegerField()

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "statement_on"], name="one_card_statement_a_day"
            )
        ]


class NightWork(models.Model):
    """What one transaction of a night did: a batch of accounts, all of it or nothing."""

    on = models.DateField()
    at = models.DateTimeField()
    accounts = models.IntegerField()
    events = models.IntegerField()
    statements = models.IntegerField()
    late_fees = models.IntegerField()
    singles = models.IntegerField()
    # minor units by currency, as {"CNY": {"interest": 1200, "fees": 500}}
    charged = models.JSONField(default=dict)
    # accounts that were left alone, or whose ledger differs, with the reason
    told = models.JSONField(default=list)

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["on"])]
