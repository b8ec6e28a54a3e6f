"""Who waits to be proved; who stands guarantor for an account; and the signed document."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from forbear.core.calendar.zones import local_date
from forbear.core.cases.files import MEDIA
from forbear.packs.cases import load_case_rules
from forbear.ports.case_files import CaseFileError
from forbear.services.cases.files import Given
from forbear.services.guarantees.recording import guarantee_ask
from forbear.services.refusals import Refusal
from forbear.store.models import Account, Guarantee
from forbear.store.selectors.cases import account_list_visible_to
from forbear.store.selectors.guarantees import guarantee_list
from forbear.store.selectors.queue import day_latest
from forbear.web.cases.files import given_of
from forbear.web.desk.rail import rail_of
from forbear.web.guarantors import words
from forbear.web.guarantors.forms import GuaranteeForm
from forbear.web.guarantors.shown import shown_of, whole_of
from forbear.web.shared.downloads import download
from forbear.web.shared.permissions import KEEP_GUARANTEES, PROVE_GUARANTEES, SEE_CASES
from forbear.web.shared.refusals import refusal_said
from forbear.wiring import clock
from forbear.wiring.case_files import case_files
from forbear.wiring.house import house_day

ROWS = 25


@require_GET
@permission_required(PROVE_GUARANTEES, raise_exception=True)
def queue(request: HttpRequest) -> HttpResponse:
    """Show the guarantees that nobody has proved yet, the oldest first."""
    visible = account_list_visible_to(request.user).values("pk")
    found = Guarantee.objects.filter(state="asked", account__in=visible)
    waiting = found.select_related("account__person").order_by("asked_at", "pk")
    page = Paginator(waiting, ROWS).get_page(request.GET.get("page"))
    today = house_day()
    context = {
        "page": page,
        "rows": [shown_of(each, request.user, today=today) for each in page.object_list],
        "rail": rail_of(day_latest(on=today), current=""),
    }
    return render(request, "guarantors/list.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(SEE_CASES, raise_exception=True)
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """Show who stands guarantor for an account; write another guarantee down."""
    if request.method == "POST" and not request.user.has_perm(KEEP_GUARANTEES):
        raise PermissionDenied
    owed = get_object_or_404(
        account_list_visible_to(request.user).select_related("person"), pk=account_id
    )
    at = clock.now()
    today = local_date(at, owed.person.time_zones)
    if request.method == "GET":
        form = GuaranteeForm(
            currency=owed.currency, today=today, initial={"language": "en", "kind": "joint"}
        )
        return _page(request, owed, form)
    form = GuaranteeForm(request.POST, currency=owed.currency, today=today)
    if form.is_valid():
        done = guarantee_ask(
            account_id=owed.pk,
            terms=form.terms,
            document=given_of(request) or Given("", b""),
            store=case_files(),
            at=at,
            actor=request.user.get_username(),
        )
        if not isinstance(done, Refusal):
            messages.success(request, _("Written down. It counts once somebody else proves it."))
            return redirect(reverse("guarantors:account", args=[owed.pk]))
        form.add_error(None, refusal_said(done))
    return _page(request, owed, form, status=422)


def _page(
    request: HttpRequest, owed: Account, form: GuaranteeForm, *, status: int = 200
) -> HttpResponse:
    at = clock.now()
    today = local_date(at, owed.person.time_zones)
    context = {
        "account": owed,
        "person": owed.person,
        "rows": [whole_of(each, request.user, today=today) for each in guarantee_list(owed)],
        "form": form,
        "languages": words.LANGUAGE.items(),
        "point_kinds": words.POINT_KIND.items(),
        "by_hand": words.BY_HAND.get(owed.nation, ""),
        "megabytes": load_case_rules().bytes_max // 1024**2,
        "rail": rail_of(day_latest(on=house_day()), current=""),
    }
    return render(request, "guarantors/account.html", context, status=status)


@require_GET
@permission_required(PROVE_GUARANTEES, raise_exception=True)
def document(request: HttpRequest, guarantee_id: int) -> HttpResponse:
    """Give the signed document out: always as a download, never shown in a page of ours."""
    visible = account_list_visible_to(request.user).values("pk")
    found = get_object_or_404(Guarantee, pk=guarantee_id, account__in=visible)
    if found.document_kind not in MEDIA:
        raise Http404
    try:
        data = case_files().read(found.document_sha256)
    except CaseFileError as error:
        raise Http404(str(error)) from error
    return download(data, name=found.document_name, media=MEDIA[found.document_kind])
