"""What waits for four eyes, and the answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forbear.services.agreements.deciding import offer_decide
from forbear.store.models import Approval, Offer
from forbear.store.selectors.offers import approvals_open
from forbear.store.selectors.queue import day_latest
from forbear.web.agreements import words
from forbear.web.agreements.pages import roles_of
from forbear.web.desk.rail import rail_of
from forbear.web.shared.permissions import APPROVE_OFFERS
from forbear.web.shared.told import outcome_told
from forbear.wiring import clock
from forbear.wiring.house import house_day

ROWS = 25


@dataclass(frozen=True, slots=True)
class Row:
    """One question, with the offer it is about."""

    approval: Approval
    offer: Offer
    sentence: str
    needs: list[object]
    is_own: bool


@require_GET
@permission_required(APPROVE_OFFERS, raise_exception=True)
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits for approval, the oldest first."""
    page = Paginator(approvals_open().filter(subject="offer"), ROWS).get_page(
        request.GET.get("page")
    )
    asked = list(page.object_list)
    offers = Offer.objects.select_related("account__person", "budget").in_bulk(
        [each.subject_id for each in asked]
    )
    rows = [
        Row(
            each,
            offers[each.subject_id],
            words.offer_sentence(offers[each.subject_id]),
            [words.NEEDS.get(code, code) for code in each.needs],
            each.asked_by == request.user.get_username(),
        )
        for each in asked
    ]
    run = day_latest(on=house_day())
    context = {"rows": rows, "page": page, "rail": rail_of(run, current="")}
    return render(request, "agreements/approvals.html", context)


@require_POST
@permission_required(APPROVE_OFFERS, raise_exception=True)
def answer(request: HttpRequest, approval_id: int) -> HttpResponse:
    """Approve what somebody else asked for, or refuse it."""
    done = offer_decide(
        approval_id=approval_id,
        is_given=request.POST.get("to") == "given",
        roles=roles_of(request.user),
        at=clock.now(),
        actor=request.user.get_username(),
        why=request.POST.get("why", ""),
    )
    approved, refused = (
        _("Approved: it may be offered now."),
        _("Refused. Who asked sees your reason."),
    )
    outcome_told(request, done, lambda offer: approved if offer.state == "offered" else refused)
    return redirect("agreements:approvals")
