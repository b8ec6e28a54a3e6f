"""Opt-outs and inconvenient times."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from tests.reference.clocks import moment, parse_time, shown
from tests.reference.facts import Case, at_of, consents, zones_of
from tests.reference.hours import agreed_to_hour
from tests.reference.logic import Maybe

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


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
    # nobody can say when a letter is read
    if case["contact"]["channel"] == "letter" and case["contact"].get("place") != "work":
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
