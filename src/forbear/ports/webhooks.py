"""Telling another system: a signed request to its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PostAnswer:
    """What came back: the status, and the beginning of what was said; status 0 if nothing did.

    ``is_barred``: our own rules let the request go nowhere, and trying again would not help.
    """

    status: int
    said: str = ""
    is_barred: bool = False


class WebhookPost(Protocol):
    """Sends one request; follows no redirect, waits a bounded time, and never raises."""

    def __call__(self, url: str, *, headers: Mapping[str, str], body: bytes) -> PostAnswer:
        """Send ``body`` to ``url``."""
        ...
