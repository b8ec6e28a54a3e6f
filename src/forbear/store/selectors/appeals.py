"""Appeals of findings: those that wait, those that were judged."""

from __future__ import annotations

from django.db.models import QuerySet

from forbear.store.models import FindingAppeal


def appeals_open() -> QuerySet[FindingAppeal]:
    """List the appeals that nobody has judged, the one due first in front."""
    return _appeals().filter(judgement=None).order_by("due_at", "pk")


def appeals_judged() -> QuerySet[FindingAppeal]:
    """List the appeals that were judged, the latest first."""
    return _appeals().exclude(judgement=None).order_by("-judgement__at", "-pk")


def _appeals() -> QuerySet[FindingAppeal]:
    return FindingAppeal.objects.select_related(
        "finding__audit__text__account", "judgement"
    ).prefetch_related("finding__reviews")
