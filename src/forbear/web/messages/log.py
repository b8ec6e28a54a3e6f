"""The message log, one message with all that became of it, and the dead letters."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forbear.services.outbox import MESSAGE_CHANNELS
from forbear.services.outbox.dead import message_redrive
from forbear.services.refusals import Refusal
from forbear.store.models import PlannedContact
from forbear.store.selectors.messages import DEAD, dead_letters, message_history, message_list
from forbear.web.messages.rail import rail_of
from forbear.web.shared.permissions import RUN_CHANNELS, SEE_CASES, SEE_MESSAGES
from forbear.web.shared.refusals import refusal_said
from forbear.wiring import clock

ROWS = 50
ID_MAX = 2**63 - 1
# in the order of a message's life
STATES = ("planned", "queued", "sending", "sent", "failed", "unknown", "refused", "lapsed")
_SHOWN = 4


@require_GET
@permission_required(SEE_MESSAGES, raise_exception=True)
def log(request: HttpRequest) -> HttpResponse:
    """Show the messages, the newest first, of a channel, a state or an account."""
    given = request.GET
    channel = given.get("channel", "") if given.get("channel") in MESSAGE_CHANNELS else ""
    state = given.get("state", "") if given.get("state") in STATES else ""
    # a NUL cannot be asked of the database
    account = given.get("q", "").replace("\x00", "").strip()[:64]
    found = message_list(
        channels=[channel] if channel else MESSAGE_CHANNELS, state=state, account=account
    )
    context = {
        "page": Paginator(found, ROWS).get_page(given.get("page")),
        "channel": channel,
        "state": state,
        "account": account,
        "channels": MESSAGE_CHANNELS,
        "states": STATES,
        "is_open": request.user.has_perm(SEE_CASES),
        "rail": rail_of(current="log"),
    }
    return render(request, "messages/log.html", context)


@require_GET
@permission_required(SEE_MESSAGES, raise_exception=True)
def dead(request: HttpRequest) -> HttpResponse:
    """Show the messages that somebody has to look at."""
    found = Paginator(dead_letters(channels=MESSAGE_CHANNELS), ROWS)
    context = {
        "page": found.get_page(request.GET.get("page")),
        "is_open": request.user.has_perm(SEE_CASES),
        "rail": rail_of(current="dead"),
    }
    return render(request, "messages/dead.html", context)


@require_GET
@permission_required(SEE_MESSAGES, raise_exception=True)
def one(request: HttpRequest, message_id: int) -> HttpResponse:
    """Show one message: its words as they were sent, its permits, and what became of it."""
    planned = (
        PlannedContact.objects.select_related("account", "person", "contact_point")
        .filter(pk=min(message_id, ID_MAX), channel__in=MESSAGE_CHANNELS)
        .first()
    )
    if planned is None:
        raise Http404
    permits, events = message_history(planned)
    address = planned.sent_to or planned.contact_point.value
    is_open = request.user.has_perm(SEE_CASES)
    context = {
        "message": planned,
        "permits": permits,
        "events": events,
        "is_open": is_open,
        "address": masked(address),
        "is_dead": planned.state in DEAD,
        "rail": rail_of(current="dead" if planned.state in DEAD else "log"),
    }
    return render(request, "messages/one.html", context)


@require_POST
@permission_required(RUN_CHANNELS, raise_exception=True)
def redrive(request: HttpRequest, message_id: int) -> HttpResponse:
    """Let a dead letter wait for its moment once more."""
    done = message_redrive(
        planned_id=min(message_id, ID_MAX),
        at=clock.now(),
        actor=request.user.get_username(),
        even_if_it_left=request.POST.get("even_if_it_left") == "yes",
    )
    if isinstance(done, Refusal):
        messages.error(request, refusal_said(done))
        return redirect("messages:dead")
    messages.success(request, _("The message waits for its moment again. The gate is asked."))
    return redirect("messages:one", message_id)


def masked(address: str) -> str:
    """Return an address of which only the end can be read."""
    first = address.splitlines()[0] if address else ""
    return "•" * 8 + first[-_SHOWN:] if len(first) > 2 * _SHOWN else "•" * 8
