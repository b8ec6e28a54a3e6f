"""Writing by hand: hints while the words come, a stop where they may not leave."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from forbear.core.speech.replies import plain
from forbear.core.tables.words import CHANNELS_OF
from forbear.packs.speech import load_auditor
from forbear.services.refusals import Refusal
from forbear.services.speech.drafts import (
    CHANNELS,
    WORDS_MAX,
    draft_hints,
    draft_release,
    draft_send,
    draft_stops,
    draft_write,
)
from forbear.store.models import Account, SpokenText
from forbear.store.selectors.cases import account_list_visible_to
from forbear.web.review.queue import read_row
from forbear.web.review.words import CATEGORY, DRAFT_STATE, SEVERITY
from forbear.web.shared import formats
from forbear.web.shared.judging import reason_of
from forbear.web.shared.permissions import MAKE_CONTACT, REVIEW_TEXTS
from forbear.web.shared.refusals import refusal_said
from forbear.web.shared.told import outcome_told
from forbear.web.shared.words import CHANNEL
from forbear.wiring import clock

# so many are listed below the form
DRAFTS = 5


@require_http_methods(["GET", "POST"])
@permission_required(MAKE_CONTACT, raise_exception=True)
def write(request: HttpRequest, account_id: int) -> HttpResponse:
    """Show the form, or keep what was written and show what the auditor says of it."""
    account = get_object_or_404(account_list_visible_to(request.user), pk=account_id)
    given = request.POST
    if request.method == "POST":
        channel, _sep, point = given.get("to", "").partition(":")
        done = draft_write(
            account_id=account.pk,
            contact_point_id=int(point) if point.isdecimal() and len(point) < 18 else 0,  # noqa: PLR2004 - what a number of a row can be
            channel=channel,
            words=_words(request),
            subject=given.get("subject", "").replace("\x00", ""),
            auditor=load_auditor(),
            at=clock.now(),
            actor=request.user.get_username(),
        )
        if not isinstance(done, Refusal):
            return redirect("review:draft", done.pk)
        messages.error(request, refusal_said(done))
    context = {
        "account": account,
        "targets": _targets(account),
        "given": given,
        "most": WORDS_MAX,
        "drafts": _drafts(account, request.user.get_username()),
        "rail": (),
    }
    return render(request, "review/write.html", context)


def _drafts(account: Account, writer: str) -> list[dict[str, object]]:
    """Return the last drafts of a writer for an account, so that what was held back is found."""
    texts = SpokenText.objects.filter(source="draft", account=account, actor=writer)
    rows = []
    for text in texts.select_related("sending").order_by("-pk")[:DRAFTS]:
        state = "sent" if hasattr(text, "sending") else "held" if draft_stops(text) else "ready"
        words = plain(text.turns[0]["text"])
        rows.append({"text": text, "words": words, "state": DRAFT_STATE[state], "key": state})
    return rows


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def hints(request: HttpRequest, account_id: int) -> HttpResponse:
    """Say what the auditor finds in words that are being written; nothing is kept."""
    account = get_object_or_404(account_list_visible_to(request.user), pk=account_id)
    channel = request.POST.get("to", "").partition(":")[0]
    report = draft_hints(
        account,
        _words(request),
        channel=channel if channel in CHANNELS else "email",
        auditor=load_auditor(),
        at=clock.now(),
    )
    found = report.findings
    rows = [(CATEGORY[one.category], SEVERITY[one.severity], one.because) for one in found]
    context = {"rows": rows, "stops": any(one.severity == "high" for one in found)}
    return render(request, "review/_hints.html", context)


@require_GET
def draft(request: HttpRequest, text_id: int) -> HttpResponse:
    """Show a draft to its writer or a reviewer: marked, and whether it may leave."""
    if not any(map(request.user.has_perm, (MAKE_CONTACT, REVIEW_TEXTS))):
        raise PermissionDenied
    text = _draft(request, text_id)
    stops = draft_stops(text)
    is_mine = text.actor == request.user.get_username()
    context = {
        "row": read_row(text),
        "stops": stops,
        "is_sent": hasattr(text, "sending"),
        "is_mine": is_mine,
        "may_release": stops and not is_mine and request.user.has_perm(REVIEW_TEXTS),
        "rail": (),
    }
    return render(request, "review/draft.html", context)


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def send(request: HttpRequest, text_id: int) -> HttpResponse:
    """Put a draft into the outbox."""
    done = draft_send(text_id=text_id, at=clock.now(), actor=request.user.get_username())
    outcome_told(request, done, _("It is in the outbox. The gate is asked before it leaves."))
    return redirect(reverse("review:draft", args=[text_id]))


@require_POST
@permission_required(REVIEW_TEXTS, raise_exception=True)
def release(request: HttpRequest, text_id: int) -> HttpResponse:
    """Let a stopped draft go, with the reason."""
    done = draft_release(
        text_id=text_id,
        reason=reason_of(request),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    outcome_told(request, done, _("Released. Its writer can send it now."))
    return redirect(reverse("review:draft", args=[text_id]))


def _draft(request: HttpRequest, text_id: int) -> SpokenText:
    drafts = SpokenText.objects.filter(source="draft")
    if not request.user.has_perm(REVIEW_TEXTS):
        drafts = drafts.filter(actor=request.user.get_username())
    return get_object_or_404(drafts, pk=text_id)


def _words(request: HttpRequest) -> str:
    return request.POST.get("words", "").replace("\x00", "").replace("\r\n", "\n")


def _targets(account: Account) -> list[tuple[str, str]]:
    points = account.person.contact_points.filter(party="cardholder", state="open").order_by("pk")
    return [
        (f"{channel}:{point.pk}", f"{CHANNEL[channel]} · {formats.masked(point.value, point.kind)}")
        for point in points
        for channel in CHANNELS_OF.get(point.kind, ())
        if channel in CHANNELS
    ]
