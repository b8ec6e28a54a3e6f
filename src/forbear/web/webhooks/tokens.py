"""Tokens of the API: which systems may ask what, until when; a new one is shown once."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forbear.core.tables.words import API_SCOPES
from forbear.services.refusals import Refusal
from forbear.services.tokens import token_add, token_revoke
from forbear.store.models import ApiToken
from forbear.web.shared.permissions import CONNECT
from forbear.web.shared.proof import freshly_proved
from forbear.web.shared.refusals import refusal_said
from forbear.wiring import clock

ID_MAX = 2**63 - 1


@require_GET
@permission_required(CONNECT, raise_exception=True)
def show(request: HttpRequest) -> HttpResponse:
    """Show the tokens."""
    return _page(request)


@require_POST
@permission_required(CONNECT, raise_exception=True)
@freshly_proved
def add(request: HttpRequest) -> HttpResponse:
    """Make a token and show it, this once."""
    at = clock.now()
    try:
        expires = date.fromisoformat(request.POST.get("expires", ""))
    except ValueError:
        return _page(request, problem=_("Give its last day."), status=422)
    made = token_add(
        name=request.POST.get("name", ""),
        scopes=request.POST.getlist("scope"),
        expires=expires,
        at=at,
        actor=request.user.get_username(),
    )
    if isinstance(made, Refusal):
        return _page(request, problem=refusal_said(made), status=422)
    return _page(request, secret=made[1], secret_of=made[0].name)


@require_POST
@permission_required(CONNECT, raise_exception=True)
@freshly_proved
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """End a token at once."""
    done = token_revoke(
        token_id=min(number, ID_MAX), at=clock.now(), actor=request.user.get_username()
    )
    if isinstance(done, Refusal):
        raise Http404
    messages.success(request, _("The token of %(name)s is revoked.") % {"name": done.name})
    return redirect("webhooks:tokens")


def _page(
    request: HttpRequest,
    *,
    problem: str = "",
    secret: str = "",
    secret_of: str = "",
    status: int = 200,
) -> HttpResponse:
    at = clock.now()
    rows = ApiToken.objects.filter(revoked_at=None, expires_at__gt=at).order_by("name", "-pk")
    context = {
        "rows": rows,
        "scopes": API_SCOPES,
        "problem": problem,
        "secret": secret,
        "secret_of": secret_of,
        "name": request.POST.get("name", "") if problem else "",
        "expires": request.POST.get("expires", "") if problem else "",
        "chosen": request.POST.getlist("scope") if problem else [],
    }
    return render(request, "webhooks/tokens.html", context, status=status)
