"""Whom to pay, where, and under which reference: all that somebody who wants to pay is told.

No name of a cardholder, no sum, no word of what it is about; nobody is asked who they are, and
nothing is written down.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from forbear.core.payments.references import in_fours
from forbear.services.payments.payers import pay_open
from forbear.services.throttle import Limit
from forbear.web.portal.public import page, public
from forbear.wiring.adapters import issuer

LOOKING = Limit("pay", 120, timedelta(minutes=10))


@require_safe
@public(reading=LOOKING)
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """Show the creditor's account and the reference; or that it is no longer in use."""
    told = pay_open(token, issuer=issuer())
    if told is None:
        return page(request, "portal/pay_ended.html", {}, status=404)
    words = {
        "to": told,
        "iban": in_fours(told.iban),
        "reference": in_fours(told.reference),
    }
    return page(request, "portal/pay.html", words)
