"""One decision on the ladder, written plainly for one account. Only tests import it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Facts = Mapping[str, Any]
# True, False, or None where a fact is not known.
Predicate = Callable[[Facts], bool | None]


@dataclass(frozen=True, slots=True)
class Rung:
    id: str
    stage: str
    when: Predicate
    dwell_days: int
    every_days: int
    refers: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Reminder:
    id: str
    when: Predicate
    every_days: int


@dataclass(frozen=True, slots=True)
class Event:
    """What is told of an event of a kind, on which of the days counted from its own."""

    id: str
    kind: str
    first_day: int
    last_day: int
    template: str
    when: Predicate
    despite: frozenset[str]
    unless_told: frozenset[str]


@dataclass(frozen=True, slots=True)
class Decision:
    step: int
    step_on: date | None
    stage: str
    hold: str | None
    plan_id: str | None
    action: str
    because: str


@dataclass(frozen=True, slots=True)
class Plain:
    """A ladder in plain Python."""

    rungs: Sequence[Rung]
    reminders: Sequence[Reminder]
    holds: Sequence[tuple[str, Predicate]]
    rest_days: int
    events: Sequence[Event] = ()


def event_told(
    facts: Facts, happened: Sequence[Facts], ladder: Plain, hold: str | None, *, on: date
) -> str | None:
    """The first of the ladder's events that has something to tell of an account."""
    if facts["status"] == "sold":
        return None
    for event in ladder.events:
        if (hold is not None and hold not in event.despite) or event.when(facts) is not True:
            continue
        for one in happened:
            age = (on - one["on"]).days
            told = set((one["told"] or "").split()) & {event.template, *event.unless_told}
            is_its = one["event"] == event.kind and event.first_day <= age <= event.last_day
            if is_its and not told:
                return event.id
    return None


def decide(facts: Facts, ladder: Plain, *, on: date, happened: Sequence[Facts] = ()) -> Decision:
    """Move one account on the ladder and say what is due today."""
    hold = next((code for code, when in ladder.holds if when(facts) is not False), None)
    before = min(facts["step"], len(ladder.rungs))
    paid = before > 0 and facts["paid_since_step"]
    paid_today = facts["days_since_payment"] is not None and facts["days_since_payment"] <= 0
    step = 0
    if is_overdue(facts):
        reached = _reached(facts, ladder.rungs, before, hold, paid=paid, paid_today=paid_today)
        step = min(reached, _wanted(facts, ladder.rungs))
    is_fresh = step != facts["step"] or hold is not None or paid or facts["step_on"] is None
    step_on = None
    if step > 0:
        answered = on + timedelta(days=1) if paid and paid_today else on
        step_on = answered if is_fresh else facts["step_on"]
    stage = ladder.rungs[step - 1].stage if step else "current"
    days_here = 0 if is_fresh else facts["days_on_step"]
    plan_id, action, because = _treat(facts, ladder, hold, step=step, days_here=days_here)
    after = {**facts, "step": step, "step_on": step_on, "stage": stage}
    told = event_told(after, happened, ladder, hold, on=on)
    if told is not None and action != "refer":
        plan_id, action, because = told, "contact", told
    return Decision(step, step_on, stage, hold, plan_id, action, because)


def is_overdue(facts: Facts) -> bool:
    return is_open(facts) and facts["dpd"] > 0 and facts["overdue_minor"] > 0


def is_open(facts: Facts) -> bool:
    return facts["status"] in {"open", "charged_off"}


def _treat(
    facts: Facts, ladder: Plain, hold: str | None, *, step: int, days_here: int
) -> tuple[str | None, str, str]:
    """The plan, the action and why."""
    if not is_open(facts):
        return None, "none", "CLOSED"
    if hold is not None:
        return None, "hold", hold
    rung = ladder.rungs[step - 1] if step else None
    is_passed = rung is not None and rung.optional and rung.when(facts) is not True
    acts = None if is_passed else rung
    if acts is not None and acts.refers and days_here % acts.every_days == 0:
        return acts.id, "refer", acts.id
    plan_id = _contact_due(facts, ladder, acts, days_here=days_here)
    if plan_id is not None:
        return plan_id, "contact", plan_id
    if not is_overdue(facts):
        return None, "none", "NOTHING_OVERDUE"
    waits = "PASSED_OVER" if is_passed else "NOT_DUE_YET"
    return None, "none", "BELOW_LADDER" if rung is None else waits


def _contact_due(facts: Facts, ladder: Plain, rung: Rung | None, *, days_here: int) -> str | None:
    if (
        rung is not None
        and not rung.refers
        and _may_contact(facts, rung.every_days, ladder.rest_days, days_here)
    ):
        return rung.id
    for reminder in ladder.reminders:
        if reminder.when(facts) is True and _may_contact(
            facts, reminder.every_days, ladder.rest_days, None
        ):
            return reminder.id
    return None


def _wanted(facts: Facts, rungs: Sequence[Rung]) -> int:
    return max((n for n, rung in enumerate(rungs, 1) if rung.when(facts) is True), default=0)


def _reached(
    facts: Facts,
    rungs: Sequence[Rung],
    before: int,
    hold: str | None,
    *,
    paid: bool,
    paid_today: bool,
) -> int:
    if paid:
        return max(before - 1, 1)
    stayed = facts["days_on_step"]
    has_dwelt = before == 0 or (stayed is not None and stayed >= rungs[before - 1].dwell_days)
    return before + 1 if has_dwelt and hold is None and not paid_today else before


def _may_contact(facts: Facts, every_days: int, rest_days: int, days_here: int | None) -> bool:
    since = facts["days_since_contact"]
    if since is None:
        return True
    if since < rest_days:
        return False
    return since >= every_days or (days_here is not None and since > days_here)
