"""Is it yours? The page that answers at once, to anyone."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from forbear.services.genuine import genuine_check
from forbear.services.throttle import Limit
from forbear.web.portal.public import page, public
from forbear.web.portal.words import said_of
from forbear.wiring import clock
from forbear.wiring.adapters import issuer

ASKING = Limit("check", 60, timedelta(minutes=10))
TYPED_MAX = 80


@require_safe
@public(reading=ASKING)
def check(request: HttpRequest) -> HttpResponse:
    """Answer for a code, a number or a card; the QR code of a letter brings its code along."""
    typed = (request.GET.get("code") or request.GET.get("q") or "").strip()[:TYPED_MAX]
    said = None
    if typed:
        said = said_of(genuine_check(typed, at=clock.now()), phone=issuer().reach_phone)
    return page(request, "portal/check.html", {"typed": typed, "said": said})
