"""One's own passkeys: made on the device at hand, and ended."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forbear.services.passkeys import (
    NAME_MAX,
    Made,
    passkey_add,
    passkey_asked_new,
    passkey_end,
)
from forbear.services.refusals import Refusal
from forbear.services.two_step import device_of
from forbear.web.people.two_step import HOUSE
from forbear.web.shared.passkeys import question_kept, question_taken
from forbear.web.shared.proof import freshly_proved, is_fresh
from forbear.web.shared.refusals import refusal_said
from forbear.web.shared.seats import seat_of
from forbear.web.shared.told import outcome_told
from forbear.wiring import clock


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Ask the device at hand for a passkey, and keep it."""
    seat, user, host = seat_of(request), request.user, request.get_host()
    assert isinstance(user, User)
    if seat is None or device_of(user) is None:
        return redirect("people:me")
    if not is_fresh(request):
        return redirect(f"{reverse('people:prove')}?next={reverse('people:passkey-add')}")
    words: dict[str, object] = {"most": NAME_MAX}
    status = 200
    if request.method == "POST":
        name = request.POST.get("name", "")
        made = Made(name, request.POST.get("credential", ""), question_taken(request))
        done = passkey_add(user=user, seat=seat, host=host, made=made, at=clock.now())
        if not isinstance(done, Refusal):
            messages.success(request, _("The passkey is kept. You may sign in with it."))
            return redirect("people:me")
        words |= {"problem": refusal_said(done), "name": name[:NAME_MAX]}
        status = 422
    asked = passkey_asked_new(user=user, host=host, house=HOUSE, at=clock.now())
    words["options"] = question_kept(request, asked)
    return render(request, "people/passkey.html", words, status=status)


@require_POST
@freshly_proved
def end(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """End one of one's own passkeys."""
    assert isinstance(request.user, User)
    done = passkey_end(passkey_id=passkey_id, user=request.user, at=clock.now())
    outcome_told(request, done, _("That passkey is ended."))
    return redirect("people:me")
