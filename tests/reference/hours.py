"""Hours, read from the wall clock of every place where she may be."""

from __future__ import annotations

from datetime import time

from tests.reference.clocks import parse_time, shown
from tests.reference.facts import Case, at_of, consents, zones_of
from tests.reference.logic import Maybe


def agreed_to_hour(case: Case) -> bool:
    """She said that this hour suits her, wherever she may be."""

    def suits(consent: Case, zone: str) -> bool:
        now = shown(at_of(case), zone).time()
        start, end = parse_time(consent.get("from")), parse_time(consent.get("to"))
        if start is not None and end is not None and end <= start:
            return now >= start or now < end
        return (start is None or now >= start) and (end is None or now < end)

    zones = zones_of(case)
    return any(
        zones and all(suits(consent, zone) for zone in zones) for consent in consents(case, "hours")
    )


def outside(case: Case, opens: time, closes: time, *, opening_is_open: bool = True) -> Maybe:
    """Contact must suit every place where she may be: the clock there decides."""
    zones = zones_of(case)
    if agreed_to_hour(case):
        return False
    if not zones:
        return None
    clocks = [shown(at_of(case), zone).time() for zone in zones]
    return any(
        now < opens or now >= closes or (now == opens and not opening_is_open) for now in clocks
    )
