"""A lost device: one of IT asks that someone begins anew, another one of IT answers."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forbear.services.refusals import Refusal
from forbear.services.two_step_reset import reset_answer, reset_ask
from forbear.web.shared.permissions import RESET_TWO_STEP
from forbear.web.shared.proof import freshly_proved
from forbear.web.shared.told import outcome_told
from forbear.wiring import clock

ID_MAX = 2**63 - 1
_NOWHERE = frozenset({"USER_UNKNOWN", "APPROVAL_UNKNOWN"})


@require_POST
@permission_required(RESET_TWO_STEP, raise_exception=True)
@freshly_proved
def ask(request: HttpRequest, user_id: int) -> HttpResponse:
    """Ask for a reset; it waits for somebody else of IT."""
    done = reset_ask(
        user_id=min(user_id, ID_MAX),
        by=request.user.get_username(),
        why=request.POST.get("why", ""),
        at=clock.now(),
    )
    return _said(request, done, _("Asked. Somebody else of IT answers."))


@require_POST
@permission_required(RESET_TWO_STEP, raise_exception=True)
@freshly_proved
def answer(request: HttpRequest, approval_id: int) -> HttpResponse:
    """Give or refuse a reset that somebody else asked for."""
    is_given = request.POST.get("answer") == "give"
    done = reset_answer(
        approval_id=min(approval_id, ID_MAX),
        is_given=is_given,
        by=request.user.get_username(),
        at=clock.now(),
        why=request.POST.get("why", ""),
    )
    said = _("The device is ended. The next sign-in begins with a new one.")
    return _said(request, done, said if is_given else _("Refused."))


def _said(request: HttpRequest, done: object, text: str) -> HttpResponse:
    if isinstance(done, Refusal) and done.code in _NOWHERE:
        raise Http404
    outcome_told(request, done, text)
    return redirect("people:list")
