"""Answers above one's authority: proposed, and approved or refused by somebody else, once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import transaction

from forbear.services.agreements.steps import Moment
from forbear.services.approvals import approval_ask, approval_give, approval_refuse
from forbear.services.cases.steps import case_step, subject_of
from forbear.services.refusals import Refusal
from forbear.store.models import Approval, Complaint, Dispute

Case = TypeVar("Case", Dispute, Complaint)
Answer = TypeVar("Answer")


def answer_propose(
    case: Case, data: dict[str, object], moment: Moment, *, why: str, needs: Sequence[str]
) -> Case:
    """Keep an answer with its case, and ask for the approval of what it needs authority for."""
    case_step(case, "proposed", moment, note=why, data=data)
    subject = subject_of(case)
    approval_ask(
        kind=subject,
        subject=subject,
        subject_id=case.pk,
        asked_by=moment.actor,
        at=moment.at,
        why=why,
        needs=needs,
        account_id=case.account_id,
    )
    return case


def answer_proposed(case: Dispute | Complaint, kind: type[Answer]) -> Answer | None:
    """Return the answer that waits for approval, if one does, as what it was before it was kept."""
    if case.state != "proposed":
        return None
    step = case.steps.filter(step="proposed").order_by("-pk").first()
    return kind(**step.data) if step else None


def approval_asked(approval_id: int, subject: str) -> Approval | Refusal:
    """Return a question about an answer to a kind of case; ``APPROVAL_UNKNOWN``."""
    found = Approval.objects.filter(pk=approval_id, subject=subject).first()
    return found or Refusal("APPROVAL_UNKNOWN", f"Nobody asked for approval {approval_id}.")


def answer_decide(
    case: Case,
    asked: Approval,
    moment: Moment,
    *,
    is_given: bool,
    why: str,
    carry_out: Callable[[], Case | Refusal] | None,
) -> Case | Refusal:
    """Approve an answer and carry it out, or refuse it; the case is held by the transaction.

    ``carry_out`` is none where nothing waits. Refusals: those of approvals and of carrying it out.
    """
    given = (approval_give if is_given else approval_refuse)(
        approval_id=asked.pk, by=moment.actor, at=moment.at, why=why
    )
    if isinstance(given, Refusal):
        return given
    if carry_out is None:
        return case
    if not is_given:
        case_step(case, "not_approved", moment, note=why)
        return case
    done = carry_out()
    if isinstance(done, Refusal):
        transaction.set_rollback(True)  # nothing of an approval that could not be carried out
    return done
