"""The queue of replies: what people wrote that a person must read, and what is done with it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forbear.core.speech.replies import INTENTS, Intent, plain
from forbear.services.inbound import inbound_decide
from forbear.services.refusals import Refusal
from forbear.store.models import InboundVerdict
from forbear.store.selectors.inbound import VIEWS, Reply, View, inbound_list, replies
from forbear.web.inbound.rail import rail_of
from forbear.web.shared import formats
from forbear.web.shared.permissions import MAKE_CONTACT, SEE_CASES
from forbear.web.shared.refusals import refusal_said
from forbear.web.shared.words import INTENT
from forbear.wiring import clock

ROWS = 25
SHOWN_MAX = 1_000
# the keys, in this order; what the words suggest comes first
KEYS = "1234567890-"
ORDER: tuple[Intent, ...] = (
    "stop",
    "wrong_person",
    "dispute",
    "complaint",
    "represented",
    "hardship",
    "paid",
    "promise",
    "call_back",
    "start",
    "other",
)


@require_GET
@permission_required(SEE_CASES, raise_exception=True)
def queue(request: HttpRequest) -> HttpResponse:
    """Show the messages of a view; first those that wait for a person."""
    view = _view(request.GET.get("view", ""))
    page = Paginator(inbound_list(view), ROWS).get_page(request.GET.get("page"))
    actor = request.user.get_username()
    labels = {
        "waiting": _("To be read"),
        "acted": _("Done by itself"),
        "read": _("Read"),
        "all": _("Everything"),
    }
    rows = [_row(reply) for reply in replies(list(page.object_list), actor=actor)]
    context = {
        "view": view,
        "views": [(name, labels[name], inbound_list(name).count()) for name in VIEWS],
        "view_name": labels[view],
        "rows": rows,
        "page": page,
        "now": clock.now(),
        "may_decide": request.user.has_perm(MAKE_CONTACT),
        "rail": rail_of(),
    }
    return render(request, "inbound/queue.html", context)


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def decide(request: HttpRequest, message_id: int) -> HttpResponse:
    """Write down what someone read in a message, and act on it."""
    intent = request.POST.get("intent", "")
    known = next((one for one in INTENTS if one == intent), None)
    done = (
        Refusal("INTENT_UNKNOWN", intent)
        if known is None
        else inbound_decide(
            message_id=message_id,
            intent=known,
            at=clock.now(),
            actor=request.user.get_username(),
        )
    )
    if isinstance(done, Refusal):
        messages.error(request, refusal_said(done))
    else:
        messages.success(request, _("Read as: %(what)s.") % {"what": INTENT[done.intent]})
        if case := _case(done):
            messages.success(request, case)
    return redirect(reverse("inbound:queue"))


def _row(reply: Reply) -> dict[str, object]:
    suggested = [one for one in (reply.message.intent, *reply.message.also) if one in ORDER]
    first = [one for one in ORDER if one in suggested and one != "other"]
    order = sorted(first, key=suggested.index) + [one for one in ORDER if one not in first]
    text = plain(reply.message.text)
    return {
        "message": reply.message,
        "matches": reply.matches,
        "more": reply.more,
        "sender": _sender(reply),
        "text": text[:SHOWN_MAX],
        "rest": text[SHOWN_MAX:],
        "choices": [(one, one in first, key) for one, key in zip(order, KEYS, strict=True)],
        "disputes": reply.disputes,
        "complaints": reply.complaints,
        "verdict": getattr(reply.message, "verdict", None),
    }


def _case(verdict: InboundVerdict) -> str:
    """Say which case was made of a message; empty where none was."""
    if verdict.dispute_id is not None:
        return _("Dispute %(number)s") % {"number": f"D-{verdict.dispute_id:06d}"}
    if verdict.complaint_id is not None:
        return _("Complaint %(number)s") % {"number": f"C-{verdict.complaint_id:06d}"}
    return ""


def _sender(reply: Reply) -> str:
    """Return the address that it came from: hidden where it is a cardholder's."""
    if reply.matches:
        point = reply.matches[0].contact_point
        return formats.masked(point.value, point.kind)
    return plain(reply.message.sender)


def _view(given: str) -> View:
    return next((one for one in VIEWS if one == given), "waiting")
