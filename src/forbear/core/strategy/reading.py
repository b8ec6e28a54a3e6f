"""Reading a ladder from its TOML text: a ladder, or every error with its line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from typing import Any

from forbear.core.facts import FACTS
from forbear.core.strategy.conditions import read_condition
from forbear.core.strategy.ladder import (
    POINT_ORDER,
    Condition,
    EventPlan,
    Hold,
    Ladder,
    LadderError,
    Plan,
    Step,
)
from forbear.core.strategy.places import Places
from forbear.core.tables import words as w
from forbear.core.tables.conditions import ConditionError

_TOP = {
    "id": str,
    "version": str,
    "title": str,
    "title_zh": str,
    "rest_days": int,
    "points": list,
    "steps": list,
    "reminders": list,
    "events": list,
    "holds": list,
}
_PLAN: dict[str, type] = {
    "id": str,
    "when": str,
    "every_days": int,
    "action": str,
    "channels": list,
    "purpose": str,
    "template": str,
    "templates": dict,
    "parties": list,
}
_STEP: dict[str, type] = {**_PLAN, "stage": str, "dwell_days": int, "optional": bool}
_EVENT: dict[str, type] = {
    **{key: kind for key, kind in _PLAN.items() if key != "every_days"},
    "event": str,
    "first_day": int,
    "last_day": int,
    "despite": list,
    "unless_told": list,
}
_HOLD: dict[str, type] = {"code": str, "when": str}
_NEEDED = {
    "top": ("id", "version", "title", "title_zh", "steps"),
    "steps": ("id", "when", "stage", "dwell_days", "every_days"),
    "reminders": ("id", "when", "every_days"),
    "events": ("id", "event", "first_day", "last_day"),
    "holds": ("code", "when"),
}
# A relative or other contact is asked for the cardholder's details alone, never to pay.
_OTHERS = ("family", "other_contact", "employer", "spouse", "parent", "joint_debtor")
_CODE = re.compile(r"[A-Z][A-Z0-9_]*")
_ID = re.compile(r"[a-z][a-z0-9_]*")
_DAYS_MAX = 3_650
_STEPS_MAX = 1_000
# further from an event than this nobody would know what is meant
EVENT_DAYS = 30


class LadderRefused(ValueError):  # noqa: N818 - it reads as what happened
    """A ladder with errors; ``errors`` holds all of them."""

    def __init__(self, errors: tuple[LadderError, ...]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors


def read_ladder(text: str, *, file: str) -> Ladder:
    """Read a ladder. Raises ``LadderRefused`` with every error found, each with file and line."""
    ladder, errors = check_ladder(text, file=file)
    if ladder is None:
        raise LadderRefused(errors)
    return ladder


def check_ladder(text: str, *, file: str) -> tuple[Ladder | None, tuple[LadderError, ...]]:
    """Read a ladder as a value: the ladder and no error, or no ladder and every error found."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as refused:
        return None, (_syntax(refused, text, file=file),)
    reader = _Reader(Places.of(text), file)
    ladder = reader.ladder(data)
    errors = tuple(sorted(reader.errors, key=lambda error: error.line))
    return (None, errors) if errors else (replace(ladder, text=text), ())


def _syntax(refused: tomllib.TOMLDecodeError, text: str, *, file: str) -> LadderError:
    said = str(refused)
    found = re.search(r"line (\d+)", said)
    line = int(found[1]) if found else max(len(text.splitlines()), 1)
    what = re.sub(r"\s*\(at .*\)$", "", said)
    return LadderError(file, line, f"this is not TOML: {what}")


