"""What the adapters of HTTP providers share: their connections, and the JSON of their answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

_LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})


def http_client(
    url: str,
    token: str,
    *,
    setting: str,
    whom: str,
    unfit: Callable[[str], Exception],
    timeout_seconds: float,
) -> tuple[httpx.Client, str]:
    """Return a client that bears ``token``, and the host it asks.

    ``setting`` gave the ``url`` and ``whom`` it is of: an address that cannot be used, or would
    send the token in the open, is raised as the error that ``unfit`` makes of a sentence.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise unfit(f"{setting} is {url!r}. Give the address of the {whom}, with https://.")
    is_local = parts.hostname in _LOCAL
    if parts.scheme == "http" and not is_local:
        raise unfit(f"{setting} would send the token in the open. Use https://.")
    client = httpx.Client(
        base_url=url.rstrip("/"),
        headers={"Authorization": f"Bearer {token}"},
        timeout=timeout_seconds,
        trust_env=not is_local,  # a proxy of the environment cannot reach this machine
    )
    return client, parts.hostname


def json_object(answer: httpx.Response) -> Mapping[str, Any]:
    """Return the object that was answered; an empty one where it is none."""
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
