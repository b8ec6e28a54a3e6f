from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from forbear.core.tables import words as w
from forbear.store.models.fields import append_only, word


class TemplateVersion(models.Model):
    """The text of a template as someone saved it, whole, as TOML. An edit is a new version."""

    template = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    drafted_by = models.CharField(max_length=150)
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="one_version_a_number")
        ]


class TemplateStep(models.Model):
    """What became of a version: submitted, approved, rejected, ended. Each at most once.

    ``from_at`` is the moment from which it holds: in force, or no more. ``drafted_by`` is the
    version's: the database itself refuses that someone approves what they wrote.
    """

    version = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="steps")
    step = word(w.TEMPLATE_STEPS)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    drafted_by = models.CharField(max_length=150)
    from_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["version", "step"], name="one_step_of_a_kind"),
            models.CheckConstraint(
                name="approved_by_another",
                condition=~Q(step="approved") | ~Q(actor=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="in_force_from_a_moment",
                condition=~Q(step__in=("approved", "ended")) | Q(from_at__isnull=False),
            ),
        ]
