from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from forbear.store.models.fields import never_deleted


class TeamPlace(models.Model):
    """In which team, and of which agency, someone works from a moment to another.

    A name of ``""`` is none: without an agency the team is the house's own. One place at a time; a
    move ends the one and begins another.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="team_places")
    team = models.CharField(max_length=80, blank=True, default="")
    agency = models.CharField(max_length=120, blank=True, default="")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    actor = models.CharField(max_length=150)

    class Meta:
        triggers = [never_deleted()]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(until_at__isnull=True), name="one_team_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["team", "agency"])]
