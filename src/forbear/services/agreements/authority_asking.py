"""Authority changes by four eyes: one proposes, another one answers, and nobody for themselves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, fields
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from forbear.core.agreements.authority import PERSON, Limit
from forbear.core.roles import ROLES
from forbear.services.agreements.authority import authority_refused, authority_set
from forbear.services.approvals import approval_ask, approval_give, approval_refuse
from forbear.services.house import house_date
from forbear.services.refusals import Refusal
from forbear.store.models import Approval, ApprovalAnswer, AuthorityProposal

KIND = "authority.limit"
SUBJECT = "authority_proposal"


@transaction.atomic
def authority_propose(limit: Limit, *, at: datetime, actor: str, note: str) -> Approval | Refusal:
    """Propose a limit; it counts for nothing until somebody else has approved it.

    The refusals of ``authority_set``; ``ROLE_UNKNOWN`` also for a role or person that is none.
    """
    refusal = authority_refused(limit, note) or _nobody(limit.role)
    if refusal is not None:
        return refusal
    made = AuthorityProposal.objects.create(**asdict(limit), at=at, actor=actor, note=note[:200])
    return approval_ask(
        kind=KIND, subject=SUBJECT, subject_id=made.pk, asked_by=actor, at=at, why=note
    )


@transaction.atomic
def authority_answer(
    *, approval_id: int, is_given: bool, roles: Collection[str], at: datetime, actor: str, why: str
) -> ApprovalAnswer | Refusal:
    """Approve a proposed limit, which then counts from its day on, or refuse it.

    The refusals of approvals; ``AUTHORITY_OWN`` for a limit of one's own role or name;
    ``AUTHORITY_PAST`` where its day has passed meanwhile.
    """
    asked = Approval.objects.filter(pk=approval_id, kind=KIND).first()
    if asked is None:
        return Refusal("APPROVAL_UNKNOWN", f"Nobody asked for approval {approval_id}.")
    if not is_given:
        return approval_refuse(approval_id=approval_id, by=actor, at=at, why=why)
    proposed = AuthorityProposal.objects.get(pk=asked.subject_id)
    if refusal := _refused(proposed, asked, {*roles, f"{PERSON}{actor}"}):
        return refusal
    answer = approval_give(approval_id=approval_id, by=actor, at=at, why=why)
    if isinstance(answer, Refusal):
        return answer
    limit = Limit(**{each.name: getattr(proposed, each.name) for each in fields(Limit)})
    note = f"{proposed.note} ({proposed.actor}, approval {approval_id})"
    done = authority_set(limit, at=at, actor=actor, note=note)
    if isinstance(done, Refusal):
        transaction.set_rollback(True)
        return done
    return answer


def _refused(proposed: AuthorityProposal, asked: Approval, mine: Collection[str]) -> Refusal | None:
    if proposed.role in mine:
        return Refusal("AUTHORITY_OWN", "It is your own limit: somebody of another role answers.")
    if proposed.since < house_date(asked.asked_at):
        return Refusal("AUTHORITY_PAST", "It would count from a day before it was asked.")
    return None


def _nobody(role: str) -> Refusal | None:
    if role.startswith(PERSON):
        if User.objects.filter(username=role.removeprefix(PERSON), is_active=True).exists():
            return None
    elif role in ROLES:
        return None
    return Refusal("ROLE_UNKNOWN", f"{role!r} is no role, and no @name of somebody who signs in.")
