"""Before the gravest acts the code is asked for again; what was sent is kept meanwhile."""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from forbear.services.two_step import device_of
from forbear.web.shared.passkeys import passkey_options
from forbear.web.shared.seats import is_two_step, kept, seat_of
from forbear.wiring import clock
from forbear.wiring.desk import proved_time

View = Callable[..., HttpResponse]


def is_fresh(request: HttpRequest) -> bool:
    """Return whether a code was given of late, or none need be: no device and no role for it."""
    seat = seat_of(request)
    assert isinstance(request.user, User)
    if seat is not None and seat.proved_at and clock.now() - seat.proved_at <= proved_time():
        return True
    return device_of(request.user) is None and not is_two_step(request.user)


def freshly_proved(view: View) -> View:
    """Ask for a code again before a grave act is sent; what was sent is kept meanwhile."""

    @functools.wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method != "POST" or is_fresh(request):
            return view(request, *args, **kwargs)
        return step_up(request)

    return asked


def step_up(request: HttpRequest) -> HttpResponse:
    """Ask for a code again, and keep what was sent; whoever has no device yet is led to one."""
    seat = seat_of(request)
    assert seat is not None
    assert isinstance(request.user, User)
    if device_of(request.user) is None:
        return redirect("people:enrol")
    page = {
        "next": "",
        "kept": kept(request, seat),
        "is_again": True,
        "passkey": passkey_options(request),
    }
    return render(request, "people/prove.html", page, status=401)
