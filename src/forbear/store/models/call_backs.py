from __future__ import annotations

from django.db import models

from forbear.core.tables import words as w
from forbear.store.models.accounts import Account
from forbear.store.models.contacts import Permit, PlannedContact
from forbear.store.models.fields import never_deleted, word
from forbear.store.models.people import Consent, ContactPoint, Person


class CallBack(models.Model):
    """A call that a cardholder asked for: at a time, in their zone, at one number.

    ``planned`` is its task. One that is open though its time has passed was missed, unless it is
    made after all; ``permit`` is the call by which it was kept.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="call_backs")
    account = models.ForeignKey(Account, models.PROTECT, related_name="call_backs")
    contact_point = models.ForeignKey(ContactPoint, models.PROTECT)
    planned = models.OneToOneField(PlannedContact, models.PROTECT, related_name="call_back")
    # the consent to be called that the wish is; it ends with the lawful hours of that day
    consent = models.ForeignKey(Consent, models.PROTECT)
    due_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    # whoever wrote it down, and gets it if they are at work
    actor = models.CharField(max_length=150)
    source = word(w.CALL_BACK_SOURCES)
    state = word(w.CALL_BACK_STATES, default="open")
    state_at = models.DateTimeField()
    permit = models.OneToOneField(
        Permit, models.PROTECT, null=True, related_name="call_back", db_index=False
    )

    class Meta:
        triggers = [never_deleted()]
        indexes = [models.Index(fields=["state", "due_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state="open"),
                name="one_open_call_back",
            )
        ]
