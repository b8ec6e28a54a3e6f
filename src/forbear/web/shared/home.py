"""Where a user begins: collectors at the desk, everyone else with the law."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from forbear.web.shared.permissions import SEE_CASES


def home(request: HttpRequest) -> HttpResponse:
    """Lead a user to the first page that is open to them."""
    return redirect("desk:today" if request.user.has_perm(SEE_CASES) else "law:list")
