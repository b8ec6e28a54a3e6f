"""What a lead tells a collector: written, read by whom it is for, looked at again."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forbear.services.house import house_date, house_zone
from forbear.services.lead.listening import coaching_step, coaching_write
from forbear.services.refusals import Refusal
from forbear.store.selectors.listening import coaching_of
from forbear.store.selectors.queue import day_latest
from forbear.web.desk.rail import rail_of as desk_rail
from forbear.web.lead.frame import ID_MAX
from forbear.web.shared.permissions import LEAD_TEAM, OWN_COACHING
from forbear.web.shared.refusals import refusal_said
from forbear.web.shared.told import outcome_told
from forbear.wiring import clock


@require_POST
@permission_required(LEAD_TEAM, raise_exception=True)
def write(request: HttpRequest) -> HttpResponse:
    """Tell a collector something."""
    given = request.POST
    text_id = int(text) if (text := given.get("text", "")).isascii() and text.isdigit() else 0
    done = coaching_write(
        username=given.get("of", "").replace("\x00", "")[:150],
        words=given.get("words", ""),
        follow_up_on=_day(given.get("follow_up_on", "")),
        text_id=min(text_id, ID_MAX),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    outcome_told(request, done, _("Told. They see it with your name."))
    is_of_text = text_id and not (isinstance(done, Refusal) and done.code == "TEXT_UNKNOWN")
    return redirect("lead:text", text_id) if is_of_text else redirect("lead:listen")


@require_POST
@permission_required(LEAD_TEAM, raise_exception=True)
def done(request: HttpRequest, note_id: int) -> HttpResponse:
    """Say that the two looked at it again."""
    made = coaching_step(
        note_id=min(note_id, ID_MAX),
        kind="done",
        words=request.POST.get("words", ""),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    outcome_told(request, made, _("Looked at again."))
    return redirect("lead:listen")


@require_GET
@permission_required(OWN_COACHING, raise_exception=True)
def own(request: HttpRequest) -> HttpResponse:
    """Show what one was told."""
    assert isinstance(request.user, User)
    rows = [
        (note, {step.kind: step for step in note.steps.all()})
        for note in coaching_of(request.user)[:100]
    ]
    run = day_latest(on=house_date(clock.now()))
    context = {"rows": rows, "zone": house_zone(), "rail": desk_rail(run, current="")}
    return render(request, "lead/own.html", context)


@require_POST
@permission_required(OWN_COACHING, raise_exception=True)
def own_read(request: HttpRequest, note_id: int) -> HttpResponse:
    """Say that one has read a note, with a word of one's own if one likes."""
    made = coaching_step(
        note_id=min(note_id, ID_MAX),
        kind="read",
        words=request.POST.get("words", ""),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    if isinstance(made, Refusal):
        messages.error(request, refusal_said(made))
    return redirect("lead:own")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
