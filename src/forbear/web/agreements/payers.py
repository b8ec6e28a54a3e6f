"""A reference for somebody else who wants to pay: sent to the cardholder alone, and ended."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forbear.core.payments.references import in_fours
from forbear.services.payments.payers import pay_reference_end, pay_reference_send, pay_to
from forbear.services.refusals import Refusal
from forbear.store.models import Account, PayReference
from forbear.store.selectors.cases import account_list_visible_to
from forbear.web.shared.permissions import MAKE_OFFERS
from forbear.web.shared.refusals import refusal_said
from forbear.wiring import clock
from forbear.wiring.adapters import code_key, issuer, public_url


@dataclass(frozen=True, slots=True)
class Given:
    """The reference of an account as the desk shows it, and how much came under it."""

    row: PayReference
    reference: str
    payments: int


def payer_of(account: Account) -> Given | None:
    """Return the reference for other payers that is given now."""
    row = PayReference.objects.select_related("account").filter(account=account, is_own=False)
    live = row.filter(ended_at=None).first()
    told = pay_to(live, issuer=issuer()) if live else None
    if live is None or told is None:
        return None
    return Given(live, in_fours(told.reference), live.payments.count())


@require_POST
@permission_required(MAKE_OFFERS, raise_exception=True)
def move(request: HttpRequest, account_id: int) -> HttpResponse:
    """Send the reference to the cardholder, or end it."""
    account = get_object_or_404(account_list_visible_to(request.user), pk=account_id)
    at, actor = clock.now(), request.user.get_username()
    done: PayReference | Refusal
    match request.POST.get("to"):
        case "send":
            done = pay_reference_send(
                account_id=account.pk,
                issuer=issuer(),
                code_key=code_key(),
                public_url=public_url(),
                at=at,
                actor=actor,
            )
            said = _("The reference goes to the cardholder with the next messages.")
        case "end":
            done = pay_reference_end(account_id=account.pk, at=at, actor=actor)
            said = _("The reference is ended. What still comes under it is booked.")
        case _:
            raise Http404
    if isinstance(done, Refusal):
        messages.error(request, refusal_said(done))
    else:
        messages.success(request, said)
    return redirect(f"{reverse('agreements:account', args=[account.pk])}#payer-title")
