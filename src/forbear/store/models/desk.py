from __future__ import annotations

from django.db import models

from forbear.core.tables import words as w
from forbear.store.models.accounts import Account
from forbear.store.models.contacts import PlannedContact
from forbear.store.models.days import DayRun
from forbear.store.models.fields import word
from forbear.store.models.people import Person


class CaseHold(models.Model):
    """Who works on a cardholder's case now: a lease that ends by itself at ``until``.

    One row for each cardholder ever held, so that two collectors never speak to the same person,
    whichever of their accounts they opened. State, not history: the audit trail keeps that.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="hold")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    actor = models.CharField(max_length=150)
    since = models.DateTimeField()
    until = models.DateTimeField()
    # put back without an outcome: not given to anyone before this moment
    rests_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["actor", "until"]), models.Index(fields=["until"])]


class QueuePlace(models.Model):
    """The place of a planned call in the queue of its day, written once when first asked for."""

    run = models.ForeignKey(DayRun, models.PROTECT, related_name="places", db_index=False)
    planned = models.OneToOneField(PlannedContact, models.PROTECT, related_name="place")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    channel = word(w.CHANNELS)
    place = models.PositiveIntegerField()
    window_from = models.DateTimeField()
    window_to = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "channel", "place"], name="one_case_a_place")
        ]
