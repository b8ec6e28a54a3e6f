from __future__ import annotations

from django.db import models

from forbear.core.tables import words as w
from forbear.store.models.accounts import Account
from forbear.store.models.fields import append_only, optional_word, word
from forbear.store.models.people import ContactPoint, Person


class DayRun(models.Model):
    """One daily run: the day, the packs and strategy it used, and its summary."""

    on = models.DateField(unique=True)
    at = models.DateTimeField()
    strategy = models.CharField(max_length=120)
    # version of the kept text of the ladder, and of the program that decided
    ladder = models.CharField(max_length=200, default="")
    code = models.CharField(max_length=200, default="")
    packs = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)

    class Meta:
        triggers = [append_only()]


class DayInput(models.Model):
    """One table of what a day was decided from: the rows of some persons, as Parquet."""

    run = models.ForeignKey(DayRun, models.PROTECT, related_name="inputs")
    table = models.CharField(max_length=32)
    # both included
    first_person = models.BigIntegerField()
    last_person = models.BigIntegerField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["run", "first_person"])]


class Decision(models.Model):
    """What was decided for an account on a day, with every reason. Replayable, never edited."""

    run = models.ForeignKey(DayRun, models.PROTECT, related_name="decisions")
    account = models.ForeignKey(Account, models.PROTECT, related_name="decisions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="decisions")
    on = models.DateField()
    dpd = models.IntegerField()
    bucket = word(w.BUCKETS)
    stage = word(w.STAGES)
    step = models.SmallIntegerField()
    step_on = models.DateField(null=True)
    action = word(w.ACTIONS)
    because = models.CharField(max_length=64)
    channel = optional_word(w.CHANNELS)
    contact_point = models.ForeignKey(ContactPoint, models.PROTECT, null=True)
    purpose = optional_word(w.PURPOSES)
    template = models.CharField(max_length=64, null=True)
    window_from = models.DateTimeField(null=True)
    window_to = models.DateTimeField(null=True)
    # channel -> ids of the rules against it, strictest first
    denied = models.JSONField(default=dict)

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["account", "on"], name="one_decision_a_day"),
        ]
        indexes = [models.Index(fields=["on", "action"])]
