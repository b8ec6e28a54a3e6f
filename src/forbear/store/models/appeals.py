from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from forbear.store.models.across import AcrossFinding
from forbear.store.models.fields import append_only, word
from forbear.store.models.speech import SpokenText, TextFinding


class FindingAppeal(models.Model):
    """The answer of someone to a confirmed finding about them: one for each finding. Append-only.

    ``confirmer`` is who had confirmed it: another person judges.
    """

    finding = models.OneToOneField(TextFinding, models.PROTECT, related_name="appeal")
    reason = models.CharField(max_length=2000)
    confirmer = models.CharField(max_length=150)
    at = models.DateTimeField()
    # by then it is to be judged
    due_at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    # the system that passed it on for them, as api:NAME; empty for the desk
    via = models.CharField(max_length=32, blank=True, default="", db_default="")

    class Meta:
        triggers = [append_only()]
        indexes = [models.Index(fields=["due_at"])]


class AppealJudgement(models.Model):
    """What came of an appeal: the finding is ``upheld`` or ``overturned``. Append-only.

    The database refuses the judgement of who confirmed the finding and of who appealed.
    """

    OUTCOMES = ("upheld", "overturned")

    appeal = models.OneToOneField(FindingAppeal, models.PROTECT, related_name="judgement")
    outcome = word(OUTCOMES)
    reason = models.CharField(max_length=2000)
    confirmer = models.CharField(max_length=150)
    appellant = models.CharField(max_length=150)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    via = models.CharField(max_length=32, blank=True, default="", db_default="")

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                name="appeal_judged_by_another",
                condition=~Q(actor=F("confirmer")) & ~Q(actor=F("appellant")),
            )
        ]


class AcrossAppeal(models.Model):
    """The answer of one person to a confirmed finding across a case: once for each. Append-only.

    ``person`` is whose conduct it is. Where nobody is named ``agency`` is, whose people spoke.
    """

    finding = models.ForeignKey(AcrossFinding, models.PROTECT, related_name="appeals")
    person = models.CharField(max_length=150, blank=True, default="")
    agency = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=2000)
    confirmer = models.CharField(max_length=150)
    at = models.DateTimeField()
    # by then it is to be judged
    due_at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    via = models.CharField(max_length=32, blank=True, default="", db_default="")

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "person", "agency"], name="one_appeal_a_person"
            ),
            models.CheckConstraint(
                name="appeal_is_of_someone",
                condition=(Q(person="") & ~Q(agency="")) | (~Q(person="") & Q(agency="")),
            ),
        ]
        indexes = [models.Index(fields=["due_at"])]


class AcrossJudgement(models.Model):
    """What came of an appeal of a finding across a case. Append-only.

    ``upheld``: it stands. ``not_theirs``: it stands, but not of who it was appealed for.
    ``overturned``: it stands of nobody. The database refuses who confirmed, appealed or spoke.
    """

    OUTCOMES = ("upheld", "not_theirs", "overturned")

    appeal = models.OneToOneField(AcrossAppeal, models.PROTECT, related_name="judgement")
    outcome = word(OUTCOMES)
    reason = models.CharField(max_length=2000)
    confirmer = models.CharField(max_length=150)
    appellant = models.CharField(max_length=150)
    person = models.CharField(max_length=150, blank=True, default="")
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    via = models.CharField(max_length=32, blank=True, default="", db_default="")

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                name="across_judged_by_another",
                condition=~Q(actor=F("confirmer"))
                & ~Q(actor=F("appellant"))
                & ~Q(actor=F("person")),
            )
        ]


class SecondReading(models.Model):
    """What a second reader said, not knowing the first: of a finding, or of a whole clean text.

    It changes nothing; it shows how far readers agree. Append-only.
    """

    VERDICTS = ("fault", "none")

    text = models.ForeignKey(SpokenText, models.PROTECT, related_name="second_readings")
    finding = models.OneToOneField(
        TextFinding, models.PROTECT, null=True, related_name="second_reading"
    )
    # what the first reader said, in the same words, and who that was
    first = word(VERDICTS)
    first_reader = models.CharField(max_length=150)
    verdict = word(VERDICTS)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)

    class Meta:
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["text"], condition=Q(finding__isnull=True), name="one_second_whole_reading"
            ),
            models.CheckConstraint(
                name="read_second_by_another", condition=~Q(actor=F("first_reader"))
            ),
        ]
        indexes = [models.Index(fields=["at"])]
