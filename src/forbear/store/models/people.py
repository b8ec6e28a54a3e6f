from __future__ import annotations

import pghistory
from django.db import models

from forbear.core.tables import words as w
from forbear.store.models.fields import append_only, optional_word, word
from forbear.store.models.preferences import Preference


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Person(models.Model):
    """A cardholder: the person who owes; may hold several accounts."""

    reference = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=16, default="en")
    time_zones = models.CharField(max_length=200, null=True, blank=True)
    is_minor = models.BooleanField(default=False)
    is_deceased = models.BooleanField(default=False)
    bankruptcy = word(w.BANKRUPTCY, default="none")
    attorney_known = models.BooleanField(default=False)
    attorney_responded = models.BooleanField(default=True)
    attorney_consents = models.BooleanField(default=False)
    cease_at = models.DateTimeField(null=True, blank=True)
    cease_form = optional_word(w.CEASE_FORMS)
    employer_prohibits = models.BooleanField(default=False)
    is_lost_contact = models.BooleanField(default=False)
    is_location_known = models.BooleanField(default=True)
    third_party_refused = models.BooleanField(default=False)
    breathing_space_until = models.DateField(null=True, blank=True)
    is_vulnerable = models.BooleanField(default=False)
    # what they told us of themselves, over what the host's file says
    preference = models.ForeignKey(
        Preference, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return self.name

    @property
    def spoken(self) -> str:
        """The language to write and speak in: the one they chose, else the host's."""
        wished = self.preference.language if self.preference else ""
        return wished or self.language


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ContactPoint(models.Model):
    """A phone number, address or mailbox, with party, source, basis, state and verification."""

    reference = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="contact_points")
    kind = word(w.POINT_KINDS)
    party = word(w.PARTIES, default="cardholder")
    party_name = models.CharField(max_length=200, blank=True, default="")
    value = models.CharField(max_length=400)
    is_verified = models.BooleanField(null=True)
    is_connected_to_other = models.BooleanField(default=False)
    data_source = optional_word(w.DATA_SOURCES)
    basis = models.CharField(max_length=64, blank=True, default="")
    state = word(w.POINT_STATES, default="open")

    class Meta:
        # a reply is matched by the number or mailbox that it comes from
        indexes = [models.Index(fields=["value"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class OptOut(models.Model):
    """A wish not to be reached by a channel, or at one number of it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="opt_outs")
    channel = optional_word(w.CHANNELS)
    contact_point = models.ForeignKey(ContactPoint, models.PROTECT, null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        triggers = [append_only()]


class Consent(models.Model):
    """A consent given directly to the collector."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    channel = optional_word(w.CHANNELS)
    contact_point = models.ForeignKey(ContactPoint, models.PROTECT, null=True, blank=True)
    kind = word(w.CONSENT_KINDS)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    from_time = models.TimeField(null=True, blank=True)
    to_time = models.TimeField(null=True, blank=True)

    class Meta:
        triggers = [append_only()]


class InconvenientTime(models.Model):
    """A time or place that the cardholder called inconvenient."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="inconvenient_times")
    from_time = models.TimeField(null=True, blank=True)
    to_time = models.TimeField(null=True, blank=True)
    days = models.CharField(max_length=32, null=True, blank=True)
    place = optional_word(w.PLACES)
