"""A step that is asked for again, because its answer was lost, is taken once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TypeVar

from django.db import transaction

from forbear.services.cases.answering import Answer
from forbear.services.cases.complaint_answers import ComplaintAnswer
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Complaint, Dispute

Case = TypeVar("Case", Dispute, Complaint)


@transaction.atomic
def taken_once(
    locked: Callable[[], tuple[Case, Account] | Refusal],
    is_taken: Callable[[Case], bool],
    take: Callable[[], Case | Refusal],
) -> Case | Refusal:
    """Hold a case; return it as it is where the step was taken already, and take it otherwise.

    Refusals: those of ``locked`` and of ``take``.
    """
    held = locked()
    if isinstance(held, Refusal):
        return held
    return held[0] if is_taken(held[0]) else take()


def was_last_step(case: Dispute | Complaint, *, step: str, note: str, actor: str) -> bool:
    """Say whether the last thing done to a case is this very step, in these words, by this one."""
    last = case.steps.order_by("-pk").first()
    return last is not None and (last.step, last.note, last.actor) == (step, note.strip(), actor)


def was_answered(
    case: Dispute | Complaint, answer: Answer | ComplaintAnswer, *, actor: str
) -> bool:
    """Say whether a case was answered so by this one, or that answer of theirs waits."""
    if case.state == "answered":
        answered = (case.outcome, case.reasons, case.answered_by)
        return answered == (answer.outcome, answer.reasons.strip(), actor)
    last = case.steps.filter(step="proposed").order_by("-pk").first()
    if case.state != "proposed" or last is None:
        return False
    return (last.data, last.actor) == (asdict(answer), actor)
