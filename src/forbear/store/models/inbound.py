from __future__ import annotations

from django.db import models

from forbear.core.speech.replies import INTENTS
from forbear.core.tables import words as w
from forbear.store.models.accounts import Account
from forbear.store.models.call_backs import CallBack
from forbear.store.models.contacts import PlannedContact
from forbear.store.models.fields import append_only, optional_word, word
from forbear.store.models.people import ContactPoint, Person


class InboundMessage(models.Model):
    """A message that someone sent to us, as it came. Append-only; once for a provider's reference.

    ``intent`` is what its words say; only an exact one was acted on without a person.
    """

    # What was done by itself. none: nothing, nobody is known by that address, or it waits.
    ACTIONS = (
        "none",
        "opted_out",
        "closed",
        "answered",
        "consented",
        "call_planned",
        "call_refused",
    )

    provider = models.CharField(max_length=32)
    provider_ref = models.CharField(max_length=120)
    channel = word(w.CHANNELS)
    sender = models.CharField(max_length=320)
    recipient = models.CharField(max_length=320, blank=True, default="")
    text = models.TextField(blank=True, default="")
    # when it arrived here
    at = models.DateTimeField()
    intent = word(INTENTS)
    is_exact = models.BooleanField(default=False)
    # further wishes that its words hint at
    also = models.JSONField(default=list)
    needs_person = models.BooleanField(default=True)
    # one of very many from one sender: shown with the others as one
    is_flood = models.BooleanField(default=False)
    action = word(ACTIONS, default="none")
    # what was planned in answer: the one confirmation of a wish to stop, or what HELP asked for
    confirmation = models.ForeignKey(
        PlannedContact, models.PROTECT, null=True, related_name="confirms"
    )
    # the call that its words asked for; where none is lawful then, the nearest moment for one
    call_back = models.ForeignKey(
        CallBack, models.PROTECT, null=True, related_name="asked_by", db_index=False
    )
    call_nearest_at = models.DateTimeField(null=True)

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "provider_ref"], name="one_inbound_message_a_reference"
            )
        ]
        indexes = [
            models.Index(fields=["channel", "sender", "at"]),
            models.Index(
                fields=["at"], condition=models.Q(needs_person=True), name="inbound_for_a_person"
            ),
        ]


class InboundPart(models.Model):
    """A part of a message whose other parts have not come; gone when the message is whole."""

    provider = models.CharField(max_length=32)
    channel = word(w.CHANNELS)
    sender = models.CharField(max_length=320)
    recipient = models.CharField(max_length=320, blank=True, default="")
    group = models.IntegerField()
    total = models.SmallIntegerField()
    number = models.SmallIntegerField()
    data = models.BinaryField()
    coding = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sender", "group"])]


class InboundMatch(models.Model):
    """A person who has the address that an inbound message came from. There may be several."""

    message = models.ForeignKey(InboundMessage, models.PROTECT, related_name="matches")
    person = models.ForeignKey(Person, models.PROTECT, related_name="inbound_matches")
    contact_point = models.ForeignKey(ContactPoint, models.PROTECT)
    # that of the last message to this address, else the person's only one
    account = models.ForeignKey(Account, models.PROTECT, null=True)

    class Meta:
        triggers = [append_only()]


class InboundVerdict(models.Model):
    """What a person read in an inbound message. Append-only, one for each message."""

    message = models.OneToOneField(InboundMessage, models.PROTECT, related_name="verdict")
    intent = word(INTENTS)
    person = models.ForeignKey(Person, models.PROTECT, null=True)
    action = optional_word(("opted_out", "closed", "consented", "noted"))
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    note = models.CharField(max_length=400, blank=True, default="")
    # the case that was opened of it, or to which its words were added; by its number, since a case
    # names the message that it came by
    dispute_id = models.BigIntegerField(null=True)
    complaint_id = models.BigIntegerField(null=True)

    class Meta:
        triggers = [append_only()]
