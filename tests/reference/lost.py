"""When a cardholder counts as lost, told as the banking association's guideline tells it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.reference.clocks import moment, shown
from tests.reference.facts import Case, at_of, zones_of
from tests.reference.logic import Maybe, among, both, no

OWE = ("cardholder", "guarantor", "joint_debtor", "guardian", "representative", "attorney")
FAILED = ("no_answer", "busy", "not_in_service")
NOBODY_THERE = (*FAILED, "voicemail", "limited_content")
SILENT = ("delivered", "bounced", *NOBODY_THERE)


def tried(case: Case) -> list[Case]:
    """The contacts with the cardholder so far, in the order of time."""
    past = [
        one
        for one in case["history"]
        if one["party"] == "cardholder" and moment(one["at"]) <= at_of(case)
    ]
    return sorted(past, key=lambda one: moment(one["at"]))


def is_dial(past: Case) -> bool:
    return past["direction"] == "out" and past["channel"] == "call"


def was_reached(past: Case) -> bool:
    return past["direction"] == "in" or past["outcome"] not in SILENT


def since(case: Case, ends: list[datetime]) -> list[Case]:
    """The dials after the last of some moments."""
    last = max(ends, default=None)
    return [
        one for one in tried(case) if is_dial(one) and (last is None or moment(one["at"]) > last)
    ]


def three_failed(case: Case) -> list[datetime]:
    """Three dials in a row failed: the moment of the third."""
    run = since(
        case,
        [
            moment(one["at"])
            for one in tried(case)
            if was_reached(one) or (is_dial(one) and one["outcome"] not in FAILED)
        ],
    )
    return [moment(run[2]["at"])] if len(run) >= 3 else []


def is_dead(dials: list[Case]) -> bool:
    """Every number that was dialled is out of service."""
    for number in {one["contact_point_id"] for one in dials}:
        of_it = [one for one in dials if one["contact_point_id"] == number]
        latest = max(moment(one["at"]) for one in of_it)
        if any(one["outcome"] != "not_in_service" for one in of_it if moment(one["at"]) == latest):
            return False
    return bool(dials)


def third_day(dials: list[Case], zone: str) -> date | None:
    days = {
        shown(moment(one["at"]), zone).date() for one in dials if one["outcome"] in NOBODY_THERE
    }
    return min(
        (
            day
            for day in days
            if day - timedelta(days=1) in days and day - timedelta(days=2) in days
        ),
        default=None,
    )


def is_lost(case: Case) -> bool:
    stated = case["person"].get("is_lost_contact")
    if stated is not None:
        return bool(stated)
    dials = since(case, [moment(one["at"]) for one in tried(case) if was_reached(one)])
    if is_dead(dials):
        return True
    zones, third = zones_of(case), three_failed(case)
    if zones and third:
        today = [(shown(at_of(case), zone).date(), zone) for zone in zones]
        if all(shown(third[0], zone).date() < day for day, zone in today):
            return True
    days = [(third_day(dials, zone), zone) for zone in zones]
    return bool(zones) and all(
        day is not None and day < shown(at_of(case), zone).date() for day, zone in days
    )


def cn_lost_contact(case: Case) -> Maybe:
    """Somebody else may be asked only while the cardholder is lost: CBA 2026 ch. 3."""
    if case["contact"]["purpose"] != "locate":
        return False
    return both(no(among(case["contact_point"]["party"], OWE)), not is_lost(case))
