"""Who reports on messages: a provider whose requests are signed (Standard Webhooks)."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest
from ninja.security import APIKeyHeader

from forbear.core.webhooks import webhook_is_signed, webhook_keys
from forbear.web.api.problems import ApiProblem
from forbear.wiring import clock
from forbear.wiring.webhooks import webhook_secret

_LOG = logging.getLogger(__name__)


class Signed(APIKeyHeader):
    """Lets a request pass that is signed with a secret. The time and the body are signed too."""

    param_name = "webhook-signature"

    def __init__(self, secret: Callable[[], str] = webhook_secret) -> None:
        super().__init__()
        self._secret = secret

    def authenticate(self, request: HttpRequest, key: str | None) -> str:
        """Return the number of the request; ``ApiProblem`` 401 for a signature that is not good."""
        message_id = request.headers.get("webhook-id", "")
        try:
            keys = webhook_keys(self._secret())
        except (OSError, ValueError) as error:
            _LOG.error("webhooks cannot be checked: %s", error)
            keys = ()
        is_good = webhook_is_signed(
            keys,
            message_id=message_id,
            timestamp=request.headers.get("webhook-timestamp", ""),
            signatures=key or "",
            body=request.body,
            at=clock.now(),
        )
        if not is_good:
            _LOG.warning("a request to %s was not signed as it should be", request.path)
            raise ApiProblem(
                401,
                "SIGNATURE_NOT_GOOD",
                "Sign the request as Standard Webhooks says, with our secret, within five minutes.",
            )
        return message_id
