from __future__ import annotations

from django.db import models
from django.db.models import Q

from forbear.core.tables import words as w
from forbear.store.models.fields import append_only, never_deleted, word
from forbear.store.models.people import ContactPoint, Person


class PointClosing(models.Model):
    """That a contact point was closed, why, and by which door the word came. Append-only."""

    contact_point = models.ForeignKey(ContactPoint, models.PROTECT, related_name="closings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    # in the form in which one number or address is known, however it was written
    value = models.CharField(max_length=400)
    # as it stood in the file: while a host repeats it, it stays closed
    raw_value = models.CharField(max_length=400)
    why = word(w.CLOSE_REASONS)
    door = word(w.CLOSE_DOORS)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    note = models.CharField(max_length=400, blank=True, default="")
    # how many messages that waited were stopped with it
    stopped = models.PositiveIntegerField(default=0)

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["person", "at"])]


class DeathReport(models.Model):
    """That we were told a cardholder has died, or that this was a mistake. The latest holds."""

    KINDS = ("died", "mistaken")

    person = models.ForeignKey(Person, models.PROTECT, related_name="death_reports")
    kind = word(KINDS)
    door = word(w.CLOSE_DOORS)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    note = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        triggers = [append_only()]


class PointCheck(models.Model):
    """That a number or address closed for one person is on file for another, to be looked at."""

    STATES = ("open", "kept", "closed")

    contact_point = models.ForeignKey(ContactPoint, models.PROTECT, related_name="checks")
    closing = models.ForeignKey(PointClosing, models.PROTECT, related_name="checks")
    state = word(STATES, default="open")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        triggers = [never_deleted()]
        constraints = [
            # one question a point, however often the same number is closed elsewhere
            models.UniqueConstraint(
                name="one_open_check_a_point", fields=["contact_point"], condition=Q(state="open")
            )
        ]


class SearchTask(models.Model):
    """The search for a cardholder who cannot be reached: opened once, ended once."""

    STATES = ("open", "found", "ended")
    WHYS = ("no_point", "attempts", "stated")

    person = models.ForeignKey(Person, models.PROTECT, related_name="search_tasks")
    why = word(WHYS)
    state = word(STATES, default="open")
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True, default="")
    note = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        triggers = [never_deleted()]
        indexes = [models.Index(fields=["state", "opened_at"])]
        constraints = [
            models.UniqueConstraint(
                name="one_open_search_a_person", fields=["person"], condition=Q(state="open")
            )
        ]


class SearchStep(models.Model):
    """One source that was asked: on what basis, by whom, when, and what came of it. Append-only.

    A source that is refused leaves a step too: it was not asked.
    """

    RESULTS = ("found", "nothing", "not_possible", "refused")

    task = models.ForeignKey(SearchTask, models.PROTECT, related_name="steps")
    source = models.CharField(max_length=40)
    result = word(RESULTS)
    # the legal basis and the law, as the table of sources said on that day
    basis = models.CharField(max_length=64)
    cite = models.CharField(max_length=300)
    contact_point = models.ForeignKey(ContactPoint, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=400, blank=True, default="")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        triggers = [append_only()]
