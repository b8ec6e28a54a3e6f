"""One template: its words side by side, its versions, its faults, and how it would be sent."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forbear.core.speech.conditions import CONDITIONS
from forbear.core.speech.templates import Fault
from forbear.packs.trying import text_faults
from forbear.packs.words import template_from
from forbear.services.wording import Faulty, text_in_force, wording_save
from forbear.store.models import Account
from forbear.store.selectors.wording import VersionState, version_list
from forbear.web.shared.permissions import EDIT_WORDING, SEE_CASES, SEE_WORDING
from forbear.web.wording.fields import boxes_of, requires_of, text_with
from forbear.web.wording.names import template_name
from forbear.web.wording.rail import rail_of
from forbear.web.wording.words import FAULTS, STATES, condition_text
from forbear.wiring import clock
from forbear.wiring.preview import Preview, previews_of

_NOTE_MOST = 200


@dataclass(frozen=True, slots=True)
class Told:
    """A fault in the language of the page."""

    what: str
    place: str
    detail: str
    sentence: str


@require_http_methods(["GET", "POST"])
@permission_required(SEE_WORDING, raise_exception=True)
def editor(request: HttpRequest, template_id: str) -> HttpResponse:
    """Show a template, or save what was written as its next version."""
    at = clock.now()
    versions = version_list(template_id, at=at)
    in_force = text_in_force(template_id, at=at)
    chosen = _chosen(request, versions)
    text = chosen.version.text if chosen else in_force
    if text is None:
        raise Http404
    faults: tuple[Fault, ...] = ()
    status = 200
    if request.method == "POST":
        if not request.user.has_perm(EDIT_WORDING):
            raise PermissionDenied
        text = text_with(text, request.POST.dict())
        saved = wording_save(
            template_id=template_id,
            text=text,
            actor=request.user.get_username(),
            at=at,
            note=request.POST.get("note", "")[:_NOTE_MOST],
        )
        if not isinstance(saved, Faulty):
            messages.success(request, _("Saved as version %(number)s.") % {"number": saved.number})
            address = reverse("wording:template", args=[template_id])
            return redirect(f"{address}?version={saved.pk}")
        faults, status = saved.faults, 422
    context = {
        "name": template_id,
        "title": template_name(template_id),
        "chosen": chosen,
        "versions": [(one, STATES[one.state]) for one in versions],
        "state": STATES[chosen.state] if chosen else _("in force"),
        "boxes": boxes_of(text),
        "requires": requires_of(text),
        "conditions": [(name, condition_text(name)) for name in CONDITIONS],
        "says": [condition_text(name) for name in requires_of(text).split()],
        "faults": [_told(fault) for fault in faults],
        "difference": [] if in_force is None else _difference(in_force, text),
        "rail": rail_of(current="all"),
        **_tried(request, template_id, text, has_faults=bool(faults)),
    }
    return render(request, "wording/template.html", context, status=status)


def _chosen(request: HttpRequest, versions: list[VersionState]) -> VersionState | None:
    asked = request.GET.get("version", "")
    for one in versions:
        if str(one.version.pk) == asked or (not asked and one.state == "in_force"):
            return one
    if asked and asked != "0":
        raise Http404
    return None


def _tried(
    request: HttpRequest, template_id: str, text: str, *, has_faults: bool
) -> dict[str, object]:
    """Show how the text would be sent, for an invented case or for one that was asked for."""
    asked = request.GET.get("account", "").strip()[:64]
    found = None
    if asked and request.user.has_perm(SEE_CASES):
        found = Account.objects.select_related("person").filter(reference=asked).first()
    shown: list[Preview] = []
    if not has_faults and not text_faults(template_id, text):
        shown = previews_of(template_from(template_id, text), found, at=clock.now())
    return {"account": found, "asked": asked, "previews": shown}


def _told(fault: Fault) -> Told:
    return Told(str(FAULTS[fault.code]), fault.place, fault.detail, fault.sentence)


def _difference(before: str, after: str) -> list[tuple[str, str]]:
    """Return the lines that differ, each with + or -, and a little around them."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
    return [(line[:1].strip(), line[1:]) for line in lines if not line.startswith(("---", "+++"))]
