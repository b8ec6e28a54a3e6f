"""Caps and waits, counted contact by contact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.reference.clocks import in_last_days, moment, on_same_day, shown
from tests.reference.facts import (
    Case,
    at_of,
    channel_is,
    consents,
    is_agency,
    same_medium,
    speaks_for,
    zones_of,
)
from tests.reference.logic import Maybe


def talks(case: Case) -> list[datetime]:
    return [
        moment(past["at"])
        for past in case["history"]
        if past["channel"] == "call" and past["outcome"] == "conversation"
    ]


def consent_ends(
    case: Case, consent: Case, days_max: int | None, *, ends_by_talk: bool
) -> Callable[[datetime], bool]:
    """Return whether a consent to more calls holds at a moment."""
    given = moment(consent["at"])

    def holds(at: datetime) -> bool:
        if at < given or (consent.get("until") and at >= moment(consent["until"])):
            return False
        if ends_by_talk and any(given < talk <= at for talk in talks(case)):
            return False
        return days_max is None or all(
            shown(at, zone).date() < shown(given, zone).date() + timedelta(days=days_max)
            for zone in zones_of(case)
        )

    return holds


def is_covered(case: Case, past: Case, days_max: int | None, *, ends_by_talk: bool) -> bool:
    """Return whether a past contact was made under a consent to more calls."""
    for consent in case["person"].get("consents", []):
        if consent["kind"] not in ("exceed_cap", "frequency"):
            continue
        if not same_medium(consent.get("channel"), past["channel"]):
            continue
        if not speaks_for(consent, past["party"]):
            continue
        point = consent.get("contact_point_id")
        if point is not None and past["contact_point_id"] not in (None, point):
            continue
        holds = consent_ends(case, consent, days_max, ends_by_talk=ends_by_talk)
        # the conversation that ends a consent was itself no longer made under it
        if holds(moment(past["at"])):
            return True
    return False


def agreed_to_more(case: Case, days_max: int | None, *, ends_by_talk: bool) -> bool:
    return any(
        consent_ends(case, consent, days_max, ends_by_talk=ends_by_talk)(at_of(case))
        for consent in consents(case, "exceed_cap", "frequency")
    )


def earlier(case: Case, counts: Callable[[Case], bool]) -> list[Case]:
    return [past for past in case["history"] if moment(past["at"]) <= at_of(case) and counts(past)]


def of_account(case: Case, past: Case) -> bool:
    return past["account_id"] in (None, case["account"]["id"])


def of_point(case: Case, past: Case) -> bool:
    return past["contact_point_id"] in (None, case["contact_point"]["id"])


def outcome_is(past: Case, *words: str) -> bool:
    # of one under way nobody knows yet what it becomes
    return past["outcome"] in (None, "pending", *words)


def regf_seven(case: Case) -> Maybe:
    """No more than seven calls to a person about a debt within seven days: 1006.14(b)(2)(i)(A)."""
    if not (is_agency(case) and channel_is(case, "call", "voicemail")):
        return False
    party = case["contact_point"]["party"]
    if party == "attorney":
        return False
    if not zones_of(case):
        return None
    if agreed_to_more(case, 7, ends_by_talk=True):
        return False
    counted = earlier(
        case,
        lambda past: (
            past["channel"] in ("call", "voicemail")
            and past["direction"] == "out"
            and past["outcome"] not in ("busy", "not_in_service")
            and past["collector"] == case["collector"]["kind"]
            and past["party"] == party
            and of_account(case, past)
            and in_last_days(moment(past["at"]), at_of(case), zones_of(case), 7)
            and not is_covered(case, past, 7, ends_by_talk=True)
        ),
    )
    return len(counted) + 1 > 7


def regf_wait(case: Case) -> Maybe:
    """No call within seven days of a conversation, that day being day 1: 1006.14(b)(2)(i)(B)."""
    if not (is_agency(case) and channel_is(case, "call", "voicemail")):
        return False
    party = case["contact_point"]["party"]
    if party == "attorney":
        return False
    if not zones_of(case):
        return None
    if agreed_to_more(case, 7, ends_by_talk=True):
        return False
    return bool(
        earlier(
            case,
            lambda past: (
                past["channel"] == "call"
                and outcome_is(past, "conversation")
                and past["collector"] == case["collector"]["kind"]
                and past["party"] == party
                and of_account(case, past)
                and in_last_days(moment(past["at"]), at_of(case), zones_of(case), 7)
                and not is_covered(case, past, 7, ends_by_talk=True)
            ),
        )
    )


def rolling(
    case: Case,
    *,
    most: int,
    days: int,
    channels: tuple[str, ...],
    not_outcomes: tuple[str, ...] = (),
    per_person: bool = False,
) -> Maybe:
    """A plain cap over rolling local days, all collectors together."""
    if not zones_of(case):
        return None
    counted = earlier(
        case,
        lambda past: (
            past["channel"] in channels
            and past["direction"] == "out"
            and past["outcome"] not in not_outcomes
            and (per_person or of_account(case, past))
            and in_last_days(moment(past["at"]), at_of(case), zones_of(case), days)
        ),
    )
    return len(counted) >= most


def cn_effective(case: Case) -> Maybe:
    """Three answered calls a calendar day, everybody's together: GB/T 45251-2025."""
    if not channel_is(case, "call"):
        return False
    if not zones_of(case):
        return None
    counted = earlier(
        case,
        lambda past: (
            past["channel"] == "call"
            and past["direction"] == "out"
            and outcome_is(past, "conversation", "answered_dropped", "pending")
            and past["party"] == case["contact_point"]["party"]
            and on_same_day(moment(past["at"]), at_of(case), zones_of(case))
        ),
    )
    return len(counted) >= 3


def cn_unanswered(case: Case) -> Maybe:
    """Six unanswered dials to a number a calendar day: CBA 2026."""
    if not channel_is(case, "call", "voicemail"):
        return False
    if not zones_of(case):
        return None
    if agreed_to_more(case, None, ends_by_talk=False):
        return False
    counted = earlier(
        case,
        lambda past: (
            past["channel"] in ("call", "voicemail")
            and past["direction"] == "out"
            and (past["outcome"] is None or past["outcome"] not in ANSWERED)
            and of_point(case, past)
            and on_same_day(moment(past["at"]), at_of(case), zones_of(case))
            and not is_covered(case, past, None, ends_by_talk=False)
        ),
    )
    return len(counted) >= 6


ANSWERED = (
    "conversation",
    "answered_dropped",
    "delivered",
    "bounced",
    "replied",
    "refused",
)
