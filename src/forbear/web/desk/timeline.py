"""Where a page of the timeline begins, as an address says it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from forbear.store.selectors.timeline import TIMELINE_KINDS, Place

_ID_MAX = 2**63 - 1


def place_text(place: Place | None) -> str:
    """Write a place of the timeline into an address."""
    return f"{place[0].isoformat()}|{place[1]}|{place[2]}" if place else ""


def after_of(request: HttpRequest) -> Place | None:
    """Read where a page of the timeline begins; what makes no sense is the beginning."""
    at, _bar, rest = request.GET.get("after", "").partition("|")
    kind, _bar, pk = rest.partition("|")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    is_whole = pk.isascii() and pk.isdecimal() and int(pk) <= _ID_MAX
    if moment.tzinfo is None or kind not in TIMELINE_KINDS or not is_whole:
        return None
    return (moment, kind, int(pk))
