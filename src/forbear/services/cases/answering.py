"""The answer to a dispute: upheld and put right, or rejected with reasons; four eyes where due.

An answer against a cardholder, and a correction, above the limits of whoever answers, waits for
somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from forbear.core.agreements.authority import Wish, above_authority
from forbear.core.cases import words as c
from forbear.services.agreements.authority import authority_limits
from forbear.services.agreements.steps import Moment, moment_of
from forbear.services.agreements.writing import notice_plan
from forbear.services.cases.correcting import Correction, corrected, correction_fault
from forbear.services.cases.disputes import dispute_locked
from forbear.services.cases.flags import dispute_flags_set
from forbear.services.cases.proposals import (
    answer_decide,
    answer_propose,
    answer_proposed,
    approval_asked,
)
from forbear.services.cases.steps import NOTE_MAX, case_may, case_step, text_fault
from forbear.services.refusals import Refusal
from forbear.store.models import Account, CaseFile, Dispute


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome with its reasons, and what of the ledger is put right by it.

    ``amount_minor`` is what a partly upheld dispute takes off; one that is upheld takes off all
    that is disputed.
    """

    outcome: str
    reasons: str
    correction: str = "none"
    amount_minor: int = 0


@transaction.atomic
def dispute_answer(
    *, dispute_id: int, answer: Answer, roles: Iterable[str], at: datetime, actor: str
) -> Dispute | Refusal:
    """Answer a dispute, or ask for somebody else's approval where it lies above one's authority.

    The state says which: ``answered`` or ``proposed``. Refusals: ``DISPUTE_MISSING``,
    ``DISPUTE_ANSWERED``, ``DISPUTE_PROPOSED``, ``WORD_UNKNOWN``, ``NOTE_MISSING``,
    ``EVIDENCE_MISSING`` for a rejection without evidence of ours, those of corrections.
    """
    held = dispute_locked(dispute_id)
    if isinstance(held, Refusal):
        return held
    dispute, account = held
    refusal = _refused(dispute, account, answer, actor)
    if refusal is None and dispute.state == "proposed":
        text = "An answer waits for approval already: that has to be decided first."
        refusal = Refusal("DISPUTE_PROPOSED", text)
    if refusal is not None:
        return refusal
    moment = moment_of(account, at, actor)
    above = above_authority(authority_limits(moment.on), roles, wish_of(dispute, answer))
    if not above:
        return _answered(dispute, account, answer, moment)
    return answer_propose(dispute, asdict(answer), moment, why=answer.reasons, needs=above)


@transaction.atomic
def dispute_decide(
    *,
    approval_id: int,
    is_given: bool,
    roles: Iterable[str],
    at: datetime,
    actor: str,
    why: str = "",
) -> Dispute | Refusal:
    """Approve or refuse the answer that somebody proposed; once, within one's own authority.

    Refusals: those of approvals and of :func:`dispute_answer`, ``NO_AUTHORITY``.
    """
    asked = approval_asked(approval_id, "dispute")
    if isinstance(asked, Refusal):
        return asked
    held = dispute_locked(asked.subject_id)
    if isinstance(held, Refusal):
        return held
    dispute, account = held
    moment = moment_of(account, at, actor)
    answer = proposed_of(dispute)
    refusal = _barred(dispute, account, answer, moment, roles)
    if refusal is not None and is_given and actor != asked.asked_by:
        return refusal
    carry_out = partial(_answered, dispute, account, answer, moment) if answer else None
    return answer_decide(dispute, asked, moment, is_given=is_given, why=why, carry_out=carry_out)


def proposed_of(dispute: Dispute) -> Answer | None:
    """Return the answer that waits for approval, if one does."""
    return answer_proposed(dispute, Answer)


def wish_of(dispute: Dispute, answer: Answer) -> Wish:
    """Return what an answer needs authority for: a rejection, or a correction of the ledger."""
    if answer.outcome == "rejected":
        return Wish(
            "dispute_rejection",
            dispute.currency,
            dispute.amount_minor,
            waived_minor=dispute.amount_minor,
        )
    taken_off = 0 if answer.correction == "none" else amount_of(dispute, answer)
    return Wish("correction", dispute.currency, dispute.amount_minor, waived_minor=taken_off)


def amount_of(dispute: Dispute, answer: Answer) -> int:
    """Return what an answer takes off the ledger, in minor units."""
    return dispute.amount_minor if answer.outcome == "upheld" else answer.amount_minor


def _barred(
    dispute: Dispute,
    account: Account,
    answer: Answer | None,
    moment: Moment,
    roles: Iterable[str],
) -> Refusal | None:
    """Return why this person may not approve; what was answered before, approvals refuse."""
    if answer is None:
        return None
    above = above_authority(authority_limits(moment.on), roles, wish_of(dispute, answer))
    if above:
        text = f"It lies above your own authority too: {', '.join(above)}. Ask somebody above you."
        return Refusal("NO_AUTHORITY", text)
    return _refused(dispute, account, answer, moment.actor)


def _refused(dispute: Dispute, account: Account, answer: Answer, actor: str) -> Refusal | None:
    if answer.outcome not in c.OUTCOMES or answer.correction not in c.CORRECTIONS:
        text = f"An outcome is one of {', '.join(c.OUTCOMES)}; a correction of "
        return Refusal("WORD_UNKNOWN", f"{text}{', '.join(c.CORRECTIONS)}.")
    refusal = text_fault(answer.reasons, NOTE_MAX, is_needed=True) or case_may(
        dispute, answer.outcome, actor=actor
    )
    if refusal is not None:
        return refusal
    if answer.outcome == "rejected":
        if not CaseFile.objects.filter(dispute=dispute, side="ours").exists():
            text = "Put our evidence with it first: at least the statement of what is owed."
            return Refusal("EVIDENCE_MISSING", text)
        return None
    return correction_fault(dispute, account, _correction(dispute, answer), answer.outcome)


def _correction(dispute: Dispute, answer: Answer) -> Correction:
    return Correction(answer.correction, amount_of(dispute, answer))


def _answered(
    dispute: Dispute, account: Account, answer: Answer, moment: Moment
) -> Dispute | Refusal:
    posted = None
    if answer.outcome != "rejected" and answer.correction != "none":
        done = corrected(dispute, account, _correction(dispute, answer), moment)
        if isinstance(done, Refusal):
            return done
        posted, dispute.corrected_minor = done
    dispute.outcome, dispute.reasons = answer.outcome, answer.reasons.strip()
    dispute.answered_on, dispute.answered_by = moment.on, moment.actor[:150]
    case_step(
        dispute,
        answer.outcome,
        moment,
        note=answer.reasons,
        amount_minor=dispute.corrected_minor if posted else 0,
        posted=posted,
    )
    dispute_flags_set(account)
    notice_plan(account, "dispute_answered", at=moment.at)
    return dispute
