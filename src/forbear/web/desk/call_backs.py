"""Call-backs: asked for at the desk, listed, and not wanted any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from forbear.services.call_backs import BackWish, NotThen, call_back_ask, call_back_cancel
from forbear.services.refusals import Refusal
from forbear.store.models import Account, CallBack
from forbear.store.selectors.call_backs import VIEWS, call_back_list, call_back_of, is_missed
from forbear.store.selectors.cases import account_list_visible_to
from forbear.web.desk.rail import asked_of
from forbear.web.desk.today import query_of
from forbear.web.shared import formats
from forbear.web.shared.permissions import MAKE_CONTACT, SEE_CASES
from forbear.web.shared.rail import RailItem
from forbear.web.shared.reasons import code_sentence
from forbear.web.shared.refusals import refusal_said
from forbear.web.shared.words import CALL_BACK
from forbear.wiring import clock, gate

ROWS = 25
ID_MAX = 2**63 - 1
SOURCE = "desk"
VIEW = {
    "due": gettext_lazy("Due now"),
    "coming": gettext_lazy("To come"),
    "missed": gettext_lazy("Missed"),
    "done": gettext_lazy("Done"),
}


@dataclass(frozen=True, slots=True)
class BackShown:
    """One call-back as it is shown: when, by their clock, and how it stands."""

    back: CallBack
    when: str
    is_missed: bool
    state: str
    masked: str


class BackForm(forms.Form):
    """When someone wants to be called, by their own clock."""

    contact_point_id = forms.IntegerField(min_value=1, max_value=ID_MAX)
    on = forms.DateField(widget=forms.DateInput(attrs={"class": "field", "type": "date"}))
    at = forms.TimeField(widget=forms.TimeInput(attrs={"class": "field", "type": "time"}))


def shown(back: CallBack, *, at: datetime) -> BackShown:
    """Return a call-back with its time as it is where they are."""
    zone = ZoneInfo(back.zone)
    local = back.due_at.astimezone(zone)
    return BackShown(
        back=back,
        when=f"{formats.day_short(local.date())}, {local:%H:%M}",
        is_missed=is_missed(back, at=at),
        state=str(CALL_BACK[back.state]) if back.state != "open" else "",
        masked=formats.masked(back.contact_point.value, back.contact_point.kind),
    )


def back_shown(account: Account, *, at: datetime) -> BackShown | None:
    """Return the open call-back of an account's cardholder, if there is one."""
    back = call_back_of(account.person_id)
    return shown(back, at=at) if back else None


def not_then_sentence(refusal: NotThen, zone: ZoneInfo) -> str:
    """Say why no call may be made then, and when one may."""
    said = [refusal_said(refusal)]
    if refusal.answer:
        reasons = refusal.answer.reasons
        said += [f"{code_sentence(each.code)} ({each.citation})" for each in reasons]
    if refusal.nearest is None:
        said.append(_("No call is lawful around that time either."))
    else:
        local = refusal.nearest.astimezone(zone)
        values = {"day": formats.day_short(local.date()), "time": f"{local:%H:%M}"}
        said.append(_("The nearest lawful time is %(day)s, %(time)s.") % values)
    return " ".join(said)


@require_GET
@permission_required(SEE_CASES, raise_exception=True)
def backs(request: HttpRequest) -> HttpResponse:
    """List the call-backs: those that are due first."""
    now = clock.now()
    given = request.GET.get("view", "")
    view = given if given in VIEWS else "due"
    page = Paginator(call_back_list(view, at=now), ROWS).get_page(request.GET.get("page"))
    counts = {name: call_back_list(name, at=now).count() for name in VIEWS}
    context = {
        "view": view,
        "views": [(name, VIEW[name], counts[name]) for name in VIEWS],
        "view_name": VIEW[view],
        "rows": [shown(back, at=now) for back in page.object_list],
        "page": page,
        "rail": [
            RailItem(
                _("Call-backs"),
                "call",
                reverse("desk:call-backs"),
                is_current=True,
                count_text=formats.number(counts["due"]),
            ),
        ],
    }
    return render(request, "desk/call_backs.html", context)


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def back_ask(request: HttpRequest, account_id: int) -> HttpResponse:
    """Write down that they want to be called; where that is not lawful, say when it would be."""
    account = get_object_or_404(account_list_visible_to(request.user), pk=account_id)
    form = BackForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A call-back needs a number, a day and a time."))
        return redirect(_address(request, account))
    wish = _wish(form)
    try:
        asked = call_back_ask(
            account_id=account.pk,
            contact_point_id=form.cleaned_data["contact_point_id"],
            wish=wish,
            at=clock.now(),
            actor=request.user.get_username(),
        )
    except ValueError as error:
        raise Http404 from error
    zone = formats.zone_or_none(account.person.time_zones) or ZoneInfo("UTC")
    if isinstance(asked, NotThen):
        messages.error(request, not_then_sentence(asked, zone))
    elif isinstance(asked, Refusal):
        messages.error(request, refusal_said(asked))
    else:
        messages.success(request, _("Written down. They will be called then."))
    return redirect(_address(request, account))


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def back_cancel(request: HttpRequest, call_back_id: int) -> HttpResponse:
    """End a call-back that is not wanted any more."""
    back = get_object_or_404(CallBack.objects.select_related("account"), pk=call_back_id)
    account = get_object_or_404(account_list_visible_to(request.user), pk=back.account_id)
    done = call_back_cancel(call_back_id=back.pk, at=clock.now(), actor=request.user.get_username())
    if isinstance(done, Refusal):
        messages.error(request, refusal_said(done))
    return redirect(_address(request, account))


def _wish(form: BackForm) -> BackWish:
    on, at = form.cleaned_data["on"], form.cleaned_data["at"]
    assert isinstance(on, date)
    assert isinstance(at, time)
    return BackWish(on, at, SOURCE, gate.ask)


def _address(request: HttpRequest, account: Account) -> str:
    return f"{reverse('desk:case', args=[account.pk])}?{query_of(asked_of(request))}"
