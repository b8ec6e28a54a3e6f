from __future__ import annotations

from django.db import models

from forbear.store.models.contacts import PlannedContact
from forbear.store.models.fields import append_only, never_deleted, word


class PublicRequest(models.Model):
    """How often someone without a sign-in asked within one stretch of time.

    ``key`` is a keyed hash of the purpose and of where the request came from: no address is kept.
    Rows are removed when their stretch is long past.
    """

    key = models.CharField(max_length=64)
    window_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "window_at"], name="one_count_a_window")
        ]
        indexes = [models.Index(fields=["window_at"])]


class MessageWithdrawal(models.Model):
    """A message that went out and no longer holds."""

    REASONS = ("recalled", "superseded", "wrong")

    planned = models.OneToOneField(PlannedContact, models.PROTECT, related_name="withdrawal")
    reason = word(REASONS, default="recalled")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    note = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        triggers = [append_only()]


class CallerNumber(models.Model):
    """A telephone number from which we call; ``until_on`` is its last day."""

    value = models.CharField(max_length=20)
    label = models.CharField(max_length=80, blank=True, default="")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        triggers = [never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["value"],
                condition=models.Q(until_on__isnull=True),
                name="a_number_is_ours_once",
            )
        ]


class VisitorCard(models.Model):
    """The card that a visitor shows at the door; ``holder`` is never told to a stranger."""

    number = models.CharField(max_length=16, null=True, unique=True)
    holder = models.CharField(max_length=150)
    from_on = models.DateField()
    until_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        triggers = [never_deleted()]


class FakeReport(models.Model):
    """A message, call or visit in our name that someone doubts. Needs no account."""

    KINDS = ("sms", "email", "letter", "call", "visit", "website", "other")
    STATES = ("new", "in_hand", "fake", "ours", "unclear")

    at = models.DateTimeField()
    kind = word(KINDS, default="other")
    # who it claimed to be: a number, an address, a name
    sender = models.CharField(max_length=120, blank=True, default="")
    text = models.TextField(blank=True, default="")
    seen = models.CharField(max_length=400, blank=True, default="")
    file_sha256 = models.CharField(max_length=64, blank=True, default="")
    language = models.CharField(max_length=16, default="en")
    state = word(STATES, default="new")
    state_at = models.DateTimeField(null=True)

    class Meta:
        triggers = [never_deleted()]
        indexes = [models.Index(fields=["state", "at"])]


class FakeNote(models.Model):
    """What compliance found out about a report, and the state it was put into."""

    report = models.ForeignKey(FakeReport, models.PROTECT, related_name="notes")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    state = word(FakeReport.STATES)
    text = models.TextField(blank=True, default="")

    class Meta:
        triggers = [append_only()]
