"""The second step of a sign-in: the first device, the code or a passkey, new recovery codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import segno
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_POST

from forbear.services.passkeys import passkey_prove, passkeys_of
from forbear.services.refusals import Refusal
from forbear.services.two_step import (
    code_prove,
    device_begin,
    device_confirm,
    device_of,
    recovery_renew,
)
from forbear.store.models import Seat
from forbear.web.shared.passkeys import passkey_options, question_taken
from forbear.web.shared.proof import freshly_proved, is_fresh
from forbear.web.shared.refusals import refusal_said
from forbear.web.shared.seats import is_two_step, kept_open, seat_of
from forbear.wiring import clock
from forbear.wiring.keeping import keeper

HOUSE = "Forbear"
_BIGINT = 19


@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Ask for the code of this moment, or a recovery code; then go on."""
    seat = seat_of(request)
    assert isinstance(request.user, User)
    if seat is None or device_of(request.user) is None:
        return redirect("home")
    given = request.GET if request.method == "GET" else request.POST
    page = {"next": given.get("next", ""), "kept": request.POST.get("kept", "")}
    if request.method == "GET":
        page["passkey"] = passkey_options(request)
        return render(request, "people/prove.html", page)
    done = _given(request, seat)
    if isinstance(done, Refusal):
        if done.code == "SEAT_ENDED":
            logout(request)
            return redirect("sign-in")
        passkey = passkey_options(request)
        problem = {**page, "problem": refusal_said(done), "passkey": passkey}
        return render(request, "people/prove.html", problem, status=422)
    if opened := kept_open(page["kept"], seat):
        words = {"place": opened[0], "fields": opened[1], "is_proved": True}
        return render(request, "people/kept.html", words)
    return redirect(_place(page["next"]))


def _given(request: HttpRequest, seat: Seat) -> Seat | Refusal:
    """Take what was given: a passkey's answer, or a code."""
    answer, at = request.POST.get("credential", ""), clock.now()
    if answer:
        kept, host = question_taken(request), request.get_host()
        return passkey_prove(seat=seat, host=host, kept=kept, answer=answer, at=at)
    return code_prove(seat=seat, code=request.POST.get("code", ""), keeper=keeper(), at=at)


@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Show the secret of a new device as a picture and as text; its first code confirms it."""
    seat = seat_of(request)
    user = request.user
    assert isinstance(user, User)
    if seat is None:
        return redirect("home")
    if device_of(user) is not None and not is_fresh(request):
        return redirect("people:prove")
    given = request.GET if request.method == "GET" else request.POST
    words: dict[str, object] = {
        "next": given.get("next", ""),
        "is_asked": is_two_step(user),
        "has_one": device_of(user) is not None,
        "passkeys": passkeys_of(user),
        "keep": _numbers(request.POST.getlist("keep")),
    }
    status = 200
    if request.method == "POST":
        code = request.POST.get("code", "")
        before = passkeys_of(user)
        done = device_confirm(
            user=user,
            seat=seat,
            code=code,
            keeper=keeper(),
            at=clock.now(),
            passkeys_kept=_numbers(request.POST.getlist("keep")),
        )
        if isinstance(done, list):
            left = passkeys_of(user)
            ended = [one.name for one in before if one not in left]
            return _codes(request, done, _place(str(words["next"])), ended)
        if done.code == "SEAT_ENDED":
            logout(request)
            return redirect("sign-in")
        words["problem"], status = refusal_said(done), 422
    begun = device_begin(user=user, house=HOUSE, keeper=keeper(), at=clock.now())
    words["secret"] = " ".join(begun.secret[at : at + 4] for at in range(0, len(begun.secret), 4))
    words["picture"] = qr(begun.uri)
    return render(request, "people/enrol.html", words, status=status)


@require_POST
@freshly_proved
def codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them, this once."""
    assert isinstance(request.user, User)
    done = recovery_renew(user=request.user, at=clock.now())
    if isinstance(done, Refusal):
        return redirect("people:enrol")
    return _codes(request, done, "people:me")


def qr(text: str) -> SafeString:
    """Return a text as a QR code: an SVG made here, which no other site is asked for."""
    picture = segno.make(text, error="m", micro=False)
    return mark_safe(picture.svg_inline(scale=5, border=4, light="#fff", dark="#000"))  # noqa: S308 - made by us of modules, holds no text


def _codes(
    request: HttpRequest, made: list[str], after: str, ended: Sequence[str] = ()
) -> HttpResponse:
    words = {"codes": made, "after": after, "ended": ended}
    return render(request, "people/codes.html", words)


def _numbers(given: Iterable[str]) -> list[int]:
    return [int(one) for one in given if one.isdecimal() and len(one) < _BIGINT]


def _place(given: str) -> str:
    return given if given and url_has_allowed_host_and_scheme(given, allowed_hosts=None) else "home"
