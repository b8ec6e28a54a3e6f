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


class ChannelSwitch(models.Model):
    """Whether messages may leave by a channel now. A channel without a row is on.

    A person stops and starts it; while its provider does not answer it rests by itself.
    """

    channel = models.CharField(
        max_length=24, unique=True, choices=[(name, name) for name in w.CHANNELS]
    )
    is_stopped = models.BooleanField(default=False)
    why = models.CharField(max_length=400, blank=True, default="")
    actor = models.CharField(max_length=150, blank=True, default="")
    at = models.DateTimeField(null=True)
    # how many hand-overs in a row found nobody, and until when the next one waits
    failures = models.PositiveSmallIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)


class ChannelRate(models.Model):
    """How many messages a second a provider takes: one bucket for all worker processes.

    A channel without a row, or with no ``per_second``, is not held back.
    """

    channel = models.CharField(
        max_length=24, unique=True, choices=[(name, name) for name in w.CHANNELS]
    )
    per_second = models.PositiveIntegerField(null=True)
    # how many may leave at once after a rest
    burst = models.PositiveIntegerField(default=1)
    # when the bucket is full again; the database's clock, which all workers share
    full_at = models.DateTimeField(null=True)
