"""The answer to a complaint: what we found, what we put right, and where else they may turn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction

from forbear.core.agreements.authority import Wish, above_authority
from forbear.core.cases import words as c
from forbear.core.cases.clocks import due_on
from forbear.services.agreements.authority import authority_limits
from forbear.services.agreements.owed import waiver_book
from forbear.services.agreements.steps import Moment, moment_of
from forbear.services.agreements.writing import notice_plan
from forbear.services.cases.clocks import case_clocks
from forbear.services.cases.complaints import complaint_locked
from forbear.services.cases.disputes import charged_by
from forbear.services.cases.flags import complaint_flags_set
from forbear.services.cases.proposals import (
    answer_decide,
    answer_propose,
    answer_proposed,
    approval_asked,
)
from forbear.services.cases.steps import NOTE_MAX, case_may, case_step, text_fault
from forbear.services.refusals import Refusal
from forbear.store.models import (
    Account,
    Approval,
    Complaint,
    ComplaintStep,
    LedgerTransaction,
)
from forbear.store.selectors.offers import owed_parts


@dataclass(frozen=True, slots=True)
class ComplaintAnswer:
    """What we found, and the redress: an apology, or an amount taken off what is owed."""

    outcome: str
    reasons: str
    redress: str = "none"
    amount_minor: int = 0


@transaction.atomic
def complaint_answer(
    *, complaint_id: int, answer: ComplaintAnswer, roles: Iterable[str], at: datetime, actor: str
) -> Complaint | Refusal:
    """Answer a complaint, or ask for approval where that lies above one's authority.

    An answer is the last word that we have: it needs authority (``complaint_answer``) also where
    it gives no money; what it gives needs that of ``redress``. The state says which: ``answered``
    or ``proposed``. Refusals: ``COMPLAINT_MISSING``,
    ``COMPLAINT_OWN``, ``COMPLAINT_ANSWERED``, ``COMPLAINT_PROPOSED``, ``CAUSE_MISSING``,
    ``WORD_UNKNOWN``, ``NOTE_MISSING``, ``AMOUNT_NOT_ABOVE_ZERO``, ``REDRESS_REJECTED``,
    ``NOTHING_TO_CORRECT``.
    """
    held = complaint_locked(complaint_id)
    if isinstance(held, Refusal):
        return held
    complaint, account = held
    refusal = _refused(complaint, account, answer, actor)
    if refusal is None and complaint.state == "proposed":
        text = "An answer waits for approval already: that has to be decided first."
        refusal = Refusal("COMPLAINT_PROPOSED", text)
    if refusal is not None:
        return refusal
    moment = moment_of(account, at, actor)
    above = _above(account, answer, roles, moment)
    if not above:
        return _answered(complaint, account, answer, moment)
    return answer_propose(complaint, asdict(answer), moment, why=answer.reasons, needs=above)


@transaction.atomic
def complaint_decide(
    *,
    approval_id: int,
    is_given: bool,
    roles: Iterable[str],
    at: datetime,
    actor: str,
    why: str = "",
) -> Complaint | Refusal:
    """Approve or refuse a proposed answer; once, within authority, never by whom it is about."""
    found = _asked(approval_id, actor)
    if isinstance(found, Refusal):
        return found
    asked, complaint, account = found
    moment = moment_of(account, at, actor)
    answer = complaint_proposed(complaint)
    refusal = _barred(complaint, account, answer, moment, roles)
    if refusal is not None and is_given and actor != asked.asked_by:
        return refusal
    carry_out = partial(_answered, complaint, account, answer, moment) if answer else None
    return answer_decide(complaint, asked, moment, is_given=is_given, why=why, carry_out=carry_out)


def _asked(approval_id: int, actor: str) -> tuple[Approval, Complaint, Account] | Refusal:
    asked = approval_asked(approval_id, "complaint")
    if isinstance(asked, Refusal):
        return asked
    held = complaint_locked(asked.subject_id)
    if isinstance(held, Refusal):
        return held
    if held[0].about and held[0].about == actor:
        return Refusal("COMPLAINT_OWN", "It is about you: somebody else decides.")
    return asked, *held


def _barred(
    complaint: Complaint,
    account: Account,
    answer: ComplaintAnswer | None,
    moment: Moment,
    roles: Iterable[str],
) -> Refusal | None:
    """Return why this person may not approve; what was answered before, approvals refuse."""
    if answer is None:
        return None
    if _above(account, answer, roles, moment):
        return Refusal("NO_AUTHORITY", "It lies above your own authority too. Ask somebody above.")
    return _refused(complaint, account, answer, moment.actor)


def complaint_proposed(complaint: Complaint) -> ComplaintAnswer | None:
    """Return the answer that waits for approval, if one does."""
    return answer_proposed(complaint, ComplaintAnswer)


def _refused(
    complaint: Complaint, account: Account, answer: ComplaintAnswer, actor: str
) -> Refusal | None:
    if answer.outcome not in c.OUTCOMES or answer.redress not in c.REDRESSES:
        text = f"An outcome is one of {', '.join(c.OUTCOMES)}; redress of {', '.join(c.REDRESSES)}."
        return Refusal("WORD_UNKNOWN", text)
    refusal = text_fault(answer.reasons, NOTE_MAX, is_needed=True) or case_may(
        complaint, answer.outcome, actor=actor
    )
    if refusal is None and not complaint.cause:
        text = "Name the root cause first: it is what we learn from."
        refusal = Refusal("CAUSE_MISSING", text)
    return refusal or (_redress_fault(account, answer) if answer.redress == "amount" else None)


def _redress_fault(account: Account, answer: ComplaintAnswer) -> Refusal | None:
    if answer.outcome == "rejected":
        return Refusal("REDRESS_REJECTED", "A rejected complaint has no amount: uphold it in part.")
    if answer.amount_minor <= 0:
        return Refusal("AMOUNT_NOT_ABOVE_ZERO", "Write how much is given, above zero.")
    if answer.amount_minor > sum(owed_parts(account.pk).values()):
        text = "More than the ledger says is owed cannot be taken off; pay it out as a refund."
        return Refusal("NOTHING_TO_CORRECT", text)
    return None


def _above(
    account: Account, answer: ComplaintAnswer, roles: Iterable[str], moment: Moment
) -> tuple[str, ...]:
    """Return why they may not give this answer by themselves: as the last word, and its money."""
    limits, mine = authority_limits(moment.on), set(roles)
    above = above_authority(limits, mine, Wish("complaint_answer", account.currency, 0))
    if answer.redress != "amount":
        return above
    minor = answer.amount_minor
    wish = Wish("redress", account.currency, minor, waived_minor=minor)
    return tuple(dict.fromkeys((*above, *above_authority(limits, mine, wish))))


def _answered(
    complaint: Complaint, account: Account, answer: ComplaintAnswer, moment: Moment
) -> Complaint | Refusal:
    posted: LedgerTransaction | None = None
    given = 0
    if answer.redress == "amount":
        turn = ComplaintStep.objects.filter(complaint=complaint, step="reopened").count()
        done = waiver_book(
            account,
            amount_minor=answer.amount_minor,
            of="all",
            key=f"complaint:{complaint.pk}:{turn}",
            reason=f"{complaint.reference}: redress",
            on=moment.on,
            at=moment.at,
            actor=moment.actor,
        )
        if isinstance(done, Refusal):
            return done
        posted = done
        given = -charged_by(done) if done else 0
    complaint.outcome, complaint.reasons = answer.outcome, answer.reasons.strip()
    complaint.redress, complaint.redress_minor = answer.redress, given
    complaint.answered_on, complaint.answered_by = moment.on, moment.actor[:150]
    complaint.escalate_by = _escalate_by(complaint, account, moment)
    case_step(
        complaint,
        answer.outcome,
        moment,
        note=answer.reasons,
        amount_minor=given,
        posted=posted,
        data={"redress": answer.redress},
    )
    complaint_flags_set(account)
    notice_plan(account, "complaint_answered", at=moment.at)
    return complaint


def _escalate_by(complaint: Complaint, account: Account, moment: Moment) -> date | None:
    clocks = case_clocks(
        account,
        "complaint",
        ground=complaint.cause,
        channel=complaint.channel,
        events={"complaint": complaint.received_on, "final_response": moment.on},
        on=moment.on,
    )
    return due_on(clocks, "escalate")
