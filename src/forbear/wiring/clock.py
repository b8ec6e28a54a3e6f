"""The one place that asks what time it is."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_STARTED = datetime.now(UTC)  # noqa: TID251 - this is the clock


def now() -> datetime:
    """Return the present moment, in UTC.

    ``FORBEAR_CLOCK`` sets another: an ISO instant from which the clock runs on. The demo uses it to
    live through its day whenever it is shown.
    """
    present = datetime.now(UTC)  # noqa: TID251 - this is the clock
    if given := os.environ.get("FORBEAR_CLOCK"):
        return datetime.fromisoformat(given).astimezone(UTC) + (present - _STARTED)
    return present


def business_date(zone: str = "UTC") -> date:
    """Return the day it is in ``zone``."""
    return now().astimezone(ZoneInfo(zone)).date()
