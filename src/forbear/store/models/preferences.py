from __future__ import annotations

import pghistory
from django.db import models

from forbear.core.tables import words as w
from forbear.store.models.fields import append_only, optional_word, word

REPRESENTATIVE_KINDS = ("attorney", "adviser", "family", "other")


class Preference(models.Model):
    """How a person wishes to be reached, as it stood after one change: whole, never edited.

    The one that holds is ``Person.preference``. A file of the host does not touch it, so that a
    wish outlives the next import.
    """

    person = models.ForeignKey("store.Person", models.PROTECT, related_name="preferences")
    # by which channel they would rather be reached, where several are permitted
    channel = optional_word(w.CHANNELS)
    # BCP 47; empty: as the host's file says
    language = models.CharField(max_length=16, blank=True, default="")
    # what they said, to be shown again: [{"from": "18:00", "to": "20:00", "days": "mon,tue"}]
    hours = models.JSONField(default=list)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    source = models.CharField(max_length=24)

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["person", "at"])]


class UnwantedTime(models.Model):
    """A stretch outside the hours that a preference names: the gate keeps it as inconvenient."""

    preference = models.ForeignKey(Preference, models.PROTECT, related_name="unwanted_times")
    from_time = models.TimeField(null=True)
    to_time = models.TimeField(null=True)
    days = models.CharField(max_length=32)

    class Meta:
        triggers = [append_only()]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Representative(models.Model):
    """Someone who speaks for a person: from then on the person is not contacted directly.

    The gate knows every one as it knows an attorney. ``ended_at``: they speak no longer.
    """

    person = models.ForeignKey("store.Person", models.PROTECT, related_name="representatives")
    kind = word(REPRESENTATIVE_KINDS, default="attorney")
    name = models.CharField(max_length=200)
    # how to reach them, as it was told
    reach = models.CharField(max_length=400, blank=True, default="")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    source = models.CharField(max_length=24)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person"])]
