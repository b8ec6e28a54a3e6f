"""A ladder as a value: rungs to climb one at a time, reminders and events beside it, holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

Action = Literal["contact", "refer"]

# In which order contact points of one channel are tried: the mobile first, home after work.
POINT_ORDER = ("mobile", "work", "home", "email", "work_email", "postal", "social", "none")


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """A boolean over the facts: its source text and the column expression it stands for."""

    text: str
    expr: pl.Expr


@dataclass(frozen=True, slots=True)
class Hold:
    """A reason not to act, with the stable code that is written to the decision."""

    code: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done: by which channels in order of preference, to whom, why, and how often.

    ``every_days`` is the least number of days between two contacts of this plan. ``templates`` has
    the templates of single channels, ``template`` that of the others.
    """

    id: str
    when: Condition
    every_days: int
    action: Action = "contact"
    channels: tuple[str, ...] = ()
    purpose: str = "collect"
    template: str = ""
    templates: Mapping[str, str] = field(default_factory=dict)
    parties: tuple[str, ...] = ("cardholder",)

    def template_for(self, channel: str) -> str:
        """The template for a channel: its own, or the plan's."""
        return self.templates.get(channel, self.template)


@dataclass(frozen=True, slots=True)
class Step:
    """A rung: what is done on it, the stage it stands for and the least stay on it.

    ``optional`` rungs are passed without acting where their own condition does not hold.
    """

    plan: Plan
    stage: str
    dwell_days: int
    optional: bool = False


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What is said once about an event, from ``first_day`` to ``last_day`` counted from its day.

    ``despite`` are the holds that do not stop it. Nothing is said where one of ``unless_told``, or
    its own template, was told since the event was known.
    """

    plan: Plan
    event: str
    first_day: int
    last_day: int
    despite: frozenset[str] = frozenset()
    unless_told: frozenset[str] = frozenset()

    def templates(self) -> frozenset[str]:
        """Return the templates that tell of the event, or of one that goes for it."""
        own = frozenset(self.plan.template_for(channel) for channel in self.plan.channels)
        return own | self.unless_told


@dataclass(frozen=True, slots=True)
class Ladder:
    """A strategy: ordered rungs (numbered from 1), reminders, and holds.

    ``rest_days`` is the least number of days between two contacts of whatever plan.
    """

    id: str
    version: str
    title: str
    title_zh: str
    steps: tuple[Step, ...]
    reminders: tuple[Plan, ...] = ()
    events: tuple[EventPlan, ...] = ()
    holds: tuple[Hold, ...] = ()
    points: tuple[str, ...] = POINT_ORDER
    rest_days: int = 3
    # as it was read: by it an old day can be decided again
    text: str = field(default="", repr=False, compare=False)

    def plans(self) -> tuple[Plan, ...]:
        """Every plan: those of the rungs from the lowest, then reminders, then events."""
        rungs, events = (step.plan for step in self.steps), (one.plan for one in self.events)
        return (*rungs, *self.reminders, *events)

    def step_ids(self) -> tuple[str, ...]:
        """The ids of the rungs, the lowest first."""
        return tuple(step.plan.id for step in self.steps)


@dataclass(frozen=True, slots=True)
class LadderError:
    """One thing wrong with a ladder file: where, and what to do about it."""

    file: str
    line: int
    message: str
    column: str = field(default="")

    def __str__(self) -> str:
        """Give the error as one line, with its place first."""
        return f"{self.file}:{self.line}: {self.message}"
