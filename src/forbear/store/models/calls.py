from __future__ import annotations

from django.db import models

from forbear.core.tables import words as w
from forbear.store.models.contacts import Permit
from forbear.store.models.fields import append_only, never_deleted, word


class CallStep(models.Model):
    """What was established or said in a call, as it went. Append-only.

    The latest of ``verified``, ``third_party`` and ``machine`` says with whom the collector speaks.
    """

    KINDS = ("verified", "third_party", "machine", "said", "left", "explained")

    permit = models.ForeignKey(Permit, models.PROTECT, related_name="steps")
    kind = word(KINDS)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    # verified: which items matched, never their values; said: the disclosures; explained: why a
    # note stands although the auditor found something in it; left: which limited words were spoken
    data = models.JSONField(default=dict)

    class Meta:
        triggers = [append_only()]


class AgentLine(models.Model):
    """The phone of a collector, which a provider rings first. The latest row of an actor holds.

    Append-only; an empty value ends it.
    """

    actor = models.CharField(max_length=150, db_index=True)
    value = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        triggers = [append_only()]


class ProviderCall(models.Model):
    """A call that a provider was asked to begin: one for a permit, one at a time for each actor.

    ``state`` is the strongest word of its events.
    """

    permit = models.OneToOneField(Permit, models.PROTECT, related_name="line")
    provider = models.CharField(max_length=32)
    provider_ref = models.CharField(max_length=120, blank=True, default="")
    reference = models.CharField(max_length=64, unique=True)
    line = models.CharField(max_length=200)
    caller_id = models.CharField(max_length=20)
    actor = models.CharField(max_length=150)
    state = word(w.LINE_STATES, default="starting")
    state_at = models.DateTimeField()
    # when it was handed to the provider: before that instant nothing can have rung
    handed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    talk_seconds = models.PositiveIntegerField(null=True)
    is_machine = models.BooleanField(default=False)
    # its outcome is logged: the actor may begin another
    closed_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        triggers = [never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["actor"],
                condition=models.Q(closed_at__isnull=True),
                name="one_call_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["provider", "provider_ref"],
                condition=~models.Q(provider_ref=""),
                name="a_provider_call_is_known_once",
            ),
        ]


class CallEvent(models.Model):
    """What a provider reported of a call, as it came. Append-only; ``call_ref`` is its own number.

    It may come before the call's number is known here, so it names no row.
    """

    provider = models.CharField(max_length=32)
    event_id = models.CharField(max_length=120)
    call_ref = models.CharField(max_length=120)
    kind = word((*w.CALL_EVENTS, "recording"))
    leg = word(("cardholder", "agent"), default="cardholder")
    # when it happened, and when it was told
    happened_at = models.DateTimeField()
    at = models.DateTimeField()
    seconds = models.PositiveIntegerField(null=True)
    detail = models.CharField(max_length=400, blank=True, default="")
    # of a recording: its reference and the state of consent
    recording = models.JSONField(default=dict)

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "event_id"], name="a_call_event_is_told_once"
            )
        ]
        indexes = [models.Index(fields=["provider", "call_ref"])]


class CallRecording(models.Model):
    """Where the recording of a call lies: a reference, never the sound. Append-only.

    A recording that was refused keeps no reference. ``keep_until`` and ``delete_by`` are as the law
    of the place said when it was told; ``None``: not known, and unknown means keep.
    """

    permit = models.ForeignKey(Permit, models.PROTECT, related_name="recordings")
    event = models.OneToOneField(CallEvent, models.PROTECT, related_name="kept_recording")
    provider = models.CharField(max_length=32)
    reference = models.CharField(max_length=200, blank=True)
    consent = word(w.RECORDING_CONSENTS)
    # the law of the place demands that it be told
    must_be_told = models.BooleanField()
    recorded_on = models.DateField()
    keep_until = models.DateField(null=True)
    delete_by = models.DateField(null=True)
    rules = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        triggers = [append_only()]
