from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from forbear.core.tables import words as w
from forbear.store.models.fields import never_deleted, word


@pghistory.track(pghistory.UpdateEvent())
class SenderIdentity(models.Model):
    """A name or number under which we may write to people of a nation, as it was registered.

    A message leaves only under an identity that lives on that day. It is ended, never deleted.
    """

    channel = word(w.CHANNELS)
    # of the number that is written to; ISO 3166-1
    nation = models.CharField(max_length=2)
    value = models.CharField(max_length=20)
    # the number under which the network or regulator has registered it
    registration = models.CharField(max_length=80)
    from_on = models.DateField()
    # the first day on which it may not be used any more
    until_on = models.DateField(null=True)
    actor = models.CharField(max_length=150)

    class Meta:
        triggers = [never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "nation"],
                condition=Q(until_on__isnull=True),
                name="one_open_sender_a_nation",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="sender_ends_after_it_begins",
            ),
        ]
