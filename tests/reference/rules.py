"""Each rule kind, and the main rules, read from the law's text and applied to the JSON of a case.

Slow and plain on purpose. Nothing here is taken from the expressions that decide in production.
A rule answers True (it objects), False, or None (a fact that it needs is unknown).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from tests.reference.clocks import in_last_days, moment, on_same_day, parse_time, shown
from tests.reference.logic import Maybe, among, both, either, no

Case = dict[str, Any]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def at_of(case: Case) -> datetime:
    return moment(case["at"])


def zones_of(case: Case) -> list[str]:
    zones: list[str] = case["person"]["time_zones"]
    return zones


def same_medium(wish: Any, channel: str) -> bool:
    return wish is None or wish == channel


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
        and moment(consent["at"]) <= at
        and (consent.get("until") is None or at < moment(consent["until"]))
    ]


# hours


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


# caps


def talks(case: Case) -> list[datetime]:
    return [
        moment(past["at"])
        for past in case["history"]
        if past["channel"] == "call" and past["outcome"] == "conversation"
    ]


def consent_ends(case: Case, consent: Case, days_max: int | None, *, ends_by_talk: bool) -> Any:
    """Return when a consent to more calls ends in each zone: on the earliest of its ends."""
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
    return past["outcome"] is None or past["outcome"] in words


def is_agency(case: Case) -> bool:
    return case["collector"]["kind"] in ("agency", "buyer")


def channel_is(case: Case, *words: str) -> bool:
    return case["contact"]["channel"] in words


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
    if agreed_to_more(case, None, ends_by_talk=False):
        return False
    counted = earlier(
        case,
        lambda past: (
            past["channel"] == "call"
            and past["direction"] == "out"
            and outcome_is(past, "conversation", "answered_dropped", "pending")
            and past["party"] == case["contact_point"]["party"]
            and on_same_day(moment(past["at"]), at_of(case), zones_of(case))
            and not is_covered(case, past, None, ends_by_talk=False)
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


ANSWERED = ("conversation", "delivered", "bounced", "replied", "refused")


# wishes


def exchange(case: Case) -> tuple[datetime | None, datetime | None]:
    """Return their latest message by this channel, or the one answered, and our latest."""
    channel, at = case["contact"]["channel"], at_of(case)
    past = [past for past in case["history"] if moment(past["at"]) <= at]
    theirs = [p for p in past if p["direction"] == "in"]
    ours = [moment(p["at"]) for p in past if p["direction"] == "out" and p["channel"] == channel]
    wrote = [moment(p["at"]) for p in theirs if p["channel"] == channel]
    answers = case["contact"].get("replying_to_at")
    if answers is not None:
        by = {p["channel"] for p in theirs if moment(p["at"]) == moment(answers)}
        if not by or channel in by:
            wrote.append(moment(answers))
    return max(wrote, default=None), max(ours, default=None)


def opted_out(case: Case) -> Maybe:
    """A medium that she asked to stop is not used: 1006.14(h)."""
    contact, at = case["contact"], at_of(case)
    stops = [
        moment(wish["at"])
        for wish in case["person"].get("opt_outs", [])
        if moment(wish["at"]) <= at
        and (
            wish.get("channel") in (None, contact["channel"])
            or (wish.get("channel") == "call" and contact["channel"] == "voicemail")
        )
        and wish.get("contact_point_id") in (None, case["contact_point"]["id"])
    ]
    if not stops:
        return False
    stop = max(stops)
    again = [moment(c["at"]) for c in consents(case, "contact")]
    if again and max(again) > stop:
        return False
    wrote, ours = exchange(case)
    if contact["purpose"] == "reply" and wrote is not None and wrote > stop:
        return ours is not None and ours >= wrote
    if contact["purpose"] == "confirm_opt_out" and not (ours is not None and ours > stop):
        return contact["states_debt"]
    return True


def slots(case: Case) -> list[tuple[str, datetime, datetime]]:
    """Return the stretches around the moment that she called inconvenient, as naive local times."""
    found = []
    point, place = case["contact_point"]["kind"], case["contact"].get("place")
    for wish in case["person"].get("inconvenient", []):
        there = wish.get("place")
        if there is not None and not (
            place == there
            or (there == "work" and point in ("work", "work_email"))
            or (there == "home" and point == "home")
        ):
            continue
        start, end = parse_time(wish.get("from")) or time(0), parse_time(wish.get("to"))
        for zone in zones_of(case):
            today = shown(at_of(case), zone).date()
            for day in (today - timedelta(days=1), today):
                if wish.get("days") and DAYS[day.weekday()] not in wish["days"]:
                    continue
                midnight = datetime.combine(day + timedelta(days=1), time(0))
                first = datetime.combine(day, start)
                if end is None:
                    found.append((zone, first, midnight))
                elif end > start:
                    found.append((zone, first, datetime.combine(day, end)))
                else:
                    found.append((zone, first, datetime.combine(midnight.date(), end)))
                    morning = datetime.combine(day, time(0))
                    found.append((zone, morning, datetime.combine(day, end)))
    return found


def inconvenient(case: Case) -> Maybe:
    """A time or place that she called inconvenient is kept; she may be answered once in it."""
    if agreed_to_hour(case):
        return False
    if not zones_of(case):
        return None
    holding = [
        (zone, first, last)
        for zone, first, last in slots(case)
        if first <= shown(at_of(case), zone).replace(tzinfo=None) < last
    ]
    if not holding:
        return False
    if case["contact"]["purpose"] == "reply":
        wrote, ours = exchange(case)
        if wrote is not None and (ours is None or ours < wrote):
            return not any(
                shown(wrote, zone).replace(tzinfo=None) >= first for zone, first, _ in holding
            )
    return True


# what is forbidden

INSIDERS = (
    "cardholder",
    "spouse",
    "guardian",
    "representative",
    "attorney",
    "guarantor",
    "joint_debtor",
)


def regf_insider(case: Case) -> Maybe:
    party = case["contact_point"]["party"]
    minor = case["person"].get("is_minor", False)
    return either(among(party, INSIDERS), both(among(party, ["parent"]), minor))


def third_party_consent(case: Case) -> bool:
    return bool(consents(case, "third_party"))


def us_third_party(case: Case) -> Maybe:
    contact, party = case["contact"], case["contact_point"]["party"]
    if not is_agency(case) or contact["purpose"] == "locate" or third_party_consent(case):
        return False
    if contact["channel"] == "voicemail" and contact["form"] == "limited_content":
        return False
    dead = case["person"].get("is_deceased", False)
    estate = both(among(party, ["heir"]), dead, contact["purpose"] == "estate")
    return both(no(regf_insider(case)), no(estate))


def us_attorney(case: Case) -> Maybe:
    if not is_agency(case):
        return False
    attorney, party = case["person"]["attorney"], case["contact_point"]["party"]
    return both(
        attorney["known"],
        attorney["responded"],
        no(attorney["consents"]),
        no(among(party, ["attorney"])),
    )


def us_cease(case: Case) -> Maybe:
    cease, contact = case["person"].get("cease"), case["contact"]
    if not is_agency(case) or cease is None or moment(cease["at"]) > at_of(case):
        return False
    if contact["purpose"] in ("notice", "confirm_opt_out"):
        return False
    answers = contact.get("replying_to_at")
    if contact["purpose"] == "reply" and answers and moment(answers) > moment(cease["at"]):
        return False
    return both(
        among(cease.get("form"), ["written"]),
        no(among(case["contact_point"]["party"], ["attorney"])),
    )


def us_dispute(case: Case) -> Maybe:
    account = case["account"]
    if not is_agency(case):
        return False
    if case["contact"]["purpose"] in ("reply", "validation", "notice", "confirm_opt_out"):
        return False
    return both(among(account["dispute"], ["open"]), account["dispute_in_validation_period"])


def us_workplace(case: Case) -> Maybe:
    if not is_agency(case):
        return False
    at_work = (
        case["contact_point"]["kind"] in ("work", "work_email")
        or case["contact"].get("place") == "work"
    )
    return both(case["person"]["employer_prohibits"], at_work)


def hardship(case: Case) -> Maybe:
    until = case["account"].get("hardship_until")
    if until is None or not zones_of(case) or case["contact"]["purpose"] != "collect":
        return False
    return min(shown(at_of(case), zone).date() for zone in zones_of(case)).isoformat() <= until


def cn_third_party(case: Case) -> Maybe:
    party, contact = case["contact_point"]["party"], case["contact"]
    owes = among(
        party, ("cardholder", "guarantor", "joint_debtor", "guardian", "representative", "attorney")
    )
    dead = case["person"].get("is_deceased", False)
    estate = both(among(party, ["heir"]), dead, contact["purpose"] == "estate")
    return both(no(owes), contact["purpose"] != "locate", no(estate))


EIGHT, NINE, TEN = time(8), time(21), time(22)
HOURED = ("call", "voicemail", "sms", "email", "chat", "social", "visit")


def houred(case: Case, *, agency_only: bool = False) -> bool:
    return channel_is(case, *HOURED) and (is_agency(case) or not agency_only)


def us_hours(case: Case) -> Maybe:
    if not houred(case, agency_only=True):
        return False
    return outside(case, EIGHT, NINE, opening_is_open=False)


def cn_hours(case: Case) -> Maybe:
    return outside(case, EIGHT, TEN) if houred(case) else False


def gb_hours(case: Case) -> Maybe:
    if not houred(case) or agreed_to_hour(case):
        return False
    if not zones_of(case):
        return None
    clocks = [shown(at_of(case), zone) for zone in zones_of(case)]
    return any(
        not (
            time(10) <= now.time() < time(18) if now.weekday() == 6 else EIGHT <= now.time() < NINE
        )
        for now in clocks
    )


def gb_frequency(case: Case) -> Maybe:
    if not channel_is(case, "call", "voicemail", "sms", "email", "visit"):
        return False
    if case["contact"]["purpose"] in ("reply", "confirm_opt_out"):
        return False
    return rolling(
        case,
        most=3,
        days=7,
        channels=("call", "voicemail", "sms", "email", "visit"),
        not_outcomes=("busy", "not_in_service", "bounced"),
        per_person=True,
    )


def dc_calls(case: Case) -> Maybe:
    if "US-DC" not in case["jurisdictions"] or not channel_is(case, "call", "voicemail"):
        return False
    return both(
        either(is_agency(case), case["account"]["dpd"] > 30),
        rolling(case, most=4, days=7, channels=("call", "voicemail")),
    )


RULES: dict[str, dict[str, Callable[[Case], Maybe]]] = {
    "US": {
        "us-regf-time": us_hours,
        "us-regf-call-freq-7": regf_seven,
        "us-regf-call-freq-cooldown": regf_wait,
        "us-regf-medium-optout": lambda case: opted_out(case) if is_agency(case) else False,
        "us-regf-third-party": us_third_party,
        "us-regf-attorney": us_attorney,
        "us-regf-cease": us_cease,
        "us-regf-dispute-30": us_dispute,
        "us-regf-workplace": us_workplace,
        "us-dc-freq": dc_calls,
    },
    "CN": {
        "cn-quiet-hours-cba": cn_hours,
        "cn-effective-calls-3": cn_effective,
        "cn-unanswered-attempts-6": cn_unanswered,
        "cn-card-debtor-only": cn_third_party,
    },
    "GB": {"uk-conc-times": gb_hours, "uk-conc-frequency": gb_frequency},
    "*": {
        "house-inconvenient": inconvenient,
        "house-opt-out": opted_out,
        "house-hardship": hardship,
    },
}


def objecting(case: Case) -> set[str]:
    """Return the rules, of those written here, that object or cannot tell; from 2026-01-30 on."""
    nation = case["jurisdictions"][0]
    rules = {**RULES[nation], **RULES["*"]}
    if case["contact"]["direction"] == "in":
        return set()
    return {rule_id for rule_id, rule in rules.items() if rule(case) is not False}


def covered(nation: str) -> set[str]:
    return {*RULES[nation], *RULES["*"]}
