"""What becomes of a version: submitted, approved by another, sent back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forbear.services import wording as services
from forbear.services.refusals import Refusal
from forbear.web.shared.permissions import APPROVE_WORDING, EDIT_WORDING
from forbear.web.shared.refusals import REFUSAL
from forbear.wiring import clock


@require_POST
@permission_required(EDIT_WORDING, raise_exception=True)
def submit(request: HttpRequest, template_id: str, version_id: int) -> HttpResponse:
    """Ask for another person's word."""
    done = services.wording_submit(
        version_id=version_id, actor=request.user.get_username(), at=clock.now()
    )
    return _back(request, template_id, version_id, done, _("Submitted. Someone else decides now."))


@require_POST
@permission_required(APPROVE_WORDING, raise_exception=True)
def approve(request: HttpRequest, template_id: str, version_id: int) -> HttpResponse:
    """Put a version in force."""
    done = services.wording_approve(
        version_id=version_id, actor=request.user.get_username(), at=clock.now()
    )
    return _back(request, template_id, version_id, done, _("Approved. It is in force now."))


@require_POST
@permission_required(APPROVE_WORDING, raise_exception=True)
def reject(request: HttpRequest, template_id: str, version_id: int) -> HttpResponse:
    """Send a version back with the reason."""
    done = services.wording_reject(
        version_id=version_id,
        actor=request.user.get_username(),
        at=clock.now(),
        reason=request.POST.get("reason", "")[:200],
    )
    return _back(request, template_id, version_id, done, _("Sent back."))


def _back(
    request: HttpRequest, template_id: str, version_id: int, done: object, told: str
) -> HttpResponse:
    match done:
        case Refusal(code=code):
            messages.error(request, str(REFUSAL[code]))
        case services.Faulty():
            messages.error(request, _("It has faults by the rules of today. Save it anew."))
        case _:
            messages.success(request, told)
    address = reverse("wording:template", args=[template_id])
    return redirect(f"{address}?version={version_id}")
