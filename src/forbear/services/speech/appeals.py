"""The answer of someone to a finding about them, and who else judges it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from forbear.core.roles import AGENCY
from forbear.packs.speech.conduct import Conduct
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import (
    AcrossAppeal,
    AcrossReview,
    AppealJudgement,
    FindingAppeal,
    SpokenText,
    TextFinding,
    TextReview,
)
from forbear.store.selectors.conduct import FAULTS, place_of_name

REASON_MAX = 2_000


@transaction.atomic
def appeal_make(
    *, finding_id: int, reason: str, conduct: Conduct, at: datetime, actor: str, via: str = ""
) -> FindingAppeal | Refusal:
    """Appeal a confirmed finding: once, with the reason, within the house's term.

    Who spoke may, and for an agency's people someone who acts for that agency; ``via`` is the
    system that passed it on for them. Refusals: ``FINDING_UNKNOWN``, ``NOT_ABOUT_YOU``,
    ``NOT_CONFIRMED``, ``APPEAL_MADE``, ``APPEAL_LATE``, ``REASON_MISSING``, ``REASON_LONG``.
    """
    found = _held(finding_id)
    if found is None:
        return Refusal("FINDING_UNKNOWN", f"There is no finding {finding_id}.")
    finding, text = found
    review = finding.reviews.filter(verdict__in=FAULTS).first()
    if not may_appeal(text, actor, at=at):
        return Refusal("NOT_ABOUT_YOU", "Only who spoke, or their agency, may appeal.")
    if review is None:
        return Refusal("NOT_CONFIRMED", "Nobody confirmed this finding: nothing counts yet.")
    if refusal := _closed(finding, review, conduct, at) or unreasoned(reason):
        return refusal
    made = FindingAppeal.objects.create(
        finding=finding,
        reason=reason.strip(),
        confirmer=review.actor,
        at=at,
        due_at=at + timedelta(days=conduct.appeal_answer_days),
        actor=actor,
        via=via,
    )
    _noted(text, "appeal.made", finding, at=at, by=actor, via=via)
    return made


@transaction.atomic
def appeal_judge(
    *, appeal_id: int, outcome: str, reason: str, at: datetime, actor: str, via: str = ""
) -> AppealJudgement | Refusal:
    """Say whether a finding stands: by another than who confirmed it, appealed or spoke.

    A system that passed the appeal on (``via``) passes on no judgement of it. Refusals:
    ``APPEAL_UNKNOWN``, ``VERDICT_UNKNOWN``, ``OWN_TEXT``, ``APPEAL_FOUR_EYES``,
    ``APPEAL_SYSTEM``, ``ALREADY_JUDGED``, ``REASON_MISSING``, ``REASON_LONG``.
    """
    appeal = (
        FindingAppeal.objects.select_for_update(of=("self",))
        .select_related("finding__audit__text")
        .filter(pk=appeal_id)
        .first()
    )
    if appeal is None:
        return Refusal("APPEAL_UNKNOWN", f"There is no appeal {appeal_id}.")
    if outcome not in AppealJudgement.OUTCOMES:
        return Refusal("VERDICT_UNKNOWN", "Choose one of the verdicts.")
    text = appeal.finding.audit.text
    barred = not_by(actor, appeal, is_own=actor in {appeal.actor, text.collector})
    if refusal := barred or same_system(appeal, via) or unreasoned(reason):
        return refusal
    if AppealJudgement.objects.filter(appeal=appeal).exists():
        return Refusal("ALREADY_JUDGED", "Someone has judged this already.")
    made = AppealJudgement.objects.create(
        appeal=appeal,
        outcome=outcome,
        reason=reason.strip(),
        confirmer=appeal.confirmer,
        appellant=appeal.actor,
        at=at,
        actor=actor,
        via=via,
    )
    _noted(text, f"appeal.{outcome}", appeal.finding, at=at, by=actor, via=via)
    return made


def _closed(
    finding: TextFinding, review: TextReview, conduct: Conduct, at: datetime
) -> Refusal | None:
    if FindingAppeal.objects.filter(finding=finding).exists():
        return Refusal("APPEAL_MADE", "It was appealed already: one appeal for each finding.")
    return late(review, conduct, at)


def late(review: TextReview | AcrossReview, conduct: Conduct, at: datetime) -> Refusal | None:
    """Return ``APPEAL_LATE`` where the term for an appeal is over."""
    if at < appeal_until(review, conduct):
        return None
    days = conduct.appeal_within_days
    return Refusal("APPEAL_LATE", f"The {days} days for an appeal are over.")


def not_by(actor: str, appeal: FindingAppeal | AcrossAppeal, *, is_own: bool) -> Refusal | None:
    """Return why someone may not judge an appeal; ``is_own``: they made it, or the text."""
    if is_own:
        return Refusal("OWN_TEXT", "Another person must judge what you said.")
    if actor == appeal.confirmer:
        return Refusal("APPEAL_FOUR_EYES", "You confirmed it: another reviewer judges the appeal.")
    return None


def appeal_until(review: TextReview | AcrossReview, conduct: Conduct) -> datetime:
    """Return the moment from which a confirmed finding can be appealed no more."""
    return review.at + timedelta(days=conduct.appeal_within_days)


def may_appeal(text: SpokenText, actor: str, *, at: datetime) -> bool:
    """Whether someone spoke a text, or acts for the agency whose people did."""
    if not actor:
        return False
    if text.collector == actor:
        return True
    place = place_of_name(actor, at=at)
    return (
        place is not None
        and bool(text.agency)
        and place.agency == text.agency
        and User.objects.filter(username=actor, groups__name=AGENCY).exists()
    )


def _held(finding_id: int) -> tuple[TextFinding, SpokenText] | None:
    """Return a finding with its text, held so that two presses come one after the other."""
    finding = TextFinding.objects.select_related("audit").filter(pk=finding_id).first()
    if finding is None:
        return None
    return finding, SpokenText.objects.select_for_update().get(pk=finding.audit.text_id)


def unreasoned(reason: str) -> Refusal | None:
    """Return why a reason cannot be taken; ``None`` if it can."""
    if not reason.strip():
        return Refusal("REASON_MISSING", "Say why: others will want to know.")
    if len(reason.strip()) > REASON_MAX:
        return Refusal("REASON_LONG", f"A reason has at most {REASON_MAX} signs.")
    return None


def same_system(appeal: FindingAppeal | AcrossAppeal, via: str) -> Refusal | None:
    """Return why a system may not pass on a judgement; ``None`` if it may, and for the desk.

    It vouches for two people, so that it alone could settle what two should.
    """
    if not via or via != appeal.via:
        return None
    return Refusal(
        "APPEAL_SYSTEM",
        "You passed the appeal on: another system, or a reviewer on the desk, judges it.",
    )


def _noted(
    text: SpokenText, action: str, finding: TextFinding, *, at: datetime, by: str, via: str
) -> None:
    audit_write(
        at=at,
        actor=via or by,
        action=action,
        subject="spoken_text",
        subject_id=text.pk,
        data={"finding": finding.pk, **passed_on(by, via)},
    )


def passed_on(by: str, via: str) -> dict[str, object]:
    """Return what the audit trail says beside the system that acted: for whom it did."""
    return {"by": by} if via else {}
