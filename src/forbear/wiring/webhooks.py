"""Webhooks: the secrets with which providers sign what they report, and the way out of ours."""

from __future__ import annotations

import base64
import os
import secrets
from functools import cache

from forbear.channels.webhooks import GuardedPost, Network, networks, url_fault
from forbear.core.webhooks import PREFIX
from forbear.ports.webhooks import WebhookPost
from forbear.wiring.secrets import secret

SECRET = "sms_webhook"  # noqa: S105 - its name
CALLS_SECRET = "calls_webhook"  # noqa: S105 - its name
KEY_OCTETS = 32


def webhook_secret() -> str:
    """Return the secret that a message gateway signs with; it is made at first use."""
    return secret(SECRET, make=_made).decode("utf-8", "replace").strip()


def calls_secret() -> str:
    """Return the secret that the provider of calls signs with; it is made at first use."""
    return secret(CALLS_SECRET, make=_made).decode("utf-8", "replace").strip()


def _made() -> bytes:
    return (PREFIX + base64.b64encode(secrets.token_bytes(KEY_OCTETS)).decode()).encode()


def allowed_networks() -> tuple[Network, ...]:
    """Return the networks of one's own that webhooks may reach: ``FORBEAR_WEBHOOK_ALLOW``.

    Raises OSError for what is no network.
    """
    given = os.environ.get("FORBEAR_WEBHOOK_ALLOW", "")
    try:
        return networks(given)
    except ValueError as error:
        raise OSError(
            f"FORBEAR_WEBHOOK_ALLOW: {error}. Give networks by commas, such as 10.0.0.0/8."
        ) from error


def webhook_url_fault(url: str) -> str:
    """Say why an address cannot be told anything; nothing if it can."""
    return url_fault(url, allowed=allowed_networks())


@cache
def webhook_post() -> WebhookPost:
    """Return what sends to addresses that somebody typed in. Kept: it holds the authorities."""
    return GuardedPost(allowed=allowed_networks())
