"""What a reviewer says of a finding or of a text: written once, never by who spoke."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from forbear.core.speech.audit.values import CATEGORIES
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import SpokenText, TextFinding, TextReview

OF_FINDING = ("confirm", "dismiss", "wrong_category")
OF_TEXT = ("lawful", "wrong_category")


@transaction.atomic
def finding_review(
    *,
    finding_id: int,
    verdict: str,
    actor: str,
    at: datetime,
    category: str = "",
    reason: str = "",
) -> TextReview | Refusal:
    """Confirm or dismiss a finding, or give it its right category.

    Refusals: ``FINDING_UNKNOWN``, ``VERDICT_UNKNOWN``, ``CATEGORY_MISSING``, ``OWN_TEXT``,
    ``ALREADY_JUDGED``.
    """
    finding = TextFinding.objects.select_related("audit").filter(pk=finding_id).first()
    if finding is None:
        return Refusal("FINDING_UNKNOWN", f"There is no finding {finding_id}.")
    text = SpokenText.objects.select_for_update().get(pk=finding.audit.text_id)
    if refusal := _refused(text, verdict, category, OF_FINDING, actor):
        return refusal
    whole = text.reviews.filter(finding__isnull=True, verdict="lawful")
    if finding.reviews.exists() or whole.exists():
        return Refusal("ALREADY_JUDGED", "Someone has judged this already.")
    return _write(
        text, verdict, finding=finding, category=category, reason=reason, actor=actor, at=at
    )


@transaction.atomic
def text_review(
    *,
    text_id: int,
    verdict: str,
    actor: str,
    at: datetime,
    category: str = "",
    reason: str = "",
) -> TextReview | Refusal:
    """Say of a whole text that it is lawful, or name the category that was missed in it.

    Refusals: ``TEXT_UNKNOWN`` and those of ``finding_review``.
    """
    text = SpokenText.objects.select_for_update().filter(pk=text_id).first()
    if text is None:
        return Refusal("TEXT_UNKNOWN", f"There is no text {text_id}.")
    if refusal := _refused(text, verdict, category, OF_TEXT, actor):
        return refusal
    if text.reviews.filter(finding__isnull=True, verdict__in=OF_TEXT).exists():
        return Refusal("ALREADY_JUDGED", "Someone has judged this already.")
    if verdict == "lawful" and text.reviews.filter(verdict__in=("confirm", "wrong_category")):
        return Refusal("NOT_LAWFUL", "A finding in it is confirmed, so the whole is not lawful.")
    return _write(text, verdict, category=category, reason=reason, actor=actor, at=at)


def _refused(
    text: SpokenText, verdict: str, category: str, verdicts: tuple[str, ...], actor: str
) -> Refusal | None:
    if verdict not in verdicts:
        return Refusal("VERDICT_UNKNOWN", "Choose one of the verdicts.")
    if verdict == "wrong_category" and category not in CATEGORIES:
        return Refusal("CATEGORY_MISSING", "Choose the right category first.")
    if actor == text.collector:
        return Refusal("OWN_TEXT", "Another person must judge what you said.")
    return None


def _write(
    text: SpokenText,
    verdict: str,
    *,
    actor: str,
    at: datetime,
    finding: TextFinding | None = None,
    category: str = "",
    reason: str = "",
) -> TextReview:
    made = TextReview.objects.create(
        text=text,
        finding=finding,
        verdict=verdict,
        category=category if verdict == "wrong_category" else "",
        reason=reason.strip()[:400],
        writer=text.collector,
        at=at,
        actor=actor,
    )
    audit_write(
        at=at,
        actor=actor,
        action=f"review.{verdict}",
        subject="spoken_text",
        subject_id=text.pk,
        data={"finding": finding.pk if finding else None, "category": made.category},
    )
    return made
