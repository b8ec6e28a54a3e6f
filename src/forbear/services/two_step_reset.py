"""A lost device and no recovery code: one of IT asks for the reset, another one gives it."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from forbear.services.approvals import approval_ask, approval_give, approval_refuse
from forbear.services.refusals import Refusal
from forbear.services.two_step import device_of, two_step_end
from forbear.store.models import Approval, ApprovalAnswer

KIND = "two_step_reset"


@transaction.atomic
def reset_ask(*, user_id: int, by: str, why: str, at: datetime) -> Approval | Refusal:
    """Ask that a user begins anew with another device.

    ``USER_UNKNOWN``, ``DEVICE_UNKNOWN``, ``NOTE_MISSING``; ``RESET_OWN``: nobody resets their own.
    """
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return Refusal("USER_UNKNOWN", f"There is no user {user_id}.")
    if user.get_username() == by:
        return Refusal("RESET_OWN", "Nobody resets their own second step: ask two of IT.")
    if device_of(user) is None:
        return Refusal("DEVICE_UNKNOWN", "There is no device yet.")
    return approval_ask(kind=KIND, subject="user", subject_id=user_id, asked_by=by, at=at, why=why)


@transaction.atomic
def reset_answer(
    *, approval_id: int, is_given: bool, by: str, at: datetime, why: str = ""
) -> ApprovalAnswer | Refusal:
    """Give or refuse a reset that somebody else asked for; given, the device and sessions end.

    ``APPROVAL_UNKNOWN``, ``APPROVAL_ANSWERED``, ``APPROVAL_OWN``, ``NOTE_MISSING``, ``RESET_OWN``.
    """
    asked = Approval.objects.filter(pk=approval_id, kind=KIND, subject="user").first()
    if asked is None:
        return Refusal("APPROVAL_UNKNOWN", f"Nobody asked for approval {approval_id}.")
    if not is_given:
        return approval_refuse(approval_id=approval_id, by=by, at=at, why=why)
    user = User.objects.get(pk=asked.subject_id)
    if user.get_username() == by:
        return Refusal("RESET_OWN", "Nobody resets their own second step: ask two of IT.")
    done = approval_give(approval_id=approval_id, by=by, at=at, why=why)
    if not isinstance(done, Refusal):
        two_step_end(user=user, at=at, actor=by)
    return done
