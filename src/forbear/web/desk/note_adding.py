"""A note on a case, outside a call."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forbear.core.calendar.zones import local_date
from forbear.services.desk.notes import note_add
from forbear.store.selectors.cases import account_list_visible_to
from forbear.web.desk.case import case_page
from forbear.web.desk.forms import NoteForm
from forbear.web.desk.notes import hints_of, note_stands
from forbear.web.desk.rail import asked_of
from forbear.web.desk.today import query_of
from forbear.web.shared.permissions import MAKE_CONTACT
from forbear.wiring import clock


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def note(request: HttpRequest, account_id: int) -> HttpResponse:
    """Append a note to a case."""
    account = get_object_or_404(account_list_visible_to(request.user), pk=account_id)
    now = clock.now()
    form = NoteForm(request.POST)
    findings = hints_of(
        account, request.POST.get("note", "")[:2000], on=local_date(now, account.person.time_zones)
    )
    if not (form.is_valid() and note_stands(form, findings)):
        return case_page(request, account, now=now, note_form=form, status=422)
    note_add(
        account_id=account.pk,
        text=form.cleaned_data["note"],
        explained=form.cleaned_data["explained"],
        at=now,
        actor=request.user.get_username(),
    )
    messages.success(request, _("The note is kept."))
    address = reverse("desk:case", args=[account.pk])
    return redirect(f"{address}?{query_of(asked_of(request))}#timeline")
