"""What a team lead sets: whose a case is, when people work, what was heard, what was told."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from forbear.store.models.fields import append_only, never_deleted, word
from forbear.store.models.people import Person
from forbear.store.models.speech import SpokenText


class CaseMove(models.Model):
    """A lead gave cases to somebody, or back to the pool (``to`` is ""); undone by another move."""

    # one case, several that were ticked, all that match a filter, all of one person, or an undoing
    KINDS = ("one", "some", "filter", "all_of", "undo")

    kind = word(KINDS)
    to = models.CharField(max_length=150, blank=True, default="")
    # of whom all were moved
    of = models.CharField(max_length=150, blank=True, default="")
    why = models.CharField(max_length=400)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["at"])]


class CaseMoved(models.Model):
    """One cardholder's case in a move: whose it was before, and by which move."""

    move = models.ForeignKey(CaseMove, models.PROTECT, related_name="cases")
    person = models.ForeignKey(Person, models.PROTECT, related_name="moves", db_index=False)
    before = models.CharField(max_length=150, blank=True, default="")
    before_move = models.ForeignKey(
        CaseMove, models.PROTECT, null=True, related_name="+", db_index=False
    )
    to = models.CharField(max_length=150, blank=True, default="")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["person", "at"])]


class CaseAssignment(models.Model):
    """Whose a cardholder's case is now; ``to`` of "" is the pool's, as is one without a row.

    State, not history: the moves keep that. The unique row is the arbiter between two leads.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="assignment")
    to = models.CharField(max_length=150, blank=True, default="")
    move = models.ForeignKey(CaseMove, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(name="case_of_somebody", fields=["to"], condition=~Q(to="")),
        ]


_OF_ONE = Q(user__isnull=False, team="") | Q(user__isnull=True) & ~Q(team="")


class ShiftPattern(models.Model):
    """The hours of a week from a day on, of a person or of a team; the latest written counts.

    ``hours`` are seven lists, Monday first, of minutes after midnight in ``zone``:
    ``[[540, 1050]]`` is 09:00-17:30.
    """

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="shift_patterns")
    team = models.CharField(max_length=80, blank=True, default="")
    since = models.DateField()
    hours = models.JSONField()
    zone = models.CharField(max_length=64)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["team", "since"])]
        constraints = [models.CheckConstraint(condition=_OF_ONE, name="a_pattern_of_one")]


class ShiftException(models.Model):
    """The hours of one day that is not as the week is; none: they do not work on that day."""

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="shift_exceptions")
    team = models.CharField(max_length=80, blank=True, default="")
    on = models.DateField()
    hours = models.JSONField(default=list)
    why = models.CharField(max_length=200)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["on"])]
        constraints = [models.CheckConstraint(condition=_OF_ONE, name="an_exception_of_one")]


class Listening(models.Model):
    """Who hears a call or reads a chat, and what they say of it. One row for each text."""

    text = models.OneToOneField(SpokenText, models.PROTECT, related_name="listening")
    taken_by = models.CharField(max_length=150)
    taken_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        triggers = [never_deleted()]


class CoachingNote(models.Model):
    """What a lead tells a collector, of a text or in general; they read it themselves."""

    user = models.ForeignKey(User, models.PROTECT, related_name="coaching")
    text = models.ForeignKey(SpokenText, models.PROTECT, null=True, related_name="coaching")
    words = models.CharField(max_length=2000)
    # on which the two look at it again
    follow_up_on = models.DateField(null=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["follow_up_on"])]


class CoachingStep(models.Model):
    """That a note was read by whom it is for, or that the two looked at it again."""

    KINDS = ("read", "done")

    note = models.ForeignKey(CoachingNote, models.PROTECT, related_name="steps")
    kind = word(KINDS)
    words = models.CharField(max_length=1000, blank=True, default="")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["note", "kind"], name="one_coaching_step_a_kind")
        ]


class AuthorityProposal(models.Model):
    """A limit that somebody proposes; it counts once somebody else has approved it."""

    role = models.CharField(max_length=150)
    kind = models.CharField(max_length=24)
    since = models.DateField()
    share_bp = models.IntegerField(null=True)
    amount_minor = models.BigIntegerField(null=True)
    months = models.IntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    is_withdrawn = models.BooleanField(default=False)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    note = models.CharField(max_length=200)

    class Meta:
        triggers = [append_only()]
