"""Who asks: a bearer token of the right scope, and nothing else; no session, no cookie."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest
from ninja.security import HttpBearer

from forbear.services.throttle import Limit, throttle_take
from forbear.services.tokens import token_check
from forbear.store.models import ApiToken
from forbear.web.api.problems import ApiProblem
from forbear.wiring import clock
from forbear.wiring.desk import api_per_minute


class Bearer(HttpBearer):
    """Lets a request pass whose token is good and has a scope. The token is never logged."""

    def __init__(self, scope: str) -> None:
        self._scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> ApiToken | None:
        """Return the token of a request. The inherited one logs what it cannot read."""
        scheme, _, clear = request.headers.get("Authorization", "").partition(" ")
        return self.authenticate(request, clear.strip()) if scheme.lower() == "bearer" else None

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Return the token if it is good; ``ApiProblem`` 403 if it lacks the scope."""
        del request
        at = clock.now()
        found = token_check(token, at=at)
        if found is not None and not _within(found, at):
            raise ApiProblem(429, "TOO_MANY", "This token asked too often; wait a minute.")
        if found is not None and self._scope not in found.scopes:
            raise ApiProblem(403, "SCOPE_MISSING", f"The token lacks the scope {self._scope}.")
        return found


def _within(token: ApiToken, at: datetime) -> bool:
    many = api_per_minute()
    limit = Limit(f"api token {token.pk}", many, timedelta(minutes=1))
    return not many or throttle_take(limit, address="", at=at)


def scope_needed(request: HttpRequest, scope: str) -> None:
    """Ask for a scope besides that of the operation; ``ApiProblem`` 403 if the token lacks it."""
    if scope not in token_of(request).scopes:
        raise ApiProblem(403, "SCOPE_MISSING", f"The token lacks the scope {scope}.")


def token_of(request: HttpRequest) -> ApiToken:
    """Return the token that let a request pass."""
    found = getattr(request, "auth", None)
    assert isinstance(found, ApiToken)
    return found
