"""Settings of the desk, from the environment. A number that is none is refused at once."""

from __future__ import annotations

import os
from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured

from forbear.core.roles import GRAVE, ROLES

REVEALS = 20
PROVED_MINUTES = 10
IDLE_MINUTES = 15


def reveals_per_hour() -> int:
    """Return how many contact points one person may see in full within an hour."""
    return _number("FORBEAR_REVEALS", os.environ.get("FORBEAR_REVEALS"), REVEALS)


def idle_time() -> timedelta | None:
    """Return after what time without a sign of life a screen is covered; ``None``: never."""
    minutes = _number("FORBEAR_IDLE", os.environ.get("FORBEAR_IDLE"), IDLE_MINUTES)
    return timedelta(minutes=minutes) if minutes else None


def two_step_roles() -> frozenset[str]:
    """Return the roles that take a second step at sign-in: ``FORBEAR_TWO_STEP``.

    ``all``, ``none``, or roles by commas; those that change rights, money or words if not set.
    """
    given = os.environ.get("FORBEAR_TWO_STEP", "").strip()
    if not given:
        return frozenset(GRAVE)
    if given in {"all", "none"}:
        return frozenset(ROLES if given == "all" else ())
    named = frozenset(each.strip() for each in given.split(",") if each.strip())
    if unknown := named - set(ROLES):
        raise ImproperlyConfigured(
            f"FORBEAR_TWO_STEP names {min(unknown)!r}, which is no role. "
            f"Give all, none, or roles by commas: {', '.join(ROLES)}."
        )
    return named


def two_step_spared() -> frozenset[str]:
    """Return the made-up users of the demo, whose passwords are printed: they need no device."""
    return frozenset(os.environ.get("FORBEAR_DEMO_USERS", "").split())


def proved_time() -> timedelta:
    """Return for how long a code holds for the gravest acts."""
    minutes = _number("FORBEAR_STEP_UP", os.environ.get("FORBEAR_STEP_UP"), PROVED_MINUTES)
    return timedelta(minutes=minutes)


def reveals_step_up() -> bool:
    """Return whether seeing a number in full asks for a code again: ``FORBEAR_REVEAL_STEP_UP``."""
    return os.environ.get("FORBEAR_REVEAL_STEP_UP") == "1"


def _number(name: str, given: str | None, usual: int) -> int:
    """Return a whole number of zero or more."""
    if given is None or not given.strip():
        return usual
    if not (given.strip().isascii() and given.strip().isdigit()):
        raise ImproperlyConfigured(f"{name} is {given!r}. Give a whole number, 0 or more.")
    return int(given)
