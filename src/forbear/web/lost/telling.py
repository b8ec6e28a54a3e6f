"""Told at the desk: a number is wrong, someone has died, nobody can be reached."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forbear.services.lost.closing import check_answer, point_close
from forbear.services.lost.deaths import death_mistaken, person_died
from forbear.services.lost.opening import search_open
from forbear.store.models import Account, ContactPoint, PointCheck
from forbear.store.selectors.cases import account_list_visible_to
from forbear.web.shared.permissions import MAKE_CONTACT
from forbear.web.shared.told import outcome_told
from forbear.wiring import clock


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def tell(request: HttpRequest, account_id: int) -> HttpResponse:
    """Take what was told of an account's cardholder, and act on it everywhere."""
    account = get_object_or_404(account_list_visible_to(request.user), pk=account_id)
    at, actor = clock.now(), request.user.get_username()
    note = request.POST.get("note", "")
    done: object
    match request.POST.get("told"):
        case "point":
            point = _point(request, account)
            why = request.POST.get("why", "")
            done = point_close(
                contact_point_id=point.pk, why=why, door="desk", at=at, actor=actor, note=note
            )
            said = _("Closed, for every account and channel. What waited for it is stopped.")
        case "died":
            done = person_died(
                person_id=account.person_id, door="desk", at=at, actor=actor, note=note
            )
            said = _("Written down. Nothing more goes to the cardholder.")
        case "lives":
            done = death_mistaken(person_id=account.person_id, why=note, at=at, actor=actor)
            said = _("Written down. Each number is verified before it is used again.")
        case "lost":
            done = search_open(person_id=account.person_id, at=at, actor=actor)
            said = _("A search is open.")
        case _:
            raise Http404
    outcome_told(request, done, said)
    return redirect(reverse("desk:case", args=[account.pk]))


@require_POST
@permission_required(MAKE_CONTACT, raise_exception=True)
def check(request: HttpRequest, check_id: int) -> HttpResponse:
    """Answer whether a number that was closed for one person is right for another."""
    asked = get_object_or_404(PointCheck.objects.select_related("contact_point"), pk=check_id)
    visible = account_list_visible_to(request.user).filter(person_id=asked.contact_point.person_id)
    if not visible.exists() or request.POST.get("is_theirs") not in {"yes", "no"}:
        raise Http404
    done = check_answer(
        check_id=asked.pk,
        is_theirs=request.POST["is_theirs"] == "yes",
        at=clock.now(),
        actor=request.user.get_username(),
    )
    outcome_told(request, done, _("Written down."))
    return redirect(reverse("lost:list"))


def _point(request: HttpRequest, account: Account) -> ContactPoint:
    given = request.POST.get("point", "")
    wanted = int(given) if given.isdecimal() and len(given) < 19 else 0  # noqa: PLR2004 - a bigint
    return get_object_or_404(ContactPoint, pk=wanted, person_id=account.person_id)