class _Reader:
    """Collects errors while it reads; a value that cannot be read is replaced by a harmless one."""

    def __init__(self, places: Places, file: str) -> None:
        self.places = places
        self.file = file
        self.errors: list[LadderError] = []

    def refuse(self, where: tuple[str, int], key: str, message: str, column: str = "") -> None:
        line = self.places.line(where, key)
        name = f"{where[0]} {where[1] + 1}: " if where[0] else ""
        self.errors.append(LadderError(self.file, line, f"{name}{key}: {message}", column))

    def table(self, data: Any, where: tuple[str, int], known: dict[str, type]) -> dict[str, Any]:
        """Keep the keys that are known and of their type; refuse the others."""
        if not isinstance(data, dict):
            self.refuse(where, where[0], "a table is expected")
            return {}
        kept = {}
        for key, value in data.items():
            if key not in known:
                self.refuse(where, key, f"unknown key. Known are: {', '.join(known)}")
            elif type(value) is not known[key]:
                expected = {str: "a text", int: "a whole number", list: "a list", bool: "a boolean"}
                self.refuse(where, key, f"{expected[known[key]]} is expected")
            else:
                kept[key] = value
        for key in _NEEDED[where[0] or "top"]:
            if key not in data:
                self.refuse(where, key, "is missing")
        return kept

    def ladder(self, data: dict[str, Any]) -> Ladder:
        top = self.table(data, ("", 0), _TOP)
        steps = [self.step(item, ("steps", n)) for n, item in enumerate(top.get("steps", []))]
        reminders = [
            self.plan(item, ("reminders", n), _PLAN)
            for n, item in enumerate(top.get("reminders", []))
        ]
        holds = [self.hold(item, ("holds", n)) for n, item in enumerate(top.get("holds", []))]
        codes = {hold.code for hold in holds}
        events = [
            self.event(item, ("events", n), codes) for n, item in enumerate(top.get("events", []))
        ]
        if "steps" in data and not steps:
            self.refuse(("", 0), "steps", "the ladder is empty: write at least one step")
        if len(steps) > _STEPS_MAX:
            self.refuse(("", 0), "steps", f"at most {_STEPS_MAX} steps")
        self.stages([step.stage for step in steps])
        self.unique(steps, reminders, events, holds)
        points = self.words(top, ("", 0), "points", w.POINT_KINDS) or POINT_ORDER
        return Ladder(
            id=top.get("id", ""),
            version=top.get("version", ""),
            title=top.get("title", ""),
            title_zh=top.get("title_zh", ""),
            steps=tuple(steps),
            reminders=tuple(reminders),
            events=tuple(events),
            holds=tuple(holds),
            points=points,
            rest_days=self.days(top, ("", 0), "rest_days", least=1, absent=3),
        )

    def step(self, data: Any, where: tuple[str, int]) -> Step:
        plan = self.plan(data, where, _STEP)
        kept = data if isinstance(data, dict) else {}
        stage = kept.get("stage")
        if isinstance(stage, str) and stage not in w.STAGES[1:]:
            hint = " Before the due date, write [[reminders]]." if stage == w.STAGES[0] else ""
            self.refuse(where, "stage", f"'{stage}' is none of {', '.join(w.STAGES[1:])}.{hint}")
        return Step(
            plan=plan,
            stage=stage if isinstance(stage, str) else "",
            dwell_days=self.days(kept, where, "dwell_days", least=1),
            optional=kept.get("optional") is True,
        )

    def plan(self, data: Any, where: tuple[str, int], known: dict[str, type]) -> Plan:
        kept = self.table(data, where, known)
        action = kept.get("action", "contact")
        if action not in {"contact", "refer"}:
            self.refuse(where, "action", f"'{action}' is neither contact nor refer")
        if action == "refer" and where[0] == "reminders":
            self.refuse(where, "action", "a reminder is a contact: only a step refers to a desk")
        purpose = kept.get("purpose", "collect")
        if purpose not in w.PURPOSES:
            self.refuse(where, "purpose", f"'{purpose}' is none of {', '.join(w.PURPOSES)}")
        channels = self.words(kept, where, "channels", w.CHANNELS)
        parties = self.words(kept, where, "parties", w.PARTIES) or ("cardholder",)
        templates = {str(k): str(v) for k, v in kept.get("templates", {}).items()}
        for channel in set(templates) - set(channels):
            self.refuse(where, "templates", f"{channel} is not among the channels")
        if action == "contact":
            if not channels:
                self.refuse(where, "channels", "is missing: a contact needs it")
            if not kept.get("template") and set(channels) - set(templates):
                self.refuse(where, "template", "is missing: a contact needs it")
        self.others(where, parties, purpose)
        plan_id = kept.get("id", "")
        if "id" in kept and not _ID.fullmatch(plan_id):
            self.refuse(where, "id", "use small letters, digits and _ , a letter first")
        return Plan(
            id=plan_id,
            when=self.condition(kept, where),
            every_days=self.days(kept, where, "every_days", least=1),
            action="refer" if action == "refer" else "contact",
            channels=channels,
            purpose=purpose,
            template=kept.get("template", ""),
            templates=templates,
            parties=parties,
        )

    def others(self, where: tuple[str, int], parties: tuple[str, ...], purpose: str) -> None:
        """Refuse what may not be said to anyone but the cardholder."""
        if "guarantor" in parties and (purpose != "notice" or len(parties) > 1):
            message = "a guarantor gets notices of their own: parties = ['guarantor'], purpose ="
            self.refuse(where, "parties", f"{message} 'notice'")
        others = [party for party in parties if party in _OTHERS]
        if others and purpose != "locate":
            message = f"{others[0]} may be asked for contact details alone: purpose = 'locate'"
            self.refuse(where, "parties", message)

    def event(self, data: Any, where: tuple[str, int], codes: set[str]) -> EventPlan:
        """Read what is said of an event; its condition is TRUE where none is written."""
        given = {"when": "TRUE", **data} if isinstance(data, dict) else data
        plan = self.plan(given, where, _EVENT)
        kept = data if isinstance(data, dict) else {}
        if plan.action != "contact":
            self.refuse(where, "action", "an event is told to the cardholder: only a step refers")
        if set(plan.parties) - {"cardholder", "guarantor"}:
            self.refuse(where, "parties", "an event is told to the cardholder, or to a guarantor")
        event = kept.get("event")
        if isinstance(event, str) and event not in w.EVENTS:
            self.refuse(where, "event", f"'{event}' is none of {', '.join(w.EVENTS)}")
        first = self.days(kept, where, "first_day", least=-EVENT_DAYS, most=EVENT_DAYS)
        last = self.days(kept, where, "last_day", least=-EVENT_DAYS, most=EVENT_DAYS)
        if last < first:
            self.refuse(where, "last_day", f"{last} lies before first_day, {first}")
        despite = self.words(kept, where, "despite", tuple(sorted(codes)))
        told = kept.get("unless_told", [])
        if isinstance(told, list) and not all(isinstance(one, str) for one in told):
            self.refuse(where, "unless_told", "names of templates are expected")
            told = []
        return EventPlan(
            plan=plan,
            event=str(event),
            first_day=first,
            last_day=last,
            despite=frozenset(despite),
            unless_told=frozenset(told if isinstance(told, list) else ()),
        )

    def hold(self, data: Any, where: tuple[str, int]) -> Hold:
        kept = self.table(data, where, _HOLD)
        code = kept.get("code", "")
        if "code" in kept and not _CODE.fullmatch(code):
            self.refuse(where, "code", "use capital letters, digits and _ , a letter first")
        return Hold(code=code, when=self.condition(kept, where, null_holds=True))

    def condition(
        self, kept: dict[str, Any], where: tuple[str, int], *, null_holds: bool = False
    ) -> Condition:
        text = kept.get("when", "FALSE")
        try:
            return read_condition(text, FACTS, null_holds=null_holds)
        except ConditionError as refused:
            self.refuse(where, "when", str(refused), refused.column)
            return read_condition("FALSE", FACTS)

    def days(
        self,
        kept: dict[str, Any],
        where: tuple[str, int],
        key: str,
        *,
        least: int,
        most: int = _DAYS_MAX,
        absent: int = 1,
    ) -> int:
        value = kept.get(key, absent)
        if type(value) is not int:
            return absent  # its type has been refused already
        if not least <= value <= most:
            self.refuse(where, key, f"{value} is not between {least} and {most} days")
        return value

    def words(
        self, kept: dict[str, Any], where: tuple[str, int], key: str, known: tuple[str, ...]
    ) -> tuple[str, ...]:
        values = kept.get(key, [])
        for value in values:
            if value not in known:
                self.refuse(where, key, f"'{value}' is none of {', '.join(known)}")
        if len({str(value) for value in values}) < len(values):
            self.refuse(where, key, "names something twice")
        return tuple(str(value) for value in values)

    def stages(self, stages: list[str]) -> None:
        highest = 0
        for number, stage in enumerate(stages):
            if stage not in w.STAGES:
                continue
            rank = w.STAGES.index(stage)
            if rank < highest:
                message = f"'{stage}' comes after '{w.STAGES[highest]}': stages may not go back"
                self.refuse(("steps", number), "stage", message)
            highest = max(highest, rank)

    def unique(
        self, steps: list[Step], reminders: list[Plan], events: list[EventPlan], holds: list[Hold]
    ) -> None:
        seen: set[str] = set()

        def check(name: str, where: tuple[str, int], key: str) -> None:
            if name and name in seen:
                self.refuse(where, key, f"'{name}' is used before: each needs its own")
            seen.add(name)

        for n, step in enumerate(steps):
            check(step.plan.id, ("steps", n), "id")
        for n, reminder in enumerate(reminders):
            check(reminder.id, ("reminders", n), "id")
        for n, event in enumerate(events):
            check(event.plan.id, ("events", n), "id")
        for n, hold in enumerate(holds):
            check(hold.code, ("holds", n), "code")
