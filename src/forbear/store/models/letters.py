from __future__ import annotations

from django.db import models

from forbear.store.models.contacts import PlannedContact
from forbear.store.models.fields import append_only, never_deleted, word


class LetterCertificate(models.Model):
    """A certificate under which letters of ours were signed: one that counts for ever as ours."""

    sha256 = models.CharField(max_length=64, unique=True)
    der = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        triggers = [append_only()]


class PostRange(models.Model):
    """Numbers for registered letters that the post has given us: from ``first`` to ``last``."""

    service = models.CharField(max_length=2)
    country = models.CharField(max_length=2)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    # the next one to give away; one more than ``last`` where none is left
    next = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        triggers = [never_deleted()]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first__lte=models.F("last"))
                & models.Q(next__gte=models.F("first"))
                & models.Q(next__lte=models.F("last") + 1),
                name="a_range_of_numbers",
            )
        ]


class PostBatch(models.Model):
    """Letters that were given to a printer together. Its files can be written again."""

    on = models.DateField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    is_merged = models.BooleanField()
    # none until the files are there, whole
    written_at = models.DateTimeField(null=True)

    class Meta:
        triggers = [never_deleted()]


class PostLetter(models.Model):
    """One letter of a batch. A letter is in one batch at most."""

    CLASSES = ("ordinary", "registered")

    planned = models.OneToOneField(PlannedContact, models.PROTECT, related_name="post")
    batch = models.ForeignKey(PostBatch, models.PROTECT, related_name="letters")
    position = models.PositiveIntegerField()
    reference = models.CharField(max_length=80, unique=True)
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    postal_class = word(CLASSES)
    registered_number = models.CharField(max_length=13, null=True, unique=True)

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="a_place_in_a_batch")
        ]


class PostEvent(models.Model):
    """What printer or post said of a letter."""

    KINDS = ("posted", "delivered", "returned")
    REASONS = (
        "unknown",
        "moved",
        "deceased",
        "no_such_address",
        "incomplete",
        "refused",
        "unclaimed",
        "damaged",
        "other",
    )

    planned = models.ForeignKey(PlannedContact, models.PROTECT, related_name="post_events")
    kind = word(KINDS)
    reason = models.CharField(max_length=24, blank=True, default="")
    on = models.DateField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["planned", "kind"], name="the_post_says_it_once")
        ]
