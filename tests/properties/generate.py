"""Random cases with a taste for edges: openings, midnights, days when the clocks change."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

# Few sets of zones: the gate works through each set by itself.
ZONES: dict[str, tuple[list[str], ...]] = {
    "US": (
        ["America/New_York"],
        ["America/Phoenix"],
        ["America/New_York", "America/Los_Angeles"],
        ["Pacific/Apia", "Pacific/Honolulu"],
        ["America/St_Johns", "America/Denver", "Asia/Kathmandu"],
        [],
    ),
    "CN": (["Asia/Shanghai"], ["Asia/Shanghai", "Asia/Kathmandu"]),
    "GB": (["Europe/London"], ["Pacific/Chatham"], ["Europe/London", "Atlantic/Azores"]),
    # Lord Howe moves its clocks by half an hour
    "AU": (
        ["Australia/Sydney"],
        ["Australia/Adelaide"],
        ["Australia/Brisbane", "Australia/Perth"],
        ["Australia/Lord_Howe"],
        [],
    ),
    "IN": (["Asia/Kolkata"], ["Asia/Kolkata", "Asia/Dubai"]),
    "EU": (["Europe/Berlin"], ["Europe/Lisbon", "Europe/Helsinki"], []),
}
PLACES = {
    "US": (["US"], ["US", "US-DC"], ["US", "US-OH"]),
    "CN": (["CN"],),
    "GB": (["GB"],),
    "AU": (["AU"], ["AU", "AU-VIC"], ["AU", "AU-NT"]),
    "IN": (["IN"],),
    "EU": (["EU"], ["EU", "EU-DE"], ["EU", "EU-IE"]),
}
DAYS = (
    date(2026, 3, 8),  # clocks forward in America
    date(2026, 11, 1),  # and back
    date(2026, 3, 29),  # forward in Europe
    date(2026, 10, 25),
    date(2026, 10, 4),  # forward in Australia
    date(2026, 4, 5),  # and back, at Easter
    date(2026, 6, 10),
    date(2026, 2, 27),
    date(2028, 2, 29),
    date(2027, 1, 1),
)
# Public holidays in every state of Australia, and the eve of the longest stretch of them.
HOLIDAYS = (
    date(2026, 1, 26),
    date(2026, 4, 3),
    date(2026, 4, 6),
    date(2026, 4, 25),
    date(2026, 12, 25),
    date(2027, 1, 1),
    date(2027, 3, 29),
)
TIMES = (
    time(0),
    time(7, 30),
    time(8),
    time(10),
    time(12),
    time(15),
    time(17),
    time(18),
    time(21),
    time(22),
)
CHANNELS = ("call", "call", "call", "sms", "email", "voicemail", "letter", "visit", "chat")
PURPOSES = (
    "collect",
    "collect",
    "collect",
    "reply",
    "notice",
    "confirm_opt_out",
    "locate",
    "estate",
)
PARTIES = (
    "cardholder",
    "cardholder",
    "cardholder",
    "spouse",
    "parent",
    "attorney",
    "family",
    "joint_debtor",
    "heir",
    None,
)
OUTCOMES = (
    "no_answer",
    "busy",
    "not_in_service",
    "voicemail",
    "answered_dropped",
    "conversation",
    "delivered",
    "pending",
    None,
)
POINTS = ("mobile", "home", "work", "email", "work_email")
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def case(rng: random.Random, number: int, *, holidays: bool = False) -> dict[str, Any]:
    """Return one case; with ``holidays`` often on a public holiday, or beside one."""
    nation = rng.choice(("US", "US", "US", "CN", "GB", "AU", "AU", "IN", "EU"))
    zones = rng.choice(ZONES[nation])
    days = HOLIDAYS if holidays else DAYS
    at = _moment(rng, zones or ["UTC"], rng.choice(days) + timedelta(days=rng.randrange(-2, 3)))
    channel = rng.choice(CHANNELS)
    wrote = rng.random() < 0.3
    return _possible(
        at,
        {
            "id": str(number),
            "at": at.isoformat(),
            "jurisdictions": rng.choice(PLACES[nation]),
            "collector": {
                "kind": rng.choice(("agency", "agency", "buyer", "creditor")),
                "authorised": True,
                "licensed": True,
            },
            "contact": {
                "channel": channel,
                "purpose": rng.choice(PURPOSES),
                "direction": "in" if rng.random() < 0.03 else "out",
                "form": rng.choice(("ordinary", "ordinary", "limited_content")),
                "states_debt": rng.choice((True, False)),
                "place": rng.choice((None, None, "home", "work")),
                "replying_to_at": _near(rng, at).isoformat() if wrote else None,
            },
            "contact_point": {
                "kind": rng.choice(POINTS),
                "id": rng.choice(("a", "b")),
                "party": rng.choice(PARTIES),
            },
            "person": _person(rng, zones, at, channel),
            "account": {
                "id": rng.choice(("x", "y")),
                "dpd": rng.choice((10, 30, 31, 120)),
                "overdue_minor": 520000,
                "currency": "USD",
                "dispute": rng.choice(("none", "none", "open", "answered", None)),
                "dispute_in_validation_period": rng.choice((True, False, None)),
                "validation_sent_on": rng.choice(
                    (
                        "2026-01-02",
                        None,
                        (at + timedelta(days=rng.randrange(-1, 2))).date().isoformat(),
                    )
                ),
                "hardship_until": _or_none(
                    rng, 0.2, (at + timedelta(days=rng.randrange(-2, 3))).date().isoformat()
                ),
            },
            "history": _history(rng, zones or ["UTC"], at),
        },
    )


def _possible(at: datetime, case: dict[str, Any]) -> dict[str, Any]:
    """Take out of a case what cannot be true together: such a case is refused, not answered."""
    contact, account = case["contact"], case["account"]
    answers = contact["replying_to_at"]
    if answers is not None and datetime.fromisoformat(answers) > at:
        contact["replying_to_at"] = at.isoformat()
    if account["dispute"] == "none":
        account["dispute_in_validation_period"] = False
    for consent in case["person"]["consents"]:
        until = consent["until"]
        if until is not None and until < consent["at"]:
            consent["until"] = consent["at"]
    for past in case["history"]:
        past["at"] = min(past["at"], at.isoformat())
    return case


def _person(rng: random.Random, zones: list[str], at: datetime, channel: str) -> dict[str, Any]:
    point = rng.choice((None, None, "a", "b"))
    return {
        "time_zones": zones,
        "is_minor": rng.choice((False, False, False, True, None)),
        "is_deceased": rng.choice((False, False, False, True, None)),
        "employer_prohibits": rng.choice((False, True, None)),
        "is_lost_contact": rng.choice((None, None, None, True, False)),
        "attorney": {
            "known": rng.choice((False, False, True, None)),
            "responded": rng.choice((True, True, False, None)),
            "consents": rng.choice((False, False, True, None)),
        },
        "cease": _or_none(
            rng,
            0.2,
            {"at": _near(rng, at).isoformat(), "form": rng.choice(("written", "oral", None))},
        ),
        "opt_outs": [
            {
                "channel": rng.choice((None, channel, "call", "sms")),
                "contact_point_id": point,
                "at": _near(rng, at).isoformat(),
            }
            for _ in range(rng.choice((0, 0, 0, 1, 2)))
        ],
        "consents": [_consent(rng, at, channel) for _ in range(rng.choice((0, 0, 1, 2)))],
        "inconvenient": [
            {
                "from": rng.choice((None, "00:00", "12:00", "15:00", "21:00")),
                "to": rng.choice((None, "07:30", "12:00", "17:00", "18:00")),
                "days": rng.sample(WEEK, rng.choice((0, 0, 3, 5))),
                "place": rng.choice((None, None, "work", "home")),
            }
            for _ in range(rng.choice((0, 0, 0, 1, 2)))
        ],
    }


def _consent(rng: random.Random, at: datetime, channel: str) -> dict[str, Any]:
    given = at - timedelta(days=rng.choice((0, 0, 1, 3, 6, 7, 8)), minutes=rng.randrange(0, 600))
    return {
        "kind": rng.choice(
            ("contact", "hours", "frequency", "third_party", "exceed_cap", "exceed_cap")
        ),
        "channel": rng.choice((None, channel, "call")),
        "contact_point_id": rng.choice((None, None, "a")),
        "at": given.isoformat(),
        "until": _or_none(rng, 0.3, (at + timedelta(hours=rng.randrange(-30, 30))).isoformat()),
        "from": rng.choice((None, None, "07:00", "21:00", "22:00")),
        "to": rng.choice((None, None, "08:30", "23:00", "02:00")),
    }


def _history(rng: random.Random, zones: list[str], at: datetime) -> list[dict[str, Any]]:
    busy = rng.random() < 0.4
    account, point = rng.choice((None, "x", "x", "y")), rng.choice((None, "a", "a", "b"))
    mostly = rng.choice(("no_answer", "no_answer", "conversation", "answered_dropped"))
    return [
        {
            "at": _past(rng, zones, at, 0 if busy else 9).isoformat(),
            "channel": rng.choice(("call", "call", "call", "sms", "email", "voicemail")),
            "direction": "in" if rng.random() < 0.15 else "out",
            "party": rng.choice(("cardholder", "cardholder", "cardholder", "spouse", "family")),
            "contact_point_id": point if rng.random() < 0.7 else rng.choice((None, "a", "b")),
            "account_id": account if rng.random() < 0.7 else rng.choice((None, "x", "y")),
            "collector": rng.choice(("agency", "agency", "agency", "creditor")),
            "outcome": rng.choice(OUTCOMES) if rng.random() < 0.3 else mostly,
        }
        for _ in range(rng.choice((8, 12, 16) if busy else (0, 1, 3, 5, 8, 10, 12)))
    ]


def _past(rng: random.Random, zones: list[str], at: datetime, days: int) -> datetime:
    """Return a moment in the past, often just on or before a local midnight."""
    if rng.random() < 0.5:
        return at - timedelta(seconds=rng.randrange(0, 86400 * (days + 1)))
    zone = ZoneInfo(rng.choice(zones))
    day = at.astimezone(zone).date() - timedelta(days=rng.randrange(0, days + 1))
    midnight = datetime.combine(day, time(0), zone).astimezone(UTC)
    return midnight + timedelta(seconds=rng.choice((-1, 0, 1)))


def _moment(rng: random.Random, zones: list[str], day: date) -> datetime:
    edge = datetime.combine(day, rng.choice(TIMES), ZoneInfo(rng.choice(zones))).astimezone(UTC)
    if rng.random() < 0.5:
        return edge + timedelta(seconds=rng.choice((-1, 0, 1)))
    return edge + timedelta(seconds=rng.randrange(0, 86400))


def _near(rng: random.Random, at: datetime) -> datetime:
    return at - timedelta(minutes=rng.choice((-60, 0, 5, 30, 120, 2000)))


def _or_none(rng: random.Random, share: float, value: Any) -> Any:
    return value if rng.random() < share else None
