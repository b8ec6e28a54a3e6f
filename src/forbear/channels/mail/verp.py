"""Return addresses that say which mail comes back: ``bounces+fb-123-<tag>@bank.example``.

The tag is a keyed hash: nobody who has not seen the mail can write a return address that counts.
"""

from __future__ import annotations

import hashlib
import hmac
import re

_TAG = 16
_VERP = re.compile(rf"([^@+]+)\+(.{{1,80}})-([0-9a-f]{{{_TAG}}})@([^@]+)")


def verp_address(bounces: str, reference: str, key: bytes) -> str:
    """Return the return address of the mail ``reference``; ``bounces`` is the mailbox."""
    local, _, domain = bounces.partition("@")
    return f"{local}+{reference}-{_tag(reference, key)}@{domain}"


def verp_reference(address: str, key: bytes) -> str | None:
    """Return which mail a return address is of; ``None`` if it is not one of ours."""
    found = _VERP.fullmatch(address.strip().strip("<>"))
    if found is None or not hmac.compare_digest(found[3], _tag(found[2], key)):
        return None
    return found[2]


def _tag(reference: str, key: bytes) -> str:
    return hmac.new(key, f"verp {reference}".encode(), hashlib.sha256).hexdigest()[:_TAG]
