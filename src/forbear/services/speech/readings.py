"""Reading a second time, without knowing what the first reader said."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import SecondReading, SpokenText, TextFinding, TextReview
from forbear.store.selectors.conduct import FAULTS


@transaction.atomic
def second_reading_make(
    *, text_id: int, finding_id: int | None, verdict: str, at: datetime, actor: str
) -> SecondReading | Refusal:
    """Say whether a finding is a fault, or a clean text has one: ``fault`` or ``none``.

    Refusals: ``TEXT_UNKNOWN``, ``FINDING_UNKNOWN``, ``VERDICT_UNKNOWN``, ``OWN_TEXT``,
    ``NOT_JUDGED``, ``SECOND_EYES``, ``ALREADY_JUDGED``.
    """
    text = SpokenText.objects.select_for_update().filter(pk=text_id).first()
    if text is None:
        return Refusal("TEXT_UNKNOWN", f"There is no text {text_id}.")
    finding = None
    if finding_id is not None:
        finding = TextFinding.objects.filter(pk=finding_id, audit__text=text).first()
        if finding is None:
            return Refusal("FINDING_UNKNOWN", f"There is no finding {finding_id}.")
    first = _first(text, finding)
    if (refusal := _refused(text, first, verdict, actor)) is not None or first is None:
        return refusal or Refusal("NOT_JUDGED", "Nobody read it a first time yet.")
    if SecondReading.objects.filter(text=text, finding=finding).exists():
        return Refusal("ALREADY_JUDGED", "Someone has judged this already.")
    made = SecondReading.objects.create(
        text=text,
        finding=finding,
        first="fault" if first.verdict in FAULTS else "none",
        first_reader=first.actor,
        verdict=verdict,
        at=at,
        actor=actor,
    )
    audit_write(
        at=at,
        actor=actor,
        action="review.second",
        subject="spoken_text",
        subject_id=text.pk,
        data={"finding": finding_id, "same": made.first == made.verdict},
    )
    return made


def _first(text: SpokenText, finding: TextFinding | None) -> TextReview | None:
    """Return the first reader's word: on the finding, else on the whole text."""
    own = finding.reviews.first() if finding else None
    whole = text.reviews.filter(finding=None, verdict__in=("lawful", "wrong_category"))
    if finding is not None:
        whole = whole.filter(verdict="lawful")
    return own or whole.first()


def _refused(
    text: SpokenText, first: TextReview | None, verdict: str, actor: str
) -> Refusal | None:
    if verdict not in SecondReading.VERDICTS:
        return Refusal("VERDICT_UNKNOWN", "Choose one of the verdicts.")
    if actor in {text.collector, text.actor}:
        return Refusal("OWN_TEXT", "Another person must judge what you said.")
    if first is not None and first.actor == actor:
        return Refusal("SECOND_EYES", "You read it first: another reader is the second.")
    return None
