"""A promise to pay that was made outside a call of ours: they rang, wrote or came."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forbear.core.calendar.zones import local_date
from forbear.services.promises import promise_record, promise_window
from forbear.services.refusals import Refusal
from forbear.store.models import Account
from forbear.store.selectors.cases import account_list_visible_to, call_unlogged, promise_open
from forbear.web.desk.case import case_page
from forbear.web.desk.forms import PromiseForm
from forbear.web.desk.rail import asked_of
from forbear.web.desk.today import query_of
from forbear.web.shared.permissions import MAKE_CONTACT
from forbear.web.shared.refusals import refusal_said
from forbear.wiring import clock


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def promise(request: HttpRequest, account_id: int) -> HttpResponse:
    """Write down a promise; the same one pressed twice is one promise.

    While a call of the user's is open it is logged with what was promised in it, in one form.
    """
    account = get_object_or_404(account_list_visible_to(request.user), pk=account_id)
    actor, now = request.user.get_username(), clock.now()
    if call_unlogged(account.pk, actor=actor) is not None:
        messages.error(request, _("Log the call first: what was promised in it goes with it."))
        return redirect(_address(request, account))
    today = local_date(now, account.person.time_zones)
    window = promise_window(account.pk, on=today)
    last = window.last_day(today)
    if last is None:
        messages.error(request, refusal_said(Refusal("PROMISES_EXHAUSTED", window.because)))
        return redirect(_address(request, account))
    form = PromiseForm(request.POST, today=today, last=last, currency=account.currency)
    if form.is_valid():
        wish = form.promised
        open_now = promise_open(account)
        if open_now and (open_now.amount_minor, open_now.pay_on) == (
            wish.amount_minor,
            wish.pay_on,
        ):
            return redirect(_address(request, account))
        made = promise_record(
            account_id=account.pk,
            amount_minor=wish.amount_minor,
            pay_on=wish.pay_on,
            made_at=now,
            actor=actor,
        )
        if not isinstance(made, Refusal):
            messages.success(request, _("The promise is written down."))
            return redirect(_address(request, account))
        form.add_error(None, refusal_said(made))
    return case_page(request, account, now=now, promise_form=form, status=422)


def _address(request: HttpRequest, account: Account) -> str:
    return f"{reverse('desk:case', args=[account.pk])}?{query_of(asked_of(request))}#promise"
