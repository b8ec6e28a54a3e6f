"""What is usual at a place: whose clock, and which currency. The form may always say otherwise."""

from __future__ import annotations

from collections.abc import Mapping

_NATIONS: Mapping[str, tuple[str, str]] = {
    "CN": ("Asia/Shanghai", "CNY"),
    "US": ("America/New_York", "USD"),
    "GB": ("Europe/London", "GBP"),
    "AU": ("Australia/Sydney", "AUD"),
    "IN": ("Asia/Kolkata", "INR"),
    "EU": ("Europe/Brussels", "EUR"),
}
# where most people of a state live, if not by the clock above
_STATES = {
    "America/Chicago": "US-AL US-AR US-IL US-IA US-KS US-LA US-MN US-MS US-MO US-NE US-ND US-OK "
    "US-SD US-TN US-TX US-WI",
    "America/Denver": "US-CO US-ID US-MT US-NM US-UT US-WY",
    "America/Phoenix": "US-AZ",
    "America/Los_Angeles": "US-CA US-NV US-OR US-WA",
    "America/Anchorage": "US-AK",
    "Pacific/Honolulu": "US-HI",
    "America/Puerto_Rico": "US-PR",
    "America/Indiana/Indianapolis": "US-IN",
    "America/Detroit": "US-MI",
    "Australia/Melbourne": "AU-VIC",
    "Australia/Brisbane": "AU-QLD",
    "Australia/Perth": "AU-WA",
    "Australia/Adelaide": "AU-SA",
    "Australia/Hobart": "AU-TAS",
    "Australia/Darwin": "AU-NT",
    "Asia/Hong_Kong": "CN-HK",
    "Asia/Macau": "CN-MO",
    "Asia/Taipei": "CN-TW",
    "Europe/Berlin": "EU-DE",
    "Europe/Paris": "EU-FR",
    "Europe/Madrid": "EU-ES",
    "Europe/Rome": "EU-IT",
    "Europe/Amsterdam": "EU-NL",
    "Europe/Dublin": "EU-IE",
    "Europe/Vienna": "EU-AT",
    "Europe/Warsaw": "EU-PL",
    "Europe/Lisbon": "EU-PT",
    "Europe/Stockholm": "EU-SE",
    "Europe/Copenhagen": "EU-DK",
    "Europe/Helsinki": "EU-FI",
    "Europe/Athens": "EU-GR",
}
_ZONES = {state: zone for zone, states in _STATES.items() for state in states.split()}


def usual_zone(place: str) -> str:
    """Return the zone in which most people of a place live; empty for an unknown nation.

    >>> usual_zone("US-CA-SF"), usual_zone("CN")
    ('America/Los_Angeles', 'Asia/Shanghai')
    """
    state = "-".join(place.split("-")[:2])
    return _ZONES.get(state) or _NATIONS.get(place.split("-", maxsplit=1)[0], ("", ""))[0]


def usual_currency(place: str) -> str:
    """Return the currency of a place; empty for an unknown nation."""
    return _NATIONS.get(place.split("-", maxsplit=1)[0], ("", ""))[1]
