"""A number or an address in full: asked for with a reason, shown once, written down."""

from __future__ import annotations

from typing import NoReturn

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forbear.services.refusals import Refusal
from forbear.services.reveals import NOTE_MAX, REASONS, point_reveal
from forbear.store.models import Account, ContactPoint, Representative
from forbear.store.selectors.cases import account_list_visible_to
from forbear.web.shared.formats import masked, masked_text, phone_number
from forbear.web.shared.permissions import REVEAL
from forbear.web.shared.proof import is_fresh, step_up
from forbear.web.shared.refusals import refusal_said
from forbear.web.shared.words import POINT
from forbear.wiring import clock
from forbear.wiring.desk import reveals_per_hour, reveals_step_up

ID_MAX = 2**63 - 1
_PHONES = frozenset({"mobile", "home", "work"})


def reason_words() -> dict[str, str]:
    """Return the reasons, as they are chosen from."""
    return {
        "dial_by_hand": _("to dial by hand"),
        "correct": _("to correct it"),
        "verify": _("they ask which one we have"),
        "papers": _("for papers of a court or an authority"),
        "other": _("another reason"),
    }


@require_http_methods(["GET", "POST"])
@permission_required(REVEAL, raise_exception=True)
def reveal(request: HttpRequest, account_id: int, what: str, row_id: int) -> HttpResponse:
    """Ask for the reason; then show it in full. A limit holds for each hour."""
    found = account_list_visible_to(request.user)
    account = get_object_or_404(found, pk=min(account_id, ID_MAX))
    point = _point(account, what, min(row_id, ID_MAX))
    shown: str | Refusal | None = None
    if request.method == "POST" and reveals_step_up() and not is_fresh(request):
        return step_up(request)
    if request.method == "POST":
        assert isinstance(request.user, User)
        shown = point_reveal(
            point=point,
            account=account,
            reason=request.POST.get("reason", ""),
            note=request.POST.get("note", ""),
            limit=reveals_per_hour(),
            at=clock.now(),
            user=request.user,
        )
    is_refused = isinstance(shown, Refusal)
    context = {
        "account": account,
        "name": _name(point),
        "masked": _masked(point),
        "shown": "" if isinstance(shown, Refusal) else _written(shown or "", point),
        "problem": refusal_said(shown) if isinstance(shown, Refusal) else "",
        "reasons": [(code, reason_words()[code]) for code in REASONS],
        "reason": request.POST.get("reason", ""),
        "note": request.POST.get("note", "")[:NOTE_MAX],
        "note_max": NOTE_MAX,
        "limit": reveals_per_hour(),
    }
    is_spent = isinstance(shown, Refusal) and shown.code == "REVEAL_LIMIT"
    status = 429 if is_spent else 422 if is_refused else 200
    return render(request, "people/reveal.html", context, status=status)


def _point(account: Account, what: str, row_id: int) -> ContactPoint | Representative:
    person = account.person
    if what == "point":
        return get_object_or_404(person.contact_points, pk=row_id)
    if what == "speaker":
        return get_object_or_404(person.representatives, pk=row_id)
    return _nothing()


def _nothing() -> NoReturn:
    raise Http404


def _name(point: ContactPoint | Representative) -> str:
    if isinstance(point, Representative):
        return point.name
    return str(POINT[point.kind])


def _masked(point: ContactPoint | Representative) -> str:
    if isinstance(point, Representative):
        return masked_text(point.reach)
    return masked(point.value, point.kind)


def _written(value: str, point: ContactPoint | Representative) -> str:
    return phone_number(value) if point.kind in _PHONES else value
