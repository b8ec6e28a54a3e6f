"""Until when a guarantee binds where its document does not say: the law of the place does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from forbear.core.law.periods import LawPeriod, answer_period
from forbear.packs import load_book

# by nation: the period of the packs, and the event from which it is counted
_PERIODS = {"CN": ("cn-guarantee-period-6m", "main_debt_due")}


@dataclass(frozen=True, slots=True)
class LawEnd:
    """The last day of a suretyship period, and the rule that gives it."""

    on: date
    rule_id: str


def law_end(nation: str, debt_due_on: date) -> LawEnd | None:
    """Return the last day by the law of ``nation``; ``None`` where the packs know of none.

    ``debt_due_on`` is the day on which the guaranteed debt fell due.
    """
    known = _PERIODS.get(nation)
    if known is None:
        return None
    rule_id, event = known
    try:
        answer = answer_period(_periods(), rule_id, {event: debt_due_on}, on=debt_due_on)
    except (LookupError, ValueError):
        return None
    if answer.last_day is None:
        return None
    return LawEnd(answer.last_day, rule_id)


@cache
def _periods() -> tuple[LawPeriod, ...]:
    return load_book().periods
