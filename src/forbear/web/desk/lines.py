"""The line of a call: what the provider says of it, and its end."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from forbear.ports.calls import CallError
from forbear.services.refusals import Refusal
from forbear.services.telephony.dialling import call_dial, call_hang_up
from forbear.store.models import CallRecording, Permit
from forbear.store.selectors.call_steps import line_in
from forbear.store.selectors.cases import call_begun
from forbear.web.desk.rail import asked_of
from forbear.web.desk.today import query_of
from forbear.web.shared import formats
from forbear.web.shared.permissions import MAKE_CONTACT
from forbear.web.shared.refusals import refusal_said
from forbear.wiring import clock
from forbear.wiring.calls import call_link, call_provider
from forbear.wiring.gate import own_number

_LIVE = frozenset({"dialling", "ringing", "answered", "machine", "unknown"})
STATE = {
    "starting": gettext_lazy("Not dialled yet."),
    "unknown": gettext_lazy("The provider was asked and did not answer. A phone may ring."),
    "refused": gettext_lazy("The provider did not take the call. Nobody was called."),
    "dialling": gettext_lazy("Your phone rings. Pick up; then theirs is called."),
    "agent_missed": gettext_lazy("You did not pick up. Nobody else was called."),
    "ringing": gettext_lazy("It rings at theirs."),
    "answered": gettext_lazy("Answered."),
    "machine": gettext_lazy("A machine answered."),
    "failed": gettext_lazy("The number could not be reached."),
    "busy": gettext_lazy("Busy."),
    "no_answer": gettext_lazy("Nobody answered."),
    "ended": gettext_lazy("The call has ended."),
}
# what the outcome of a call most likely is, as its line ended
SUGGESTED = {"busy": "busy", "no_answer": "no_answer"}


@dataclass(frozen=True, slots=True)
class Line:
    """How a call stands at the provider; without one, the link that dials."""

    state: str = ""
    text: str = ""
    note: str = ""
    is_live: bool = False
    since: str = ""
    talk: str = ""
    suggested: str = ""
    caller_id: str = ""
    link: str = ""
    recordings: tuple[CallRecording, ...] = ()


def line_shown(permit: Permit, *, zone: ZoneInfo) -> Line:
    """Return what the page says of a call's line."""
    call = line_in(permit)
    number = permit.contact_point.value
    if call is None:
        return Line(link=_link(number), caller_id=own_number(number))
    return Line(
        state=call.state,
        text=str(STATE[call.state]),
        # a refusal is told as it is: it names what to set
        note=call.note if call.state in {"refused", "unknown"} else "",
        is_live=call.state in _LIVE and call.closed_at is None,
        since=formats.clock(call.answered_at, zone) if call.answered_at else "",
        talk=formats.talk(call.talk_seconds),
        suggested=SUGGESTED.get(call.state, ""),
        caller_id=call.caller_id,
        link=_link(number) if call.state == "refused" else "",
        recordings=tuple(CallRecording.objects.filter(permit=permit).order_by("pk")),
    )


def _link(number: str) -> str:
    try:
        return call_link(number)
    except CallError:
        return f"tel:{number}"


def dial(request: HttpRequest, permit: Permit) -> None:
    """Have the provider dial a call that has begun, if it is to; what fails is told."""
    if line_in(permit) is None or (provider := call_provider()) is None:
        return
    done = call_dial(
        permit_id=permit.pk,
        provider=provider,
        at=clock.now(),
        actor=request.user.get_username(),
    )
    if isinstance(done, Refusal):
        messages.error(request, refusal_said(done))


@require_GET
@permission_required(MAKE_CONTACT, raise_exception=True)
def line(request: HttpRequest, permit_id: int) -> HttpResponse:
    """Show how a call stands, for the page that asks again and again."""
    permit = _mine(request, permit_id)
    if hasattr(permit, "contact"):
        # logged elsewhere: nothing more to show, and no more to ask
        return HttpResponse(status=286)
    zone = formats.zone_or_none(permit.person.time_zones) or ZoneInfo("UTC")
    page = {"permit": permit, "line": line_shown(permit, zone=zone), "zone": zone}
    page["query"] = query_of(asked_of(request))
    return render(request, "desk/_line.html", page)


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def hang_up(request: HttpRequest, permit_id: int) -> HttpResponse:
    """End a call."""
    permit = _mine(request, permit_id)
    provider = call_provider()
    if provider is None:
        messages.error(request, _("No provider of calls is set up. Hang up by your phone."))
        return redirect(_address(request, permit))
    done = call_hang_up(
        permit_id=permit.pk,
        provider=provider,
        at=clock.now(),
        actor=request.user.get_username(),
    )
    if isinstance(done, Refusal):
        messages.error(request, refusal_said(done))
    return redirect(_address(request, permit))


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def dial_again(request: HttpRequest, permit_id: int) -> HttpResponse:
    """Hand a call over that was noted and may not have left; it rings nobody twice."""
    permit = _mine(request, permit_id)
    dial(request, permit)
    return redirect(_address(request, permit))


def _mine(request: HttpRequest, permit_id: int) -> Permit:
    permit = call_begun(permit_id, actor=request.user.get_username())
    if permit is None:
        raise Http404
    return permit


def _address(request: HttpRequest, permit: Permit) -> str:
    return f"{reverse('desk:case', args=[permit.account_id])}?{query_of(asked_of(request))}"
