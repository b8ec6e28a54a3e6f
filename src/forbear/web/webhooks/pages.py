"""Webhooks: who is told of what, with which secret, and what did not arrive."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forbear.core.webhooks import EVENTS
from forbear.services.refusals import Refusal
from forbear.services.webhooks.endpoints import endpoint_add, endpoint_end, endpoint_rotate
from forbear.services.webhooks.sending import webhook_redrive
from forbear.store.selectors.webhooks import deliveries_dead, endpoint_list
from forbear.web.shared.permissions import CONNECT
from forbear.web.shared.proof import freshly_proved
from forbear.web.shared.refusals import refusal_said
from forbear.web.shared.told import outcome_told
from forbear.wiring import clock
from forbear.wiring.keeping import keeper
from forbear.wiring.webhooks import webhook_url_fault

ID_MAX = 2**63 - 1
_DEAD_SHOWN = 50


@require_GET
@permission_required(CONNECT, raise_exception=True)
def show(request: HttpRequest) -> HttpResponse:
    """Show the addresses, and what was given up."""
    return _page(request)


@require_POST
@permission_required(CONNECT, raise_exception=True)
@freshly_proved
def add(request: HttpRequest) -> HttpResponse:
    """Add an address; its secret is shown this once."""
    made = endpoint_add(
        name=request.POST.get("name", "").replace("\x00", ""),
        url=request.POST.get("url", "").strip(),
        events=request.POST.getlist("event"),
        fault_of=webhook_url_fault,
        keeper=keeper(),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    if isinstance(made, Refusal):
        return _page(request, problem=refusal_said(made), status=422)
    return _page(request, secret=made[1], secret_of=made[0].name)


@require_POST
@permission_required(CONNECT, raise_exception=True)
@freshly_proved
def rotate(request: HttpRequest, number: int) -> HttpResponse:
    """Give an address another secret; it is shown this once."""
    made = endpoint_rotate(
        endpoint_id=min(number, ID_MAX),
        keeper=keeper(),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    if isinstance(made, Refusal):
        raise Http404
    return _page(request, secret=made[1], secret_of=made[0].name)


@require_POST
@permission_required(CONNECT, raise_exception=True)
@freshly_proved
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Tell an address nothing more."""
    done = endpoint_end(
        endpoint_id=min(number, ID_MAX), at=clock.now(), actor=request.user.get_username()
    )
    if isinstance(done, Refusal):
        raise Http404
    messages.success(request, _("%(name)s is told nothing more.") % {"name": done.name})
    return redirect("webhooks:list")


@require_POST
@permission_required(CONNECT, raise_exception=True)
@freshly_proved
def redrive(request: HttpRequest, number: int) -> HttpResponse:
    """Try again what was given up."""
    done = webhook_redrive(
        delivery_id=min(number, ID_MAX), at=clock.now(), actor=request.user.get_username()
    )
    outcome_told(request, done, _("It is tried again."))
    return redirect("webhooks:list")


def _page(
    request: HttpRequest,
    *,
    problem: str = "",
    secret: str = "",
    secret_of: str = "",
    status: int = 200,
) -> HttpResponse:
    given = request.POST if problem else {}
    context = {
        "rows": endpoint_list(),
        "dead": deliveries_dead()[:_DEAD_SHOWN],
        "events": EVENTS,
        "problem": problem,
        "secret": secret,
        "secret_of": secret_of,
        "name": given.get("name", ""),
        "url": given.get("url", ""),
        "chosen": request.POST.getlist("event") if problem else [],
    }
    return render(request, "webhooks/list.html", context, status=status)
