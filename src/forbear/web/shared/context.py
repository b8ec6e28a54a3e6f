"""What every page of the desk shows around its content."""

from __future__ import annotations

import os

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from forbear.services.house import house_zone
from forbear.web.shared import formats
from forbear.web.shared.places import places_of
from forbear.wiring import clock
from forbear.wiring.desk import idle_time

THEMES = ("light", "dark")


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the colour theme chosen, and the words of the demo clock if one is set."""
    theme = request.COOKIES.get("theme", "")
    return {
        "theme": theme if theme in THEMES else "",
        "demo_clock": demo_clock(),
        # a page that has a rail of its own puts it in the place of this
        "rail": (),
        # asked only where a page shows it
        "everywhere": SimpleLazyObject(lambda: places_of(request)),
        "idle_seconds": int(idle.total_seconds()) if (idle := idle_time()) else 0,
    }


def demo_clock() -> str:
    """Write the demo clock's moment: ``Mon 23 Nov 2026 10:15 Shanghai``; empty if none is set."""
    if not os.environ.get("FORBEAR_CLOCK"):
        return ""
    zone = house_zone()
    moment = clock.now().astimezone(zone)
    return f"{formats.day(moment.date())} {moment:%H:%M} {formats.place_of(zone)}"
