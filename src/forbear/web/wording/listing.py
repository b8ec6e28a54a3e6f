"""The list of templates."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from forbear.core.speech.templates import Template
from forbear.services.wording import template_ids, template_in_force
from forbear.store.selectors.wording import versions_waiting
from forbear.web.shared.permissions import SEE_WORDING
from forbear.web.wording.names import template_name
from forbear.web.wording.rail import rail_of
from forbear.web.wording.words import AUDIENCES, condition_text
from forbear.wiring import clock


@dataclass(frozen=True, slots=True)
class Row:
    """One template of the list."""

    name: str
    template: Template | None
    version: int
    waiting: int

    @property
    def title(self) -> str:
        """What people call it."""
        return template_name(self.name)

    @property
    def audience(self) -> str:
        """Who reads it."""
        return str(AUDIENCES[self.template.audience]) if self.template else ""

    @property
    def says(self) -> list[str]:
        """What it says of a case, in words."""
        return (
            [condition_text(name) for name in sorted(self.template.requires)]
            if self.template
            else []
        )


@require_GET
@permission_required(SEE_WORDING, raise_exception=True)
def listing(request: HttpRequest) -> HttpResponse:
    """Show every template, or those that match a text or wait for approval."""
    at = clock.now()
    text = request.GET.get("q", "").strip()[:60]
    view = "waiting" if request.GET.get("view") == "waiting" else "all"
    waiting = versions_waiting()
    rows = []
    for name in template_ids():
        if view == "waiting" and name not in waiting:
            continue
        found = template_in_force(name, at=at)
        template = found.template if found else None
        if text and text.lower() not in _searched(name, template):
            continue
        version = found.version if found else 0
        rows.append(Row(name, template, version, waiting.get(name, 0)))
    context = {"rows": rows, "text": text, "view": view, "rail": rail_of(current=view)}
    return render(request, "wording/list.html", context)


def _searched(name: str, template: Template | None) -> str:
    subjects = [words.subject for words in template.words.values()] if template else []
    return "\n".join((name, name.replace("_", " "), template_name(name), *subjects)).lower()
