"""Sessions of the desk: each sign-in takes a seat, and a seat that was ended lets nobody in."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from forbear.services.seats import seat_begin, seat_end, seat_open
from forbear.wiring import clock

KEY = "seat"


@receiver(user_logged_in)
def _sit_down(sender: object, request: HttpRequest, user: User, **_more: object) -> None:
    del sender
    agent = request.headers.get("User-Agent", "")
    request.session[KEY] = seat_begin(user=user, agent=agent, at=clock.now()).pk


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
        seat_id, user_id = request.session.get(KEY), request.user.pk
        if seat_id and seat_open(seat_id=seat_id, user_id=user_id, at=clock.now()):
            return None
        logout(request)
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
