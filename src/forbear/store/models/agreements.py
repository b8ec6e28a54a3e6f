"""What is agreed with a cardholder, and who agreed to it."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from forbear.core.agreements.offers import (
    AUTHORITY_KINDS,
    BINDING,
    LIVE,
    OFFER_STATES,
)
from forbear.core.speech.audit.values import OFFER_TYPES
from forbear.core.tables import words as w
from forbear.store.models.accounts import Account
from forbear.store.models.fields import append_only, never_deleted, word
from forbear.store.models.ledger import LedgerTransaction
from forbear.store.models.people import Person

_TERMS = (
    "account_id",
    "type",
    "currency",
    "amount_minor",
    "owed_minor",
    "pay_by",
    "condition_minor",
    "component",
    "months",
    "first_due_on",
    "monthly_minor",
    "yearly_rate_e10",
    "until_on",
    "rate_share_bp",
    "expires_on",
)
_NOT_BINDING = tuple(state for state in OFFER_STATES if state not in BINDING)


class AuthorityLimit(models.Model):
    """What a role may agree to from a day on; the latest written of a day counts."""

    role = models.CharField(max_length=150)
    kind = word(AUTHORITY_KINDS)
    since = models.DateField()
    share_bp = models.IntegerField(null=True)
    amount_minor = models.BigIntegerField(null=True)
    months = models.IntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    is_withdrawn = models.BooleanField(default=False)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        triggers = [append_only()]


class Approval(models.Model):
    """Somebody asks for four eyes: for what, why, and what lies above their own authority."""

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="approvals")
    needs = models.JSONField(default=list)
    why = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=150)

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["subject", "subject_id"], name="approval_subject")]


class ApprovalAnswer(models.Model):
    """The one answer to it, by somebody else."""

    approval = models.OneToOneField(Approval, models.PROTECT, related_name="answer")
    is_given = models.BooleanField()
    asked_by = models.CharField(max_length=150)
    answered_by = models.CharField(max_length=150)
    answered_at = models.DateTimeField()
    why = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                condition=~Q(answered_by=F("asked_by")) | Q(is_given=False),
                name="nobody_approves_their_own",
            )
        ]


class HouseholdBudget(models.Model):
    """What a household told us of its income and outgoings a month, and what that leaves."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="budgets")
    currency = models.CharField(max_length=3)
    income_minor = models.BigIntegerField()
    outgoings = models.JSONField(default=dict)
    people = models.SmallIntegerField(default=1)
    floor_minor = models.BigIntegerField()
    spare_minor = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        triggers = [append_only()]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Offer(models.Model):
    """What we hold out to a cardholder; see ``forbear.core.agreements.offers`` for its terms.

    ``owed_minor`` was owed when it was made. ``accepted_on`` is the day where the cardholder is:
    what is paid from then on counts.
    """

    key = models.CharField(max_length=100, unique=True)
    # what was asked under the key; empty for what was kept before this was noted
    request_hash = models.CharField(max_length=64, blank=True, default="", db_default="")
    account = models.ForeignKey(Account, models.PROTECT, related_name="offers")
    type = word(OFFER_TYPES)
    state = word(OFFER_STATES)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField(default=0)
    owed_minor = models.BigIntegerField()
    pay_by = models.DateField(null=True)
    condition_minor = models.BigIntegerField(default=0)
    component = models.CharField(max_length=24, blank=True, default="")
    months = models.SmallIntegerField(default=0)
    first_due_on = models.DateField(null=True)
    monthly_minor = models.BigIntegerField(default=0)
    yearly_rate_e10 = models.BigIntegerField(default=0)
    until_on = models.DateField(null=True)
    rate_share_bp = models.IntegerField(default=0)
    expires_on = models.DateField()
    budget = models.ForeignKey(HouseholdBudget, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    accepted_on = models.DateField(null=True)
    accepted_by = models.CharField(max_length=150, blank=True, default="")
    state_at = models.DateTimeField()

    class Meta:
        triggers = [
            never_deleted(),
            pgtrigger.Protect(
                name="accepted_binds",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=BINDING, new__state__in=_NOT_BINDING),
            ),
            pgtrigger.Protect(
                name="terms_stand",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(*_TERMS),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "type"],
                condition=Q(state__in=LIVE),
                name="one_live_offer_of_a_type",
            )
        ]


class OfferStep(models.Model):
    """What became of an offer, step by step; with the ledger's transaction where money moved."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=24)
    at = models.DateTimeField()
    on = models.DateField()
    actor = models.CharField(max_length=150)
    note = models.CharField(max_length=500, blank=True, default="")
    amount_minor = models.BigIntegerField(default=0)
    transaction = models.OneToOneField(
        LedgerTransaction, models.PROTECT, null=True, related_name="offer_step"
    )
    # what it changed of the account, so that it can be put back
    before = models.JSONField(default=dict)

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["step", "at"])]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Plan(models.Model):
    """An accepted plan and where it stands: what is paid from ``starts_on`` on counts."""

    offer = models.OneToOneField(Offer, models.PROTECT, related_name="plan")
    account = models.ForeignKey(Account, models.PROTECT, related_name="plans")
    state = word(w.PLAN_STATES, default="kept")
    starts_on = models.DateField()
    total_minor = models.BigIntegerField()
    grace_days = models.SmallIntegerField()
    state_at = models.DateTimeField()

    class Meta:
        triggers = [never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(state__in=("kept", "missed")),
                name="one_running_plan",
            )
        ]


class PlanInstalment(models.Model):
    """One payment of a plan."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="instalments", db_index=False)
    number = models.SmallIntegerField()
    due_on = models.DateField()
    principal_minor = models.BigIntegerField()
    interest_minor = models.BigIntegerField(default=0)

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_instalment_a_number")
        ]

    @property
    def amount_minor(self) -> int:
        """What is to be paid."""
        return self.principal_minor + self.interest_minor


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Relief(models.Model):
    """Rest for somebody in difficulty: until when, and why in one word. It ends by itself.

    A breathing space is of the person (``account`` is none), all other relief of an account. What
    is told of a household or of health is not kept here.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="reliefs")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="reliefs")
    kind = word(w.RELIEF_KINDS)
    reason = word(w.RELIEF_REASONS)
    from_on = models.DateField()
    until_on = models.DateField()
    reduced_minor = models.BigIntegerField(null=True)
    rule_id = models.CharField(max_length=64, blank=True, default="")
    signposts = models.JSONField(default=list)
    offer = models.OneToOneField(Offer, models.PROTECT, null=True, related_name="relief")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        triggers = [never_deleted()]
