"""The secrets with which providers sign what they report."""

from __future__ import annotations

import base64
import secrets

from forbear.core.webhooks import PREFIX
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
