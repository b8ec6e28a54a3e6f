"""Second readings: what waits for a second reader, and how far readers agree."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Right

from forbear.core.speech.conduct import Agreement, agreement
from forbear.store.models import SecondReading, SpokenText, TextFinding, TextReview

_SPACE = 16**8
_WHOLE = 1_000


def findings_to_read_again(actor: str) -> QuerySet[TextFinding]:
    """List the findings that someone else judged and that nobody read a second time."""
    own = TextReview.objects.filter(finding=OuterRef("pk"))
    lawful = _whole(OuterRef("audit__text_id")).filter(verdict="lawful")
    judged = Q(Exists(own.exclude(actor=actor))) | Q(
        ~Exists(own), Exists(lawful.exclude(actor=actor))
    )
    return TextFinding.objects.filter(judged, second_reading=None)


def texts_to_read_again(actor: str, *, per_thousand: int) -> QuerySet[SpokenText]:
    """List the texts with something for a second reader, oldest first; never one's own words.

    A share of what was judged is drawn by the other end of the hash than the sample, so that one
    draw says nothing of the other.
    """
    edge = _SPACE * min(max(per_thousand, 0), _WHOLE) // _WHOLE
    found = TextFinding.objects.filter(audit__text=OuterRef("pk"))
    again = findings_to_read_again(actor).filter(audit__text=OuterRef("pk"))
    whole = _whole(OuterRef("pk")).exclude(actor=actor)
    read = SecondReading.objects.filter(text=OuterRef("pk"), finding=None)
    texts = SpokenText.objects.exclude(collector=actor).exclude(actor=actor)
    return (
        texts.annotate(last_of_hash=Right("sha256", 8))
        .filter(last_of_hash__lt=f"{edge:08x}" if edge < _SPACE else "g")
        .filter(Q(Exists(again)) | Q(~Exists(found), Exists(whole), ~Exists(read)))
        .order_by("at", "pk")
    )


def _whole(text: OuterRef) -> QuerySet[TextReview]:
    return TextReview.objects.filter(
        text=text, finding=None, verdict__in=("lawful", "wrong_category")
    )


def readings_agreement(since: datetime, until: datetime, *, confidence: int) -> Agreement:
    """Return how far first and second readers agree on what was read a second time in a period."""
    rows = SecondReading.objects.filter(at__gte=since, at__lt=until)
    return agreement(list(rows.values_list("first", "verdict")), confidence=confidence)
