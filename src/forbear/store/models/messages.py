from __future__ import annotations

from django.db import models

from forbear.core.tables import words as w
from forbear.store.models.contacts import PlannedContact
from forbear.store.models.fields import append_only, word


class MessageEvent(models.Model):
    """What became of a message, as it was told. Append-only.

    A receipt may come before the answer of the provider is written down, so before anyone knows
    whose it is: it is kept without a message, and told again with one as soon as that is known.
    """

    planned = models.ForeignKey(PlannedContact, models.PROTECT, null=True, related_name="events")
    channel = word(w.CHANNELS)
    provider_ref = models.CharField(max_length=120, blank=True, default="")
    kind = word(w.MESSAGE_EVENTS)
    at = models.DateTimeField()
    detail = models.CharField(max_length=400, blank=True, default="")
    actor = models.CharField(max_length=150, default="system")
    # the receipt that came too early, and is told here with its message
    early = models.OneToOneField("self", models.PROTECT, null=True, related_name="told")

    class Meta:
        triggers = [append_only()]
        indexes = [
            models.Index(
                name="event_of_no_message_yet",
                fields=["channel", "provider_ref"],
                condition=models.Q(planned__isnull=True),
            )
        ]
