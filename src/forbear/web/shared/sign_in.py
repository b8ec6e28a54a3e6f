"""The sign-in, which may be tried only so often: for a name, from a place, and both together."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from forbear.services.throttle import Limit, throttle_take
from forbear.web.shared.visitor_address import address_of
from forbear.wiring import clock

WINDOW = timedelta(minutes=10)
# an office has one address; a name is tried by its owner from one or two
FROM_PLACE, FOR_NAME, BOTH = 300, 60, 12


class SignIn(LoginView):
    """Signs in by name and password; beyond the limit no password is even looked at."""

    template_name = "shared/sign_in.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take a name and a password; 429 where there were too many of late."""
        if _is_within(request):
            return super().post(request, *args, **kwargs)
        said = _("Too many tries. Wait ten minutes, then try again, or ask IT.")
        page = self.get_context_data(form=self.get_form_class()(request), too_many=said)
        return self.render_to_response(page, status=429, headers={"Retry-After": "600"})


def _is_within(request: HttpRequest) -> bool:
    name = sha256(request.POST.get("username", "").encode(errors="replace")).hexdigest()
    place, at = address_of(request), clock.now()
    taken = [
        throttle_take(Limit("sign-in", FROM_PLACE, WINDOW), address=place, at=at),
        throttle_take(Limit(f"sign-in {name}", FOR_NAME, WINDOW), address="", at=at),
        throttle_take(Limit(f"sign-in at {name}", BOTH, WINDOW), address=place, at=at),
    ]
    return all(taken)
