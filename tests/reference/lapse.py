"""What holds for 60 days after the last time, read from the law's text."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.reference.clocks import moment, shown
from tests.reference.facts import Case, at_of, channel_is, consents, is_agency, zones_of
from tests.reference.logic import Maybe

SIXTY = timedelta(days=60)


def agreed_at(case: Case) -> datetime | None:
    """Return her latest consent to the channel."""
    return max((moment(wish["at"]) for wish in consents(case, "contact")), default=None)


def wrote_from_point_at(case: Case) -> datetime | None:
    """Return her latest message by this channel from this number."""
    contact, point = case["contact"], case["contact_point"]["id"]
    return max(
        (
            moment(past["at"])
            for past in case["history"]
            if (past["direction"] == "in" or past["outcome"] == "replied")
            and past["channel"] == contact["channel"]
            and past["contact_point_id"] == point
            and moment(past["at"]) <= at_of(case)
        ),
        default=None,
    )


def within_sixty_days(case: Case, event: datetime) -> bool:
    """Return whether in every zone the day of the contact is at most 60 days after the event's."""
    return all(
        shown(at_of(case), zone).date() - shown(event, zone).date() <= SIXTY
        for zone in zones_of(case)
    )


def us_text_consent(case: Case) -> Maybe:
    """Texts by consent: the safe harbour of 1006.6(d)(5) needs an event in the past 60 days."""
    agreed = agreed_at(case)
    if not is_agency(case) or not channel_is(case, "sms") or agreed is None:
        return False
    if case["contact"]["purpose"] in ("reply", "confirm_opt_out"):
        return False
    if not zones_of(case):
        return None
    wrote = wrote_from_point_at(case)
    events = [agreed] if wrote is None else [agreed, wrote]
    return not any(within_sixty_days(case, event) for event in events)


def nyc_electronic(case: Case) -> Maybe:
    """From 2027, without consent, only to what she wrote from within 60 days: 6 RCNY 5-77(b)(5)."""
    if "US-NY-NYC" not in case["jurisdictions"] or not is_agency(case):
        return False
    if not channel_is(case, "sms", "email", "chat", "social") or agreed_at(case) is not None:
        return False
    if case["contact"]["purpose"] in ("reply", "confirm_opt_out"):
        return False
    # the day is 2027 there once it is in one of the zones
    zones = zones_of(case) or ["UTC"]
    if max(shown(at_of(case), zone).date().isoformat() for zone in zones) < "2027-01-01":
        return False
    wrote = wrote_from_point_at(case)
    if wrote is None:
        return True
    return None if not zones_of(case) else not within_sixty_days(case, wrote)
