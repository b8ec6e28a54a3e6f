"""Try a case: the gate's answer for facts that anyone may make up. Nothing is stored."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from forbear.interchange.cases import BadCase, answer_json, read_case
from forbear.web.compliance.answer import Shown, shown
from forbear.web.compliance.form import messages
from forbear.web.compliance.form.convert import (
    ROWS_MAX,
    Values,
    case_of,
    row_values,
    rows_of,
    values_of,
    with_rows,
)
from forbear.web.compliance.form.inputs import PLAIN, ROWS
from forbear.web.compliance.form.page import lists_of, sections
from forbear.web.compliance.prefill import usual_outcome
from forbear.web.compliance.rail import rail_of
from forbear.web.shared.language import is_chinese
from forbear.web.shared.permissions import SEE_LAW
from forbear.wiring.gate import answer_case
from forbear.wiring.house import house_day

TEXT_MAX = 200_000
MORNING = "10:15"
DEFAULTS = {each.path: each.default for each in chain(*PLAIN.values(), *ROWS.values())}
_ROW_NUMBER = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a case: an answer, or what is wrong with it, by field."""

    case_json: str = ""
    answer: Shown | None = None
    answer_json: str = ""
    errors: Mapping[str, str] | None = None


@require_http_methods(["GET", "POST"])
@permission_required(SEE_LAW, raise_exception=True)
def trial(request: HttpRequest) -> HttpResponse:
    """Show the form, and the answer if a case was given by form, by address or as JSON."""
    today = house_day()
    given = request.POST if request.method == "POST" else request.GET
    pasted = given.get("json", "")[:TEXT_MAX].strip() if given.get("do") == "json" else ""
    values = {**usual(today), **_typed(given)}
    tried = Tried()
    if pasted:
        tried, values = _try_json(pasted, values)
    elif given.get("do", "").startswith(("add ", "drop ")):
        values = _changed(values, given["do"])
    elif _typed(given):
        tried = _try(json.dumps(case_of(values), ensure_ascii=False))
    errors = dict(tried.errors or {})
    words: dict[str, object] = {
        "today": today,
        "sections": sections(values, errors),
        "lists": lists_of(values, errors),
        "tried": tried,
        "errors": errors,
        "pasted": pasted if errors else "",
        "link": _link(values, today) if tried.answer else "",
    }
    if request.headers.get("HX-Request"):
        return render(request, "compliance/_trial.html", words)
    words["rail"] = rail_of(request, on=today, current="try")
    return render(request, "compliance/trial.html", words)


def usual(today: date) -> Values:
    """Return the case that the form opens with: an agency calls a mobile, 45 days past due."""
    return {
        "where": "CN" if is_chinese() else "US",
        "on": today.isoformat(),
        "time": MORNING,
        "zones": "",
        "collector.kind": "agency",
        "collector.authorised": "yes",
        "collector.licensed": "yes",
        "contact.channel": "call",
        "contact_point.kind": "mobile",
        "contact_point.party": "cardholder",
        "account.dpd": "45",
        "account.overdue_minor": "1200.00",
        "account.balance_minor": "5400.00",
        "account.validation_sent_on": (today - timedelta(days=40)).isoformat(),
    }


def _typed(given: QueryDict) -> Values:
    """Return what was typed; a NUL is no text."""
    inner = ("csrfmiddlewaretoken", "do", "json")
    return {
        path: text.replace("\x00", "")[:200]
        for path, text in given.items()
        if path not in inner and isinstance(text, str)
    }


def _try(text: str) -> Tried:
    """Read a case and ask the gate: the same reader and the same gate as ``forbear gate``."""
    read = read_case(text, 1)
    if isinstance(read, BadCase):
        field = read.field or ""
        message = read.message.removeprefix(f"{field} " if field else "the line ")
        return Tried(case_json=_pretty(text), errors={field: messages.said(message)})
    answer = answer_case(read)
    return Tried(
        case_json=_pretty(text),
        answer=shown(answer, read.zones, at=read.at),
        answer_json=json.dumps(answer_json(read.case_id, answer), ensure_ascii=False, indent=2),
    )


def _try_json(text: str, values: Values) -> tuple[Tried, Values]:
    """Try a pasted case, and show it in the form if it can be read."""
    tried = _try(text)
    if tried.errors:
        return tried, values
    return tried, values_of(json.loads(text))


def _pretty(text: str) -> str:
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return ""


def _changed(values: Values, act: str) -> Values:
    """Return the form with a row more, like the last but a day earlier, or with one less."""
    verb, _, target = act.partition(" ")
    name, _, number = target.partition(" ")
    if name not in ROWS:
        return values
    rows = [row_values(values, name, index) for index in range(rows_of(values, name))]
    if verb == "drop":
        rows = [row for index, row in enumerate(rows) if str(index) != number]
    elif len(rows) < ROWS_MAX:
        rows.append(_next_row(values, name, rows))
    return with_rows(values, name, rows)


def _next_row(values: Values, name: str, rows: list[Values]) -> Values:
    if name == "person.inconvenient":
        return {"from": "12:00", "to": "14:00"}
    last = rows[-1] if rows else {}
    before = last.get("at") or f"{values.get('on', '')}T{values.get('time', '')}"
    try:
        at = (datetime.fromisoformat(before) - timedelta(days=1)).isoformat(timespec="minutes")
    except (ValueError, OverflowError):
        at = ""
    fresh: Values = {}
    if name == "history":
        channel = values.get("contact.channel", "")
        fresh = {"channel": channel, "outcome": usual_outcome(channel)}
    if name == "person.consents":
        fresh = {"kind": "contact"}
    return {**fresh, **last, "at": at}


def _link(values: Values, today: date) -> str:
    """Return the address of a case, without what is usual: it can be sent to a colleague."""
    known = {**DEFAULTS, **usual(today)}
    changed = {
        path: text
        for path, text in values.items()
        if text != known.get(_ROW_NUMBER.sub("", path), "")
    }
    changed |= {key: values[key] for key in ("where", "on") if key in values}
    return f"{reverse('law:try')}?{urlencode(changed)}"
