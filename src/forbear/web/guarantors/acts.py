"""What is done to a guarantee: proved or refused, released, and how its guarantor is reached."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forbear.services.guarantees.reach import (
    guarantor_language,
    guarantor_point_add,
    guarantor_stop,
)
from forbear.services.guarantees.recording import guarantee_answer, guarantee_end
from forbear.store.models import Guarantee
from forbear.store.selectors.cases import account_list_visible_to
from forbear.web.shared.permissions import KEEP_GUARANTEES, PROVE_GUARANTEES
from forbear.web.shared.told import outcome_told
from forbear.wiring import clock
from forbear.wiring.case_files import case_files


@require_POST
@permission_required(PROVE_GUARANTEES, raise_exception=True)
def answer(request: HttpRequest, guarantee_id: int) -> HttpResponse:
    """Prove a guarantee that somebody else wrote down, or refuse it."""
    found = _found(request, guarantee_id)
    is_accepted = request.POST.get("to") == "accepted"
    done = guarantee_answer(
        guarantee_id=found.pk,
        is_accepted=is_accepted,
        store=case_files(),
        at=clock.now(),
        actor=request.user.get_username(),
        note=request.POST.get("note", ""),
    )
    said = _("Proved: from now on they may be told.") if is_accepted else _("Refused, and kept.")
    return _told(request, found, done, said)


@require_POST
@permission_required(PROVE_GUARANTEES, raise_exception=True)
def release(request: HttpRequest, guarantee_id: int) -> HttpResponse:
    """Release a guarantor."""
    found = _found(request, guarantee_id)
    done = guarantee_end(
        guarantee_id=found.pk,
        at=clock.now(),
        actor=request.user.get_username(),
        note=request.POST.get("note", ""),
    )
    said = _("Released: from now on they are a third party. What waited for them is stopped.")
    return _told(request, found, done, said)


@require_POST
@permission_required(KEEP_GUARANTEES, raise_exception=True)
def reach(request: HttpRequest, guarantee_id: int) -> HttpResponse:
    """Keep an address, a wish or the language of a guarantor."""
    found = _found(request, guarantee_id)
    at, actor = clock.now(), request.user.get_username()
    done: object
    match request.POST.get("act"):
        case "point":
            done = guarantor_point_add(
                guarantee_id=found.pk,
                kind=request.POST.get("kind", ""),
                value=request.POST.get("value", ""),
                at=at,
                actor=actor,
            )
        case "stop":
            given = request.POST.get("point", "")
            wanted = int(given) if given.isdecimal() and len(given) < 19 else 0  # noqa: PLR2004 - a bigint
            done = guarantor_stop(
                guarantee_id=found.pk, contact_point_id=wanted, at=at, actor=actor
            )
        case "language":
            language = request.POST.get("language", "")
            done = guarantor_language(guarantee_id=found.pk, language=language, at=at, actor=actor)
        case _:
            raise Http404
    return _told(request, found, done, _("Written down."))


def _found(request: HttpRequest, guarantee_id: int) -> Guarantee:
    visible = account_list_visible_to(request.user).values("pk")
    found: Guarantee = get_object_or_404(Guarantee, pk=guarantee_id, account__in=visible)
    return found


def _told(request: HttpRequest, found: Guarantee, done: object, said: str) -> HttpResponse:
    outcome_told(request, done, said)
    return redirect(f"{reverse('guarantors:account', args=[found.account_id])}#g-{found.pk}")
