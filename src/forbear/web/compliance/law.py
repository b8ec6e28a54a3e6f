"""What is in force, where it comes from, what changes soon, and what nobody has verified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from forbear.core.law.changes import Value, changes
from forbear.core.law.saying import place_name
from forbear.core.law.saying.lists import CONFIDENCES
from forbear.web.compliance import words
from forbear.web.compliance.rail import rail_of
from forbear.web.compliance.shelf import (
    Line,
    binds_in,
    lines,
    packs,
    places,
    row_of,
)
from forbear.web.shared.language import in_language
from forbear.web.shared.permissions import SEE_LAW
from forbear.web.shared.words import CONFIDENCE_SHORT
from forbear.wiring.house import house_day

SOON = timedelta(days=365)
UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the law is meant."""

    on: date
    today: date
    place: str = ""
    code: str | None = None
    confidence: str = ""
    text: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether less than all that is in force is meant."""
        return bool(self.place or self.code is not None or self.confidence or self.text)

    def matches(self, line: Line) -> bool:
        """Return whether a value is in force on the day and among what is asked for."""
        rule = line.rule
        return (
            rule.is_ever_in_force(self.on, self.on)
            and binds_in(rule, self.place)
            and (self.code is None or line.code == self.code)
            and self.matches_confidence(rule)
            and all(word in line.searched for word in self.text.casefold().split())
        )

    def matches_confidence(self, rule: Value) -> bool:
        """Return whether the source was read as asked; ``unverified`` is all but the primary."""
        if self.confidence == UNVERIFIED:
            return rule.confidence in words.UNVERIFIED
        return self.confidence in ("", rule.confidence)


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one place."""

    code: str
    name: str
    rows: Sequence[str]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change to come, with the lines of what ends and what begins."""

    on: date
    days: int
    line: Line
    ends: Line | None
    begins: Line | None


@require_GET
@permission_required(SEE_LAW, raise_exception=True)
def law(request: HttpRequest) -> HttpResponse:
    """Show the values in force on a day, by place; htmx asks for the list alone."""
    asked = asked_of(request)
    found = [line for line in lines() if asked.matches(line)]
    shown: dict[str, object] = {
        "asked": asked,
        "groups": _groups(found, asked),
        "count": len(found),
        "place_name": in_language(place_name(asked.place)) if asked.place else "",
        "soon": change_rows(asked.on)[:3],
        "soon_count": len(change_rows(asked.on)),
        "unverified": _unverified(asked),
        "unverified_count": sum(count for _confidence, count in _unverified(asked)),
        "packs": packs(),
        "query": query_of(asked),
    }
    if request.headers.get("HX-Request"):
        return render(request, "compliance/_list.html", shown)
    held = [line.code for line in lines()]
    shown |= {
        "rail": rail_of(request, on=asked.on, current=_current(asked)),
        "places": places(),
        "topics": [(code, words.topic(code)) for code in sorted(set(held), key=words.topic_place)],
        "confidences": [*CONFIDENCE_SHORT.items()],
    }
    return render(request, "compliance/law.html", shown)


@require_GET
@permission_required(SEE_LAW, raise_exception=True)
def changes_soon(request: HttpRequest) -> HttpResponse:
    """Show what begins or ends to hold within the next twelve months, the soonest first."""
    asked = asked_of(request)
    shown = {
        "asked": asked,
        "rows": change_rows(asked.on),
        "rail": rail_of(request, on=asked.on, current="changes"),
    }
    return render(request, "compliance/changes.html", shown)


def asked_of(request: HttpRequest) -> Asked:
    """Read from an address which part of the law is meant; what makes no sense is ignored."""
    given, today = request.GET, house_day()
    try:
        on = date.fromisoformat(given.get("on", ""))
    except ValueError:
        on = today
    code = given.get("topic")
    confidence = given.get("confidence", "")
    known = (*CONFIDENCES, UNVERIFIED)
    return Asked(
        on=on,
        today=today,
        place=given.get("place", "")[:12],
        code="" if code == "say" else code or None,
        confidence=confidence if confidence in known else "",
        text=given.get("q", "").strip()[:80],
    )


def query_of(asked: Asked, **changed: str) -> str:
    """Write a part of the law as the query of an address; what is usual is left out."""
    given = {
        "q": asked.text,
        "place": asked.place,
        "topic": "say" if asked.code == "" else asked.code or "",
        "confidence": asked.confidence,
        "on": "" if asked.on == asked.today else asked.on.isoformat(),
        **changed,
    }
    return urlencode({key: value for key, value in given.items() if value})


def change_rows(on: date) -> list[ChangeRow]:
    """Return the changes of the twelve months after a day."""
    by_rule = {id(line.rule): line for line in lines()}
    rules = [line.rule for line in lines()]
    try:
        until = on + SOON
    except OverflowError:
        until = date.max
    return [
        ChangeRow(
            on=change.on,
            days=(change.on - on).days,
            line=by_rule[id(change.rule)],
            ends=by_rule[id(change.ends)] if change.ends else None,
            begins=by_rule[id(change.begins)] if change.begins else None,
        )
        for change in changes(rules, after=on, until=until)
    ]


def _current(asked: Asked) -> str:
    if asked.confidence == UNVERIFIED:
        return UNVERIFIED
    return asked.place.split("-", maxsplit=1)[0] or "list"


def _groups(found: Sequence[Line], asked: Asked) -> list[Group]:
    """Group by place. Where one is asked for: itself, what it lies in, what lies in it, all."""
    by_place: dict[str, list[Line]] = {}
    for line in found:
        by_place.setdefault(line.rule.jurisdiction, []).append(line)
    query = "" if asked.on == asked.today else f"?on={asked.on.isoformat()}"
    groups = [
        Group(
            code,
            held[0].place,
            [mark_safe(row_of(line).replace("@on@", query)) for line in held],  # noqa: S308 - a template made it; a day has no signs of HTML
        )
        for code, held in by_place.items()
    ]
    if asked.place:
        within = f"{asked.place}-"
        groups.sort(
            key=lambda group: (
                group.code == "*",
                group.code.startswith(within),
                -group.code.count("-"),
            )
        )
    return groups


def _unverified(asked: Asked) -> list[tuple[str, int]]:
    counts = Counter(
        line.rule.confidence
        for line in lines()
        if line.rule.is_ever_in_force(asked.on, asked.on) and binds_in(line.rule, asked.place)
    )
    return [(confidence, counts[confidence]) for confidence in words.UNVERIFIED]
