"""Where a request came from."""

from __future__ import annotations

import os

from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return where a request came from; behind proxies of ours, what the outermost one saw."""
    ours = int(os.environ.get("FORBEAR_PROXIES") or 0)
    if ours > 0:
        seen = request.headers.get("X-Forwarded-For", "").split(",")
        if len(seen) >= ours:
            return seen[-ours].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
