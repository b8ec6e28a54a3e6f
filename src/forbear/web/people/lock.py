"""The cover of a screen that was left: locked by the user, or by time; opened by the password."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from forbear.services.refusals import Refusal
from forbear.services.seats import seat_lock, seat_unlock
from forbear.store.models import Seat
from forbear.web.shared.refusals import refusal_said
from forbear.web.shared.seats import kept_open, seat_of
from forbear.wiring import clock


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Cover the session now."""
    seat = seat_of(request)
    if seat is not None:
        seat_lock(seat=seat, at=clock.now())
    return HttpResponse(status=204) if _is_script(request) else redirect("people:locked")


@require_POST
def alive(request: HttpRequest) -> HttpResponse:
    """Take a sign of life from someone who types and sends nothing; it is noted on the way."""
    del request
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
def locked(request: HttpRequest) -> HttpResponse:
    """Ask for the password; then go on where it was, with what a form had sent, if one had."""
    seat = seat_of(request)
    if seat is None or (seat.locked_at is None and request.method == "GET"):
        return redirect("home")
    if request.method == "GET":
        page = {"next": request.GET.get("next", ""), "kept": ""}
        return render(request, "people/locked.html", page)
    done = seat_unlock(seat=seat, password=request.POST.get("password", ""), at=clock.now())
    return _refused(request, done) if isinstance(done, Refusal) else _opened(request, done)


def _refused(request: HttpRequest, done: Refusal) -> HttpResponse:
    if done.code == "SEAT_ENDED":
        logout(request)
        return redirect("sign-in")
    said = refusal_said(done)
    if _is_script(request):
        return HttpResponse(said, status=422, content_type="text/plain; charset=utf-8")
    page = {
        "next": request.POST.get("next", ""),
        "kept": request.POST.get("kept", ""),
        "problem": said,
    }
    return render(request, "people/locked.html", page, status=422)


def _opened(request: HttpRequest, seat: Seat) -> HttpResponse:
    if _is_script(request):
        return HttpResponse(status=204)
    if opened := kept_open(request.POST.get("kept", ""), seat):
        return render(request, "people/kept.html", {"place": opened[0], "fields": opened[1]})
    place = request.POST.get("next", "")
    is_ours = place and url_has_allowed_host_and_scheme(place, allowed_hosts=None)
    return redirect(place if is_ours else "home")


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Desk") == "1"
