"""Who reports on messages: a provider whose requests are signed (Standard Webhooks)."""

from __future__ import annotations

import base64
import logging
import secrets

from django.http import HttpRequest
from ninja.security import APIKeyHeader

from forbear.core.webhooks import PREFIX, webhook_is_signed, webhook_keys
from forbear.web.api.problems import ApiProblem
from forbear.wiring import clock
from forbear.wiring.secrets import secret

_LOG = logging.getLogger(__name__)
SECRET = "sms_webhook"  # noqa: S105 - its name
KEY_OCTETS = 32


def webhook_secret() -> str:
    """Return the secret that the provider signs with; it is made at first use."""
    return secret(SECRET, make=_made).decode("utf-8", "replace").strip()


def _made() -> bytes:
    return (PREFIX + base64.b64encode(secrets.token_bytes(KEY_OCTETS)).decode()).encode()


class Signed(APIKeyHeader):
    """Lets a request pass that is signed with our secret. The time and the body are signed too."""

    param_name = "webhook-signature"

    def authenticate(self, request: HttpRequest, key: str | None) -> str:
        """Return the number of the request; ``ApiProblem`` 401 for a signature that is not good."""
        message_id = request.headers.get("webhook-id", "")
        try:
            keys = webhook_keys(webhook_secret())
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
            raise ApiProblem(
                401,
                "SIGNATURE_NOT_GOOD",
                "Sign the request as Standard Webhooks says, with our secret, within five minutes.",
            )
        return message_id
