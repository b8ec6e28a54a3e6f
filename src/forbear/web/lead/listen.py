"""What to hear next: the list, one call or chat to hear, and what is said of it."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forbear.packs.lead import load_lead_rules
from forbear.services.house import house_date, house_zone
from forbear.services.lead.listening import text_heard, text_take
from forbear.services.refusals import Refusal
from forbear.store.models import SpokenText
from forbear.store.selectors.listening import (
    REASONS,
    coaching_open,
    coaching_text,
    reason_of,
    to_hear,
)
from forbear.store.selectors.speech import reads
from forbear.web.lead import words
from forbear.web.lead.frame import ID_MAX, rail_of
from forbear.web.review.marks import marked
from forbear.web.review.words import CATEGORY
from forbear.web.shared.permissions import LEAD_TEAM
from forbear.web.shared.refusals import refusal_said
from forbear.wiring import clock

PAGE_SIZE = 25


@require_GET
@permission_required(LEAD_TEAM, raise_exception=True)
def listen(request: HttpRequest) -> HttpResponse:
    """Show what to hear next, per collector, and the coaching that is still open."""
    now, rules = clock.now(), load_lead_rules()
    whose = request.GET.get("whose", "").replace("\x00", "")[:150]
    viewer = request.user.get_username()
    mine = to_hear(at=now, rules=rules, viewer=viewer)
    found = mine.filter(collector=whose) if whose else mine
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(text, words.REASON[REASONS[_rank(text)]]) for text in page.object_list]
    names = mine.order_by("collector").values_list("collector", flat=True)
    context = {
        "rail": rail_of(current="listen"),
        "rows": rows,
        "page": page,
        "whose": whose,
        "names": list(names.distinct()),
        "rules": rules,
        "zone": house_zone(),
        "today": house_date(now),
        "free_before": now - timedelta(hours=rules.taken_hours),
        "coaching": list(coaching_open()[:PAGE_SIZE]),
    }
    return render(request, "lead/listen.html", context)


@require_GET
@permission_required(LEAD_TEAM, raise_exception=True)
def text(request: HttpRequest, text_id: int) -> HttpResponse:
    """Show one call or chat, with what was found in it, to whoever has taken it."""
    found = SpokenText.objects.select_related("listening", "account__person")
    spoken = get_object_or_404(found, pk=min(text_id, ID_MAX), source="transcript")
    [read] = reads([spoken])
    reason = reason_of(spoken, at=clock.now(), rules=load_lead_rules())
    listening = getattr(spoken, "listening", None)
    context = {
        "rail": rail_of(current="listen"),
        "text": spoken,
        "turns": marked(read),
        "findings": [
            (finding, CATEGORY.get(finding.category, finding.category)) for finding in read.findings
        ],
        "reason": words.REASON.get(reason, ""),
        "listening": listening,
        "is_mine": listening is not None
        and listening.taken_by == request.user.get_username()
        and listening.heard_at is None,
        "is_user": User.objects.filter(username=spoken.collector).exists(),
        "notes": list(coaching_text(spoken)),
        "zone": house_zone(),
        "today": house_date(clock.now()),
    }
    return render(request, "lead/text.html", context)


@require_POST
@permission_required(LEAD_TEAM, raise_exception=True)
def take(request: HttpRequest, text_id: int) -> HttpResponse:
    """Take a text to hear it."""
    done = text_take(
        text_id=min(text_id, ID_MAX),
        at=clock.now(),
        actor=request.user.get_username(),
        free_after=timedelta(hours=load_lead_rules().taken_hours),
    )
    if isinstance(done, Refusal):
        messages.error(request, refusal_said(done))
        return redirect("lead:listen")
    return redirect("lead:text", text_id)


@require_POST
@permission_required(LEAD_TEAM, raise_exception=True)
def heard(request: HttpRequest, text_id: int) -> HttpResponse:
    """Mark a text as heard."""
    done = text_heard(
        text_id=min(text_id, ID_MAX),
        note=request.POST.get("note", ""),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    if isinstance(done, Refusal):
        messages.error(request, refusal_said(done))
        return redirect("lead:text", text_id) if text_id else redirect("lead:listen")
    messages.success(request, _("Heard. Your note is kept."))
    return redirect("lead:text", text_id)


def _rank(spoken: SpokenText) -> int:
    found: int = spoken.reason  # type: ignore[attr-defined] # the selector's
    return found
