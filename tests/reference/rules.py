"""Each rule kind, and the main rules, read from the law's text and applied to the JSON of a case.

Slow and plain on purpose. Nothing here is taken from the expressions that decide in production.
A rule answers True (it objects), False, or None (a fact that it needs is unknown).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

from tests.reference.abroad import AU, EU, IN
from tests.reference.caps import cn_effective, cn_unanswered, regf_seven, regf_wait, rolling
from tests.reference.facts import Case, channel_is, is_agency
from tests.reference.forbids import (
    cn_third_party,
    hardship,
    us_attorney,
    us_cease,
    us_dispute,
    us_third_party,
    us_workplace,
)
from tests.reference.hours import english_holiday, outside
from tests.reference.lapse import us_text_consent
from tests.reference.logic import Maybe, among, both, either, no
from tests.reference.lost import cn_lost_contact
from tests.reference.wishes import inconvenient, opted_out

EIGHT, NINE, TEN = time(8), time(21), time(22)
TEN_IN_THE_MORNING, SIX = time(10), time(18)
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
    if not houred(case):
        return False
    sunday = ((6, TEN_IN_THE_MORNING, SIX),)
    return outside(case, EIGHT, NINE, weekly=sunday, is_closed=english_holiday)


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
        no(among(case["contact_point"]["party"], ["attorney"])),
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
        "us-regf-text-safe-harbor": us_text_consent,
        "us-regf-inconvenient-known": lambda case: inconvenient(case) if is_agency(case) else False,
    },
    "CN": {
        "cn-quiet-hours-cba": cn_hours,
        "cn-effective-calls-3": cn_effective,
        "cn-unanswered-attempts-6": cn_unanswered,
        "cn-card-debtor-only": cn_third_party,
        "cn-third-party-locate-only": cn_lost_contact,
    },
    "GB": {"uk-conc-times": gb_hours, "uk-conc-frequency": gb_frequency},
    "AU": AU,
    "IN": IN,
    "EU": EU,
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
