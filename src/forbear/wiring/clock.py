"""The one place that asks what time it is."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from forbear.core.calendar.zones import zone_or_utc


def _present() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - this is the clock


_started = _present()


def now() -> datetime:
    """Return the present moment, in UTC.

    ``FORBEAR_CLOCK`` sets another: an ISO instant from which the clock runs on. The demo uses it to
    live through its day whenever it is shown.
    """
    if given := os.environ.get("FORBEAR_CLOCK"):
        return datetime.fromisoformat(given).astimezone(UTC) + (_present() - _started)
    return _present()


def restart() -> None:
    """Let the clock run from ``FORBEAR_CLOCK`` anew."""
    global _started  # noqa: PLW0603 - a process has one clock
    _started = _present()


def house_zone_name() -> str:
    """Return the name of the zone in which the house does business (``FORBEAR_ZONE``)."""
    return os.environ.get("FORBEAR_ZONE", "Asia/Shanghai")


def business_date(zone: str = "") -> date:
    """Return the day it is in ``zone``; by itself for the house, for commands without a database.

    What has a database asks :func:`forbear.wiring.house.house_day`, which follows the settings.
    """
    return now().astimezone(zone_or_utc(zone or house_zone_name())).date()
