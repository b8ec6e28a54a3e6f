"""A call: the gate is asked, the call begins, and what came of it is logged."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forbear.core.gate.answers import Answer
from forbear.ports.calls import CallError
from forbear.services.call_backs import BackWish, NotThen
from forbear.services.calls import Explained, call_begin, call_end
from forbear.services.desk.call_steps import Left, party_machine, party_other, party_verify
from forbear.services.promises import promise_window
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Permit
from forbear.store.selectors.call_steps import party_of
from forbear.store.selectors.cases import account_list_visible_to, call_begun
from forbear.web.desk.call_backs import not_then_sentence
from forbear.web.desk.case import NO_ZONE, case_page
from forbear.web.desk.forms import RESULTS, TOLD, OutcomeForm
from forbear.web.desk.limited import outcome_form, words_left
from forbear.web.desk.lines import dial as dial_begun
from forbear.web.desk.notes import hints_of, note_stands
from forbear.web.desk.rail import asked_of
from forbear.web.desk.today import query_of
from forbear.web.shared import formats
from forbear.web.shared.permissions import MAKE_CONTACT
from forbear.web.shared.reasons import code_sentence
from forbear.web.shared.refusals import refusal_said
from forbear.wiring import clock, gate
from forbear.wiring.calls import dial_of

ID_MAX = 2**63 - 1
# with these, limited words were spoken
_SPOKEN = ("third_party", "limited_content")
_FIELD_OF = {"PROMISE": "promise_amount", "BACK": "back_on"}


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def call_start(request: HttpRequest, account_id: int) -> HttpResponse:
    """Begin a call if the gate permits it at this moment; a second press changes nothing."""
    account = get_object_or_404(account_list_visible_to(request.user), pk=account_id)
    given = request.POST.get("contact_point_id", "")
    if not given.isdecimal() or int(given) > ID_MAX:
        raise Http404
    now = clock.now()
    try:
        dial = dial_of(request.user.get_username())
    except CallError as error:
        messages.error(request, str(error))
        return redirect(_address(request, account))
    try:
        begun = call_begin(
            account_id=account.pk,
            contact_point_id=int(given),
            at=now,
            actor=request.user.get_username(),
            ask=gate.ask,
            dial=dial,
        )
    except ValueError as error:
        raise Http404 from error
    if isinstance(begun, Answer):
        zone = formats.zone_or_none(account.person.time_zones) or NO_ZONE
        for reason in begun.reasons:
            said = f"{code_sentence(reason.code)} {formats.end_moment(reason.until, zone, now=now)}"
            messages.error(request, _("Not permitted now. %(reason)s") % {"reason": said})
    elif isinstance(begun, Refusal):
        messages.error(request, refusal_sentence(begun))
    else:
        dial_begun(request, begun)
    return redirect(_address(request, account))


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def call_machine(request: HttpRequest, permit_id: int) -> HttpResponse:
    """Record that a machine answers."""
    permit, account = _call_of(request, permit_id)
    party_machine(permit_id=permit.pk, at=clock.now(), actor=request.user.get_username())
    return redirect(_address(request, account))


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def call_verify(request: HttpRequest, permit_id: int) -> HttpResponse:
    """Record that two items matched: the page may now speak of the account."""
    permit, account = _call_of(request, permit_id)
    done = party_verify(
        permit_id=permit.pk,
        items=request.POST.getlist("item"),
        said=request.POST.getlist("said"),
        at=clock.now(),
        actor=request.user.get_username(),
    )
    if isinstance(done, Refusal):
        messages.error(request, refusal_sentence(done))
    return redirect(_address(request, account))


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def call_third_party(request: HttpRequest, permit_id: int) -> HttpResponse:
    """Record that someone else is at the phone."""
    permit, account = _call_of(request, permit_id)
    party_other(permit_id=permit.pk, at=clock.now(), actor=request.user.get_username())
    return redirect(_address(request, account))


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def call_outcome(request: HttpRequest, permit_id: int) -> HttpResponse:
    """Log what came of a call, and the promise made in it."""
    now = clock.now()
    actor = request.user.get_username()
    permit, account = _call_of(request, permit_id)
    zone = formats.zone_or_none(account.person.time_zones) or NO_ZONE
    if hasattr(permit, "contact"):
        # a second press: it is logged already
        return redirect(_address(request, account))
    today = now.astimezone(zone).date()
    is_verified = party_of(permit) == "verified"
    window = promise_window(account.pk, on=today) if is_verified else None
    form = outcome_form(
        request, permit, today=today, zone=zone, data=_chosen(request), window=window
    )
    findings = hints_of(account, request.POST.get("note", "")[:2000], on=today)
    if form.is_valid() and note_stands(form, findings):
        result = form.cleaned_data["result"]
        outcome, party = RESULTS[result]
        spoken = words_left(request, permit, on=today) if result in _SPOKEN else None
        why = form.cleaned_data["explained"]
        logged = call_end(
            permit_id=permit.pk,
            outcome=outcome,
            party=party or _whose(permit),
            note=form.cleaned_data["note"],
            promised=form.promised if is_verified else None,
            at=now,
            actor=actor,
            said=request.POST.getlist("said"),
            left=Left(spoken.template, spoken.language, spoken.text) if spoken else None,
            back=BackWish(*form.back, "call", gate.ask) if form.back else None,
            told=TOLD.get(form.cleaned_data["result"], ""),
            explained=Explained(why, tuple(hint.category for hint in findings)) if why else None,
        )
        if not isinstance(logged, Refusal):
            messages.success(request, _("The call is logged. The gate has been asked again."))
            return redirect(_address(request, account))
        add_refusal(form, logged, zone)
    return case_page(request, account, now=now, permit=permit, form=form, status=422)


def add_refusal(form: OutcomeForm, refusal: Refusal, zone: ZoneInfo) -> None:
    """Say in the form why it could not be logged, beside the field that it is about."""
    if isinstance(refusal, NotThen):
        form.nearest = refusal.nearest
        form.add_error("back_on", not_then_sentence(refusal, zone))
        return
    field = next((name for word, name in _FIELD_OF.items() if refusal.code.startswith(word)), None)
    form.add_error(field if field in form.fields else None, refusal_sentence(refusal))


def _chosen(request: HttpRequest) -> QueryDict:
    """Return what was sent; a button that names an outcome wins over the list."""
    data = request.POST.copy()
    suggested = data.get("suggested", "")
    if suggested in RESULTS:
        data["result"] = suggested
    nearest = data.get("back_use", "")
    try:
        moment = datetime.fromisoformat(nearest)
    except ValueError:
        return data
    data["back_on"], data["back_at"] = f"{moment:%Y-%m-%d}", f"{moment:%H:%M}"
    return data


def _whose(permit: Permit) -> str:
    party = permit.contact_point.party
    return "unknown" if party == "cardholder" else party


def _call_of(request: HttpRequest, permit_id: int) -> tuple[Permit, Account]:
    """Return a call that the user began, and its account; anyone else's is not found."""
    permit = call_begun(permit_id, actor=request.user.get_username())
    if permit is None:
        raise Http404
    account = get_object_or_404(account_list_visible_to(request.user), pk=permit.account_id)
    return permit, account


def _address(request: HttpRequest, account: Account) -> str:
    return f"{reverse('desk:case', args=[account.pk])}?{query_of(asked_of(request))}"


def refusal_sentence(refusal: Refusal) -> str:
    """Say a refusal in the language of the page."""
    return refusal_said(refusal)
