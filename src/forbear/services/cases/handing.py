"""A case is given to somebody to look into."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from forbear.services.agreements.steps import moment_of
from forbear.services.cases.steps import case_may, case_step, text_fault
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Complaint, Dispute

NAME_MAX = 150
Case = TypeVar("Case", Dispute, Complaint)


def case_hand(
    held: tuple[Case, Account] | Refusal, *, to: str, at: datetime, actor: str
) -> Case | Refusal:
    """Give a case that is held to somebody; a complaint never to whoever it is about.

    Refusals: that of the holding, those of :func:`case_may` and of texts, ``COMPLAINT_OWN``.
    """
    if isinstance(held, Refusal):
        return held
    case, account = held
    refusal = text_fault(to, NAME_MAX, is_needed=True) or case_may(case, "handed", actor=actor)
    if refusal is None and isinstance(case, Complaint) and case.about and case.about == to:
        refusal = Refusal("COMPLAINT_OWN", f"It is about {to}: give it to somebody else.")
    if refusal is not None:
        return refusal
    if case.handler != to:
        case.handler = to
        case_step(case, "handed", moment_of(account, at, actor), note=to)
    return case
