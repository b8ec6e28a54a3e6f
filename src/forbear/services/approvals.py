"""Four eyes: one asks, another one answers. Both are kept, and nobody approves their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from forbear.services.audit import audit_write
from forbear.services.refusals import Refusal
from forbear.store.models import Approval, ApprovalAnswer

WHY_MAX = 500


@transaction.atomic
def approval_ask(
    *,
    kind: str,
    subject: str,
    subject_id: int,
    asked_by: str,
    at: datetime,
    why: str,
    needs: Sequence[str] = (),
    account_id: int | None = None,
) -> Approval | Refusal:
    """Ask for somebody else's approval; ``needs`` are the codes of what lies above one's authority.

    What is asked already and not answered is returned again. ``NOTE_MISSING`` without a reason.
    """
    if not why.strip():
        return Refusal("NOTE_MISSING", "Say why, in a few words.")
    open_one = Approval.objects.filter(
        kind=kind, subject=subject, subject_id=subject_id, answer__isnull=True
    ).first()
    if open_one is not None:
        return open_one
    made = Approval.objects.create(
        kind=kind,
        subject=subject,
        subject_id=subject_id,
        account_id=account_id,
        needs=list(needs),
        why=why.strip()[:WHY_MAX],
        asked_at=at,
        asked_by=asked_by[:150],
    )
    _audit(made, "approval.asked", at=at, actor=asked_by, why=made.why)
    return made


def approval_give(
    *, approval_id: int, by: str, at: datetime, why: str = ""
) -> ApprovalAnswer | Refusal:
    """Approve what somebody else asked for.

    ``APPROVAL_UNKNOWN``, ``APPROVAL_ANSWERED``, and ``APPROVAL_OWN`` for one's own.
    """
    return _answer(approval_id, by=by, at=at, why=why, is_given=True)


def approval_refuse(
    *, approval_id: int, by: str, at: datetime, why: str
) -> ApprovalAnswer | Refusal:
    """Say no, with the reason; who asked may take their own back so.

    ``APPROVAL_UNKNOWN``, ``APPROVAL_ANSWERED``, ``NOTE_MISSING``.
    """
    if not why.strip():
        return Refusal("NOTE_MISSING", "Say why, in a few words.")
    return _answer(approval_id, by=by, at=at, why=why, is_given=False)


@transaction.atomic
def _answer(
    approval_id: int, *, by: str, at: datetime, why: str, is_given: bool
) -> ApprovalAnswer | Refusal:
    # two who answer at the same moment wait for each other here
    asked = Approval.objects.select_for_update().filter(pk=approval_id).first()
    if asked is None:
        return Refusal("APPROVAL_UNKNOWN", f"Nobody asked for approval {approval_id}.")
    if ApprovalAnswer.objects.filter(approval=asked).exists():
        return Refusal("APPROVAL_ANSWERED", "Somebody else has answered meanwhile.")
    if is_given and by == asked.asked_by:
        return Refusal("APPROVAL_OWN", "Nobody approves what they asked for: ask somebody else.")
    made = ApprovalAnswer.objects.create(
        approval=asked,
        is_given=is_given,
        asked_by=asked.asked_by,
        answered_by=by[:150],
        answered_at=at,
        why=why.strip()[:WHY_MAX],
    )
    action = "approval.given" if is_given else "approval.refused"
    _audit(asked, action, at=at, actor=by, why=made.why)
    return made


def _audit(asked: Approval, action: str, *, at: datetime, actor: str, why: str) -> None:
    audit_write(
        at=at,
        actor=actor,
        action=action,
        subject="approval",
        subject_id=asked.pk,
        data={"kind": asked.kind, "of": f"{asked.subject} {asked.subject_id}", "why": why},
    )
