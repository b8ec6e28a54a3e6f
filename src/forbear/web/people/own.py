"""One's own sign-in: the second step, and where one is signed in; any session can be ended."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from forbear.services.passkeys import passkeys_of
from forbear.services.seats import seat_end, seats_end
from forbear.services.two_step import device_of, recovery_left
from forbear.store.models import Seat
from forbear.web.shared.seats import KEY, is_two_step
from forbear.wiring import clock

ID_MAX = 2**63 - 1


@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Show one's own second step and sessions."""
    assert isinstance(request.user, User)
    device = device_of(request.user)
    context = {
        "device": device,
        "left": recovery_left(device) if device else 0,
        "passkeys": passkeys_of(request.user),
        "is_asked": is_two_step(request.user),
        "seats": Seat.objects.filter(user=request.user, ended_at=None).order_by("-seen_at", "-pk"),
        "own": request.session.get(KEY),
        "roles": sorted(request.user.groups.values_list("name", flat=True)),
    }
    return render(request, "people/me.html", context)


@require_POST
def end(request: HttpRequest, seat_id: int) -> HttpResponse:
    """End one of one's own sessions."""
    assert isinstance(request.user, User)
    own = Seat.objects.filter(pk=min(seat_id, ID_MAX), user=request.user).first()
    if own is None:
        raise Http404
    seat_end(seat_id=own.pk, at=clock.now(), actor=request.user.get_username())
    messages.success(request, _("That session is ended."))
    return redirect("people:me")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all of one's sessions but this one."""
    assert isinstance(request.user, User)
    many = seats_end(
        user=request.user,
        at=clock.now(),
        actor=request.user.get_username(),
        but=request.session.get(KEY),
    )
    said = ngettext("%(many)s session is ended.", "%(many)s sessions are ended.", many)
    messages.success(request, said % {"many": many})
    return redirect("people:me")
