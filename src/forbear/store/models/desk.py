from __future__ import annotations

from django.db import models

from forbear.core.tables import words as w
from forbear.store.models.accounts import Account
from forbear.store.models.contacts import PlannedContact
from forbear.store.models.days import DayRun, Decision
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
    """The place of a decision in the queues of its day, written once.

    ``queue`` is a contact's channel, or what is done instead; ``place`` counts in it from 1, and
    ``line`` in the whole day, contacts first. The order is that of the morning: who opens first,
    then who is overdue by most. Copied from the decisions, so that a page of a queue and a
    neighbour are read from an index, however many accounts there are.

    All but ``may_be_next`` is written once. That is false of what nobody is given to call: what is
    no call, and a call that was made or will not be. A trigger of the database keeps it with the
    planned contact, and an index leaves those places out: late in a day nine of ten are such. It
    is a hint; true may be too much, and the state of the planned contact decides.
    """

    QUEUES = (*w.CHANNELS, *(each for each in w.ACTIONS if each != "contact"))

    run = models.ForeignKey(DayRun, models.PROTECT, related_name="places", db_index=False)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="place")
    planned = models.OneToOneField(PlannedContact, models.PROTECT, related_name="place", null=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    queue = word(QUEUES)
    is_contact = models.BooleanField()
    place = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    window_from = models.DateTimeField(null=True)
    window_to = models.DateTimeField(null=True)
    may_be_next = models.BooleanField(default=True, db_default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "queue", "place"], name="one_case_a_place"),
            models.UniqueConstraint(fields=["run", "line"], name="one_case_a_line"),
        ]
        indexes = [
            models.Index(fields=["run", "account"]),
            # the windows too: what is not open any more is passed over within the index
            models.Index(
                name="place_that_may_be_next",
                fields=["run", "place", "window_from", "window_to"],
                condition=models.Q(may_be_next=True),
            ),
        ]
