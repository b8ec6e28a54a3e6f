"""Relief at the desk: given, and ended early."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forbear.core.calendar.zones import local_date
from forbear.packs.agreements import load_agreement_rules
from forbear.services.agreements.relief import relief_end, relief_give
from forbear.store.models import Account, Relief
from forbear.store.selectors.cases import account_list_visible_to
from forbear.web.agreements.forms import OfferForm
from forbear.web.agreements.pages import agreements_page, relief_form_of
from forbear.web.shared.permissions import MAKE_OFFERS
from forbear.web.shared.refusals import refusal_said
from forbear.web.shared.told import outcome_told
from forbear.wiring import clock
from forbear.wiring.gate import book


@require_POST
@permission_required(MAKE_OFFERS, raise_exception=True)
def give(request: HttpRequest, account_id: int) -> HttpResponse:
    """Give relief to an account, or to its cardholder where it is by law."""
    account = get_object_or_404(account_list_visible_to(request.user), pk=account_id)
    form = relief_form_of(account, request.POST)
    if form.is_valid():
        done = relief_give(
            account_id=account.pk,
            wish=form.wish,
            at=clock.now(),
            actor=request.user.get_username(),
            periods=book().periods,
        )
        if isinstance(done, Relief):
            messages.success(request, _("Collection rests. It begins again by itself."))
            return redirect(reverse("agreements:account", args=[account.pk]))
        form.add_error(None, refusal_said(done))
    offer_form = OfferForm(
        initial={"key": uuid4().hex},
        kind="installment",
        currency=account.currency,
        today=local_date(clock.now(), account.person.time_zones),
        months_most=load_agreement_rules().months_most,
    )
    return agreements_page(request, account, offer_form, relief_form=form, status=422)


@require_POST
@permission_required(MAKE_OFFERS, raise_exception=True)
def end(request: HttpRequest, relief_id: int) -> HttpResponse:
    """End relief early."""
    relief = get_object_or_404(Relief, pk=relief_id)
    visible = account_list_visible_to(request.user)
    # a breathing space is of the person: the page that it was ended from is one of theirs
    number = request.POST.get("account", "")
    wanted = relief.account_id or (int(number) if number.isdecimal() else 0)
    account: Account = get_object_or_404(visible, pk=wanted, person_id=relief.person_id)
    done = relief_end(relief_id=relief_id, at=clock.now(), actor=request.user.get_username())
    outcome_told(request, done, _("It has ended."))
    return redirect(reverse("agreements:account", args=[account.pk]))
