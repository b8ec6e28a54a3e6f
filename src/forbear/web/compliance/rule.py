"""One rule: what it asks, whom it binds, where it is written, and its values over time."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from forbear.core.law.changes import Value
from forbear.core.law.rules import Rule
from forbear.core.law.saying import clauses
from forbear.web.compliance.law import asked_of
from forbear.web.compliance.prefill import prefill
from forbear.web.compliance.rail import rail_of
from forbear.web.compliance.shelf import line_of, lines_of_question
from forbear.web.shared.language import in_language
from forbear.web.shared.permissions import SEE_LAW


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a condition, in words or as the pack writes it."""

    text: str
    is_code: bool


@require_GET
@permission_required(SEE_LAW, raise_exception=True)
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    """Show a rule as it stands on the day asked for, or its latest value where it stood not."""
    asked = asked_of(request)
    dated = line_of(rule_id)
    if not dated:
        raise Http404(rule_id)
    line = next(
        (each for each in dated if each.rule.is_ever_in_force(asked.on, asked.on)), dated[-1]
    )
    shown = line.rule
    values = lines_of_question(shown)
    words: dict[str, object] = {
        "line": line,
        "rule": shown,
        "state": line.state(asked.on),
        "asked": asked,
        "notes": _notes(shown),
        "values": [(each, each.state(asked.on)) for each in values],
        "rail": rail_of(request, on=asked.on, current=shown.nation),
    }
    if isinstance(shown, Rule):
        words |= {
            "is_rule": True,
            "binds": _parts(shown.applies_text),
            "objects": _parts(_when(shown)),
            "try_url": f"{reverse('law:try')}?{urlencode(prefill(shown, today=asked.on))}",
        }
    return render(request, "compliance/rule.html", words)


def _notes(value: Value) -> list[str]:
    if isinstance(value, Rule):
        found = (str(value.text.get("note", "")), value.question_note)
        return [note for note in found if note]
    return [value.note] if value.note else []


def _when(rule: Rule) -> str:
    value = rule.text.get("value")
    return str(value.get("when", "")) if isinstance(value, dict) else ""


def _parts(text: str) -> list[Part]:
    parts = []
    for clause in clauses(text):
        said = in_language(clause.said)
        parts.append(Part(said if clause.is_code else said[:1].upper() + said[1:], clause.is_code))
    return parts
