"""Findings across the texts of an account, and the texts they rest on."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from forbear.store.models import AcrossFinding, DraftSending, SpokenText


def across_open() -> QuerySet[AcrossFinding]:
    """List the findings that wait for a reviewer, oldest first; not those that grew since."""
    return _findings().filter(review=None, replaced_by=None).order_by("at", "pk")


def across_judged() -> QuerySet[AcrossFinding]:
    """List the findings that were judged, the latest first."""
    return _findings().exclude(review=None).order_by("-review__at", "-pk")


def _findings() -> QuerySet[AcrossFinding]:
    return AcrossFinding.objects.select_related("account__person", "review").prefetch_related(
        "appeals__judgement"
    )


def texts_said(account_id: int, *, most: int) -> list[SpokenText]:
    """List the latest texts of an account that reached someone, in the order of time."""
    sent = DraftSending.objects.filter(text=OuterRef("pk"))
    said = SpokenText.objects.filter(Q(source="transcript") | Exists(sent), account=account_id)
    return list(said.order_by("-at", "-pk")[:most])[::-1]
