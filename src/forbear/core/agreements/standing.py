"""Where a plan stands, by what was paid and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """``kept``, ``missed`` (within the days of grace), ``broken`` or ``completed``; minor units.

    ``behind_minor`` fell due and is not paid, ``next_on`` is the day of the next unpaid payment.
    """

    state: str
    paid_minor: int
    behind_minor: int
    left_minor: int
    next_on: date | None


def plan_standing(
    due: Sequence[tuple[date, int]],
    paid: Iterable[tuple[date, int]],
    *,
    on: date,
    grace_days: int,
) -> PlanStanding:
    """Judge a plan as of the end of ``on``.

    ``due`` are its payments, the earliest first; ``paid`` what was paid since it was agreed, by the
    day from which it counts. What is paid goes to the earliest. A payment is met until
    ``grace_days`` after its day; from the day after that one unmet payment breaks the plan.
    """
    received = [(day, amount) for day, amount in paid if day <= on]
    total, so_far = sum(amount for _, amount in received), 0
    owed = sum(amount for _, amount in due)
    behind, next_on, is_broken = 0, None, False
    for day, amount in due:
        so_far += amount
        last = day + timedelta(days=grace_days)
        in_time = sum(each for when, each in received if when <= last)
        is_broken = is_broken or (on > last and in_time < so_far)
        if total < so_far:
            next_on = next_on or day
            behind += min(amount, so_far - total) if day < on else 0
    left = max(owed - total, 0)
    state = "completed" if not left else "broken" if is_broken else "missed" if behind else "kept"
    return PlanStanding(state, total, behind, left, next_on)
