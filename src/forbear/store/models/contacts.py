from __future__ import annotations

from django.db import models

from forbear.core.tables import words as w
from forbear.store.models.accounts import Account
from forbear.store.models.days import Decision
from forbear.store.models.fields import (
    append_only,
    consumed_once,
    never_deleted,
    optional_word,
    word,
)
from forbear.store.models.imports import ImportBatch
from forbear.store.models.people import ContactPoint, Person


class PlannedContact(models.Model):
    """A contact that the day decided on and that waits for its moment: the outbox and the queue.

    A message is released when its window is open: the gate is asked again, a permit issued and the
    job enqueued in one transaction. A call or visit waits in the queue for a collector.
    """

    # sending: handed to the provider, the answer not yet known; it is never handed over twice
    # unknown: it may have left, and nobody can say; a late receipt settles it
    STATES = (
        "planned",
        "queued",
        "sending",
        "sent",
        "failed",
        "unknown",
        "refused",
        "lapsed",
        "done",
    )

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="planned", null=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="planned_contacts")
    account = models.ForeignKey(Account, models.PROTECT, related_name="planned_contacts")
    contact_point = models.ForeignKey(ContactPoint, models.PROTECT)
    on = models.DateField()
    channel = word(w.CHANNELS)
    purpose = word(w.PURPOSES, default="collect")
    template = models.CharField(max_length=64)
    window_from = models.DateTimeField()
    window_to = models.DateTimeField()
    state = word(STATES, default="planned")
    state_at = models.DateTimeField(null=True)
    # why it was refused or failed: rule ids, or the provider's answer
    note = models.CharField(max_length=400, blank=True, default="")
    # which words were written: 0 is the version that comes with Forbear, null before writing
    template_version = models.PositiveIntegerField(null=True)
    template_sha256 = models.CharField(max_length=64, null=True)
    subject = models.CharField(max_length=200, blank=True, default="")
    body = models.TextField(blank=True, default="")
    # path below the data folder, of a letter's PDF
    artefact = models.CharField(max_length=200, blank=True, default="")
    provider_ref = models.CharField(max_length=120, blank=True, default="")
    # the address as it was at the moment of sending
    sent_to = models.CharField(max_length=400, blank=True, default="")
    # how often it was handed over and did not leave
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    # what the provider said afterwards: the strongest word of its receipts
    delivery = optional_word(w.RECEIPTS)
    delivery_at = models.DateTimeField(null=True)
    # printed in the message, so that anyone can ask whether it is genuine; none until it is written
    code = models.CharField(max_length=16, null=True, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "channel", "window_from"]),
            models.Index(fields=["on", "channel"]),
            models.Index(
                name="message_by_provider_ref",
                fields=["channel", "provider_ref"],
                condition=~models.Q(provider_ref=""),
            ),
        ]


class Permit(models.Model):
    """The gate's leave for one contact: with an expiry, consumed once."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="permits")
    account = models.ForeignKey(Account, models.PROTECT)
    contact_point = models.ForeignKey(ContactPoint, models.PROTECT)
    planned = models.ForeignKey(PlannedContact, models.PROTECT, null=True, related_name="permits")
    channel = word(w.CHANNELS)
    purpose = word(w.PURPOSES)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    consumed_at = models.DateTimeField(null=True)
    packs = models.JSONField(default=dict)
    must_disclose = models.JSONField(default=list)
    # what the rows were from which the gate answered; if they changed since, it is asked again
    seen = models.CharField(max_length=160, blank=True, default="")
    actor = models.CharField(max_length=150, default="system")

    class Meta:
        triggers = [consumed_once(), never_deleted()]
        indexes = [
            models.Index(fields=["person", "issued_at"]),
            # the calls of a day, for whoever looks at all of them
            models.Index(
                name="call_by_its_beginning",
                fields=["consumed_at"],
                condition=models.Q(channel="call", consumed_at__isnull=False),
            ),
        ]


class Contact(models.Model):
    """An attempt to reach someone, or an inbound contact. Append-only.

    An outgoing contact needs a permit, unless it was made by another system and imported.
    """

    reference = models.CharField(max_length=64, null=True, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="contacts")
    account = models.ForeignKey(Account, models.PROTECT, null=True)
    contact_point = models.ForeignKey(ContactPoint, models.PROTECT, null=True)
    at = models.DateTimeField()
    channel = word(w.CHANNELS)
    direction = word(w.DIRECTIONS, default="out")
    party = word(w.HISTORY_PARTIES, default="cardholder")
    outcome = optional_word(w.OUTCOMES)
    collector = word(w.COLLECTOR_KINDS, default="creditor")
    permit = models.OneToOneField(Permit, models.PROTECT, null=True, related_name="contact")
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True)
    actor = models.CharField(max_length=150, default="system")
    note = models.TextField(blank=True, default="")

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                name="outgoing_contact_needs_permit",
                condition=models.Q(direction="in")
                | models.Q(permit__isnull=False)
                | models.Q(batch__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["person", "at"]),
            models.Index(fields=["account", "at"]),
            models.Index(
                name="contact_made_here",
                fields=["at"],
                condition=models.Q(channel="call", permit__isnull=False),
            ),
        ]
