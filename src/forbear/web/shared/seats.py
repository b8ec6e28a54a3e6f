"""Sessions of the desk: each sign-in takes a seat, and a seat that was ended lets nobody in."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from forbear.services.seats import seat_begin, seat_end, seat_find
from forbear.services.two_step import device_of
from forbear.store.models import Seat
from forbear.web.shared.backend import roles_of
from forbear.web.shared.visitor_address import address_of
from forbear.wiring import clock
from forbear.wiring.desk import idle_time, two_step_roles, two_step_spared

KEY = "seat"
LOCKED = 423  # RFC 4918, section 11.3
_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
# before the second step is taken
OPEN_BEFORE_PROOF = frozenset(
    {"sign-out", "people:prove", "people:enrol", "people:locked", "people:lock", "people:alive"}
)
OPEN_WHEN_LOCKED = frozenset({"sign-out", "people:locked", "people:lock"})


@receiver(user_logged_in)
def _sit_down(sender: object, request: HttpRequest, user: User, **_more: object) -> None:
    del sender
    agent = request.headers.get("User-Agent", "")
    made = seat_begin(user=user, agent=agent, at=clock.now(), address=address_of(request))
    request.session[KEY] = made.pk


@receiver(user_logged_out)
def _get_up(sender: object, request: HttpRequest, user: User | None, **_more: object) -> None:
    del sender
    if user is not None and (seat_id := request.session.get(KEY)):
        seat_end(seat_id=seat_id, at=clock.now(), actor=user.get_username())


class SeatMiddleware:
    """Lets a signed-in request pass only while its seat has not ended."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand before the rest of the application."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the seat is looked at once it is known which page is asked for."""
        return self._get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: object,
        kwargs: object,
    ) -> HttpResponseBase | None:
        """Send someone whose session was ended to the sign-in; pages of the public have none."""
        del args, kwargs
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        seat = seat_of(request)
        # every page that asks what they may do finds them read
        roles_of(request.user)
        if seat is None:
            logout(request)
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
        resolved = request.resolver_match
        name = resolved.view_name if resolved else ""
        if seat.locked_at is not None:
            return None if name in OPEN_WHEN_LOCKED else _covered(request, seat)
        if name in OPEN_BEFORE_PROOF or not (step := step_needed(request, seat)):
            return None
        return _sent_to(request, step)


def seat_of(request: HttpRequest) -> Seat | None:
    """Return the seat of a signed-in request, or ``None`` if it has ended."""
    seat_id = request.session.get(KEY)
    user_id = request.user.pk
    if not seat_id or user_id is None:
        return None
    return seat_find(seat_id=seat_id, user_id=user_id, idle=idle_time(), at=clock.now())


def step_needed(request: HttpRequest, seat: Seat) -> str:
    """Return what is missing before a signed-in request may pass: ``prove``, ``enrol``, nothing."""
    if seat.proved_at is not None:
        return ""
    assert isinstance(request.user, User)
    if device_of(request.user) is not None:
        return "prove"
    return "enrol" if is_two_step(request.user) else ""


def is_two_step(user: User) -> bool:
    """Return whether a user's roles ask for a second step."""
    if user.get_username() in two_step_spared():
        return False
    asked = two_step_roles()
    if user.is_superuser:
        return bool(asked)
    return not asked.isdisjoint(roles_of(user))


def _sent_to(request: HttpRequest, step: str) -> HttpResponseBase:
    place = reverse(f"people:{step}")
    if request.method == "GET" and not request.headers.get("HX-Request"):
        place += f"?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = place
        return answer
    return redirect(place)


def kept(request: HttpRequest, seat: Seat) -> str:
    """Return what a form has sent, sealed for this seat, so that it is not lost; or nothing."""
    if request.method != "POST" or request.content_type not in _FORMS or request.FILES:
        return ""
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    return signing.dumps([request.get_full_path(), fields], salt=f"kept {seat.pk}", compress=True)


def kept_open(text: str, seat: Seat) -> tuple[str, list[tuple[str, str]]] | None:
    """Return the address and the fields of what was kept for a seat; ``None`` if it is none."""
    try:
        place, fields = signing.loads(text, salt=f"kept {seat.pk}")
    except signing.BadSignature:
        return None
    return place, [(name, value) for name, value in fields]


def _covered(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """Answer a request to a locked seat: the page that asks for the password."""
    is_by_script = request.headers.get("Sec-Fetch-Dest") == "empty" or request.headers.get(
        "HX-Request"
    )
    if is_by_script:
        answer = HttpResponse(status=LOCKED)
        # the page stays as it is, under its cover
        answer["HX-Reswap"], answer["HX-Trigger"] = "none", "forbear:locked"
        return answer
    place = request.get_full_path() if request.method == "GET" else ""
    page = {"next": place, "kept": kept(request, seat)}
    return render(request, "people/locked.html", page, status=LOCKED)
