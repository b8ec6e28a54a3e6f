"""What other systems are told, and whether they heard it."""

from __future__ import annotations

from django.db import models

from forbear.store.models.fields import never_deleted, word


class WebhookEndpoint(models.Model):
    """An address that is told of some kinds of events; its secrets are kept enciphered."""

    name = models.CharField(max_length=40)
    url = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    secret = models.TextField()
    # the one before it signs too, for a day, so that the receiver can change over
    secret_before = models.TextField(blank=True, default="")
    before_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True, default="")
    why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        triggers = [never_deleted()]


class WebhookEvent(models.Model):
    """Something that happened, noted by a trigger in its transaction if anybody wants to know."""

    key = models.CharField(max_length=40, unique=True)
    type = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    account_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=24, blank=True, default="")
    # the database's clock
    noted_at = models.DateTimeField()
    spread_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], name="webhook_to_spread", condition=models.Q(spread_at__isnull=True)
            )
        ]


class WebhookDelivery(models.Model):
    """One event for one address: it waits, was delivered, or was given up."""

    STATES = ("waiting", "delivered", "dead")

    endpoint = models.ForeignKey(WebhookEndpoint, models.PROTECT, related_name="deliveries")
    event = models.ForeignKey(WebhookEvent, models.CASCADE, related_name="deliveries")
    body = models.TextField()
    state = word(STATES, default="waiting")
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    said = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="one_delivery_an_event")
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="webhook_due", condition=models.Q(state="waiting")
            ),
            models.Index(fields=["endpoint", "state", "id"], name="webhook_by_state"),
        ]
