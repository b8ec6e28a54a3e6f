"""The answer of someone to a finding across a case that concerns them, and who else judges it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from forbear.packs.speech.conduct import Conduct
from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.services.speech.appeals import (
    late,
    may_appeal,
    not_by,
    passed_on,
    same_system,
    unreasoned,
)
from forbear.store.models import (
    AcrossAppeal,
    AcrossFinding,
    AcrossJudgement,
    AcrossReview,
    SpokenText,
)
from forbear.store.selectors.across_people import across_counts, overturning, side_of


@transaction.atomic
def across_appeal_make(
    *,
    finding_id: int,
    person: str,
    agency: str = "",
    reason: str,
    conduct: Conduct,
    at: datetime,
    actor: str,
    via: str = "",
) -> AcrossAppeal | Refusal:
    """Appeal a confirmed finding for one whom it concerns: once, with the reason, in the term.

    ``person`` is who spoke; where nobody is named ``agency`` is. The person may, and for an
    agency's people someone who acts for that agency; ``via`` is the system that passed it on for
    them. Refusals: ``FINDING_UNKNOWN``, ``NOT_ABOUT_YOU``, ``NOT_CONFIRMED``, ``APPEAL_MADE``,
    ``COUNTS_NO_MORE``, ``APPEAL_LATE``, ``REASON_MISSING``, ``REASON_LONG``.
    """
    # two presses come one after the other
    finding = AcrossFinding.objects.select_for_update().filter(pk=finding_id).first()
    if finding is None:
        return Refusal("FINDING_UNKNOWN", f"There is no finding {finding_id}.")
    if not _may_appeal(finding, (person, agency), actor, at=at):
        return Refusal("NOT_ABOUT_YOU", "Only who spoke, or their agency, may appeal.")
    review = AcrossReview.objects.filter(finding=finding, verdict="confirm").first()
    if review is None:
        return Refusal("NOT_CONFIRMED", "Nobody confirmed this finding: nothing counts yet.")
    closed = _closed(finding, (person, agency), review, conduct, at)
    if refusal := closed or unreasoned(reason):
        return refusal
    made = AcrossAppeal.objects.create(
        finding=finding,
        person=person,
        agency=agency,
        reason=reason.strip(),
        confirmer=review.actor,
        at=at,
        due_at=at + timedelta(days=conduct.appeal_answer_days),
        actor=actor,
        via=via,
    )
    _noted(made, "appeal.case_made", at=at, by=actor, via=via)
    return made


@transaction.atomic
def across_appeal_judge(
    *, appeal_id: int, outcome: str, reason: str, at: datetime, actor: str, via: str = ""
) -> AcrossJudgement | Refusal:
    """Say whether a finding stands: by another than who confirmed it, appealed or spoke in it.

    ``upheld``: it stands. ``not_theirs``: not of who it was appealed for, but of the others.
    ``overturned``: of nobody, and other appeals of it are settled with this one. A system that
    passed the appeal on (``via``) passes on no judgement of it. Refusals: ``APPEAL_UNKNOWN``,
    ``VERDICT_UNKNOWN``, ``OWN_TEXT``, ``APPEAL_FOUR_EYES``, ``APPEAL_SYSTEM``, ``ALREADY_JUDGED``,
    ``REASON_MISSING``, ``REASON_LONG``.
    """
    known = AcrossAppeal.objects.filter(pk=appeal_id).first()
    if known is None:
        return Refusal("APPEAL_UNKNOWN", f"There is no appeal {appeal_id}.")
    if outcome not in AcrossJudgement.OUTCOMES:
        return Refusal("VERDICT_UNKNOWN", "Choose one of the verdicts.")
    # two appeals of one finding are judged one after the other
    finding = AcrossFinding.objects.select_for_update().get(pk=known.finding_id)
    barred = _not_by(actor, known, finding) or same_system(known, via)
    if refusal := barred or unreasoned(reason):
        return refusal
    if AcrossJudgement.objects.filter(appeal=known).exists() or overturning(finding) is not None:
        return Refusal("ALREADY_JUDGED", "Someone has judged this already.")
    made = AcrossJudgement.objects.create(
        appeal=known,
        outcome=outcome,
        reason=reason.strip(),
        confirmer=known.confirmer,
        appellant=known.actor,
        person=known.person,
        at=at,
        actor=actor,
        via=via,
    )
    _noted(known, f"appeal.case_{outcome}", at=at, by=actor, via=via)
    return made


def across_barred(actor: str, appeal: AcrossAppeal) -> bool:
    """Whether someone may not judge an appeal: they confirmed the finding, or it is about them."""
    return _not_by(actor, appeal, appeal.finding) is not None


def _closed(
    finding: AcrossFinding,
    side: tuple[str, str],
    review: AcrossReview,
    conduct: Conduct,
    at: datetime,
) -> Refusal | None:
    person, agency = side
    if finding.appeals.filter(person=person, agency=agency).exists():
        return Refusal("APPEAL_MADE", "It was appealed already: one appeal for each finding.")
    if not across_counts(finding.pk, person=person, agency=agency):
        return Refusal("COUNTS_NO_MORE", "It counts no more: nothing is left to appeal.")
    return late(review, conduct, at)


def _may_appeal(finding: AcrossFinding, side: tuple[str, str], actor: str, *, at: datetime) -> bool:
    texts = SpokenText.objects.filter(pk__in=finding.texts)
    theirs = {one.agency: one for one in texts if side_of(one) == side and any(side)}
    return any(may_appeal(one, actor, at=at) for one in theirs.values())


def _not_by(actor: str, appeal: AcrossAppeal, finding: AcrossFinding) -> Refusal | None:
    spoke = SpokenText.objects.filter(pk__in=finding.texts, collector=actor)
    return not_by(actor, appeal, is_own=actor == appeal.actor or spoke.exists())


def _noted(appeal: AcrossAppeal, action: str, *, at: datetime, by: str, via: str) -> None:
    of_whom = {"person": appeal.person, "agency": appeal.agency}
    audit_write(
        at=at,
        actor=via or by,
        action=action,
        subject="account",
        subject_id=appeal.finding.account_id,
        data={"finding": appeal.finding_id, **of_whom, **passed_on(by, via)},
    )
