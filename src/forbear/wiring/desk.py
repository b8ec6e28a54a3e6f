"""Settings of the desk, from the environment. A number that is none is refused at once."""

from __future__ import annotations

import os
from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured

REVEALS = 20
IDLE_MINUTES = 15


def reveals_per_hour() -> int:
    """Return how many contact points one person may see in full within an hour."""
    return _number("FORBEAR_REVEALS", os.environ.get("FORBEAR_REVEALS"), REVEALS)


def idle_time() -> timedelta | None:
    """Return after what time without a sign of life a screen is covered; ``None``: never."""
    minutes = _number("FORBEAR_IDLE", os.environ.get("FORBEAR_IDLE"), IDLE_MINUTES)
    return timedelta(minutes=minutes) if minutes else None


def _number(name: str, given: str | None, usual: int) -> int:
    """Return a whole number of zero or more."""
    if given is None or not given.strip():
        return usual
    if not (given.strip().isascii() and given.strip().isdigit()):
        raise ImproperlyConfigured(f"{name} is {given!r}. Give a whole number, 0 or more.")
    return int(given)
