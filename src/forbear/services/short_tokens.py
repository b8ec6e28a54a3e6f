"""Short tokens for links in messages: a number, and 128 bits that only the house can make for it.

They are kept nowhere: the same number under the same purpose gives the same token.
"""

from __future__ import annotations

import base64
import hmac
import re

from django.utils.crypto import salted_hmac

_BYTES = 16
_TOKEN = re.compile(r"([0-9]{1,18})\.([A-Za-z0-9_-]{22})")


def token_of(purpose: str, number: int) -> str:
    """Return the token of a number; ``purpose`` keeps tokens of one kind from being another's."""
    return f"{number}.{_mark(purpose, number)}"


def token_number(purpose: str, token: str) -> int | None:
    """Return the number of a token; ``None`` if it is not one of ours, or was cut or changed."""
    found = _TOKEN.fullmatch(token) if token.isascii() else None
    if found is None:
        return None
    number = int(found[1])
    is_ours = hmac.compare_digest(found[2], _mark(purpose, number))
    return number if is_ours and str(number) == found[1] else None


def _mark(purpose: str, number: int) -> str:
    made = salted_hmac(f"forbear.token.{purpose}", str(number), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made[:_BYTES]).decode().rstrip("=")
