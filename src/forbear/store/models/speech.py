from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from forbear.core.speech.audit import values as v
from forbear.store.models.accounts import Account
from forbear.store.models.contacts import Contact, PlannedContact
from forbear.store.models.fields import append_only, word
from forbear.store.models.people import ContactPoint


class SpokenText(models.Model):
    """What our side said or wrote, or is about to, with the facts as they were. Append-only.

    ``turns`` are objects of ``speaker``, ``text``, ``ours``, ``start_ms`` and ``end_ms``; ``facts``
    those of the auditor's contract. ``at`` is when it was said, or drafted.
    """

    SOURCES = ("transcript", "draft")

    source = word(SOURCES)
    # of the file's bytes, or of a draft's words, time and writer: the same file twice is one text
    sha256 = models.CharField(max_length=64, unique=True)
    file_name = models.CharField(max_length=200, blank=True, default="")
    recording = models.CharField(max_length=200, blank=True, default="")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="texts")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="texts")
    collector = models.CharField(max_length=150, blank=True, default="")
    team = models.CharField(max_length=80, blank=True, default="")
    agency = models.CharField(max_length=120, blank=True, default="")
    # the number, address or name it came from, where that is known
    sender = models.CharField(max_length=120, blank=True, default="", db_default="")
    language = word(v.LANGUAGES)
    channel = word(v.CHANNELS)
    turns = models.JSONField()
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    taken_at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        triggers = [append_only()]
        indexes = [
            models.Index(fields=["collector", "at"]),
            models.Index(fields=["account", "at"]),
            models.Index(fields=["at"]),
        ]


class TextAudit(models.Model):
    """What the auditor answered of a text, and with which words and weights it read."""

    VERDICTS = ("clean", "review", "blocked")

    text = models.ForeignKey(SpokenText, models.PROTECT, related_name="audits")
    at = models.DateTimeField()
    verdict = word(VERDICTS)
    claims = models.JSONField(default=list)
    words_sha256 = models.CharField(max_length=64)
    model_sha256 = models.CharField(max_length=64)

    class Meta:
        triggers = [append_only()]


class TextFinding(models.Model):
    """One finding of an audit; ``start`` and ``end`` count code points of the turn."""

    audit = models.ForeignKey(TextAudit, models.PROTECT, related_name="findings")
    category = models.CharField(max_length=40, choices=[(name, name) for name in v.CATEGORIES])
    severity = word(("low", "medium", "high"))
    turn = models.PositiveIntegerField(default=0)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    because = models.TextField()
    by = models.CharField(max_length=16)
    # in thousandths
    confidence = models.PositiveSmallIntegerField()

    class Meta:
        triggers = [append_only()]


class TextReview(models.Model):
    """What a reviewer said: of one finding, or of the whole text. Append-only.

    ``confirm``, ``dismiss`` and ``wrong_category`` are of a finding; ``lawful`` is of the whole
    text; ``release`` lets a blocked draft go, and is never the writer's own.
    """

    VERDICTS = ("confirm", "dismiss", "wrong_category", "lawful", "release")

    text = models.ForeignKey(SpokenText, models.PROTECT, related_name="reviews")
    finding = models.ForeignKey(TextFinding, models.PROTECT, null=True, related_name="reviews")
    verdict = word(VERDICTS)
    # the right one, where the finding's was wrong
    category = models.CharField(max_length=40, blank=True, default="")
    reason = models.CharField(max_length=400, blank=True, default="")
    writer = models.CharField(max_length=150, blank=True, default="")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["finding"],
                condition=Q(finding__isnull=False),
                name="one_verdict_a_finding",
            ),
            models.UniqueConstraint(
                fields=["text", "verdict"],
                condition=Q(finding__isnull=True),
                name="one_whole_verdict_a_kind",
            ),
            models.CheckConstraint(
                name="released_by_another",
                condition=~Q(verdict="release") | ~Q(actor=F("writer")),
            ),
        ]


class Draft(models.Model):
    """To whom a text written by hand is meant to go."""

    text = models.OneToOneField(SpokenText, models.PROTECT, related_name="draft")
    contact_point = models.ForeignKey(ContactPoint, models.PROTECT)
    subject = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        triggers = [append_only()]


class DraftSending(models.Model):
    """That a draft was put into the outbox, and whether a reviewer had let it go."""

    text = models.OneToOneField(SpokenText, models.PROTECT, related_name="sending")
    planned = models.OneToOneField(PlannedContact, models.PROTECT, related_name="free_text")
    is_released = models.BooleanField(default=False)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        triggers = [append_only()]
