"""The JSON of a case, and what of it speaks of this contact."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.reference.clocks import moment

Case = dict[str, Any]


def at_of(case: Case) -> datetime:
    return moment(case["at"])


def zones_of(case: Case) -> list[str]:
    zones: list[str] = case["person"]["time_zones"]
    return zones


def same_medium(wish: Any, channel: str) -> bool:
    return wish is None or wish == channel


FOR_ONESELF = ("hours", "frequency", "exceed_cap")


def speaks_for(wish: Case, party: Any) -> bool:
    """Return whether a consent is the party's own to give: nobody agrees to another's night."""
    return (
        wish["kind"] not in FOR_ONESELF
        or party in ("cardholder", "guardian", "representative", "attorney")
        or wish.get("contact_point_id") is not None
    )


def about(wish: Case, case: Case) -> bool:
    """Return whether a consent speaks of this contact."""
    point = wish.get("contact_point_id")
    return same_medium(wish.get("channel"), case["contact"]["channel"]) and (
        point is None or point == case["contact_point"]["id"]
    )


def consents(case: Case, *kinds: str) -> list[Case]:
    at = at_of(case)
    return [
        consent
        for consent in case["person"].get("consents", [])
        if consent["kind"] in kinds
        and about(consent, case)
        and speaks_for(consent, case["contact_point"]["party"])
        and moment(consent["at"]) <= at
        and (consent.get("until") is None or at < moment(consent["until"]))
    ]


def is_agency(case: Case) -> bool:
    return case["collector"]["kind"] in ("agency", "buyer")


def channel_is(case: Case, *words: str) -> bool:
    return case["contact"]["channel"] in words
