"""One candidate at a time, every pack loaded: how long until the answer is there.

The cases differ: nation, place, channel, party, hour, wishes, consents, a history of up to a dozen
contacts. ``python -m benches._gate_one`` prints its rows as JSON.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from forbear.engine.gate import answer_candidates
from forbear.interchange.cases import Case, answer_json, read_case, tables_of
from forbear.packs import load_book

CASES, WARM = int(os.environ.get("BENCH_CASES", "2000")), 200
PLACES = {
    "US": (
        ("US", "US-NY", "US-NY-NYC"),
        ("US", "US-CA"),
        ("US", "US-MA"),
        ("US", "US-TX"),
        ("US",),
    ),
    "CN": (("CN",), ("CN", "CN-31")),
    "GB": (("GB",), ("GB", "GB-SCT")),
    "AU": (("AU",), ("AU", "AU-NSW")),
    "IN": (("IN",), ("IN", "IN-MH")),
    "EU": (("EU",),),
}
ZONES = {
    "US": ("America/New_York", "America/Los_Angeles", "America/Chicago"),
    "CN": ("Asia/Shanghai",),
    "GB": ("Europe/London",),
    "AU": ("Australia/Sydney", "Australia/Perth"),
    "IN": ("Asia/Kolkata",),
    "EU": ("Europe/Berlin", "Europe/Athens"),
}
CURRENCY = {"US": "USD", "CN": "CNY", "GB": "GBP", "AU": "AUD", "IN": "INR", "EU": "EUR"}
KINDS = {"email": "email", "letter": "postal", "visit": "postal"}


def cases(number: int, nations: Iterable[str], seed: int = 7) -> list[str]:
    """Return cases as JSON, one a line, of these nations in turn."""
    rng = random.Random(seed)
    known = [nation for nation in PLACES if nation in nations]
    return [json.dumps(_case(rng, n, known[n % len(known)])) for n in range(number)]


def _case(rng: random.Random, number: int, nation: str) -> dict[str, Any]:
    at = datetime(2026, 3, 12, tzinfo=UTC) + timedelta(minutes=rng.randrange(60 * 24 * 60))
    channel = rng.choice(("call", "call", "sms", "email", "letter", "visit", "voicemail"))
    zones = list(ZONES[nation])
    return {
        "id": f"c-{number}",
        "at": at.isoformat(),
        "jurisdictions": list(rng.choice(PLACES[nation])),
        "collector": {
            "kind": rng.choice(("creditor", "agency", "buyer")),
            "authorised": True,
            "licensed": True,
        },
        "contact": {
            "channel": channel,
            "purpose": rng.choice(("collect", "collect", "collect", "notice", "reply")),
            "automated": rng.random() < 0.3,
            "states_debt": rng.random() < 0.8,
        },
        "contact_point": {
            "kind": KINDS.get(channel, rng.choice(("mobile", "home", "work"))),
            "id": "here",
            "party": rng.choice(("cardholder",) * 6 + ("spouse", "family", "attorney")),
        },
        "person": {
            "time_zones": rng.sample(zones, rng.randint(1, min(2, len(zones)))),
            "vulnerable": rng.random() < 0.05,
            "opt_outs": [_wish(rng, at, channel)] if rng.random() < 0.15 else [],
            "consents": [
                {**_wish(rng, at, channel), "kind": rng.choice(("contact", "hours", "exceed_cap"))}
            ]
            if rng.random() < 0.3
            else [],
            "inconvenient": [{"from": "12:00", "to": "13:00"}] if rng.random() < 0.1 else [],
        },
        "account": {
            "id": "card",
            "dpd": rng.randrange(200),
            "overdue_minor": rng.randrange(1_000, 900_000),
            "balance_minor": 1_000_000,
            "currency": CURRENCY[nation],
            "dispute": rng.choice(("none", "none", "none", "open")),
            "validation_sent_on": "2026-01-15",
        },
        "history": [
            {
                "at": (at - timedelta(minutes=rng.randrange(20_000))).isoformat(),
                "channel": rng.choice(("call", "call", "sms", "email")),
                "party": "cardholder",
                "contact_point_id": "here",
                "account_id": "card",
                "outcome": rng.choice(("no_answer", "voicemail", "conversation", "delivered")),
            }
            for _ in range(rng.randrange(12))
        ],
    }


def _wish(rng: random.Random, at: datetime, channel: str) -> dict[str, Any]:
    return {"channel": channel, "at": (at - timedelta(hours=rng.randrange(400))).isoformat()}


def timed(work: Callable[[Any], object], given: list[Any]) -> list[float]:
    """Return how many milliseconds each piece of work took, sorted; the first ones warm up."""
    for one in given[:WARM]:
        work(one)
    took = []
    for one in given:
        begin = time.perf_counter()
        work(one)
        took.append((time.perf_counter() - begin) * 1000)
    return sorted(took)


def main() -> None:
    book = load_book()
    lines = cases(CASES, book.nations)
    read = [read_case(line, number) for number, line in enumerate(lines, 1)]
    good = [case for case in read if isinstance(case, Case)]
    assert len(good) == len(lines), [case for case in read if not isinstance(case, Case)][:3]
    tables = [tables_of([case]) for case in good]

    def from_json(line: str) -> str:
        case = read_case(line, 1)
        assert isinstance(case, Case)
        one = tables_of([case])
        [answer] = answer_candidates(one.candidates, one.portfolio, book)
        return json.dumps(answer_json(case.case_id, answer), ensure_ascii=False)

    note = f"{len(lines):,} cases of {', '.join(sorted(book.nations))}; {len(book.rules)} rules"
    for name, took in (
        (
            "one candidate, answered",
            timed(lambda one: answer_candidates(one.candidates, one.portfolio, book), tables),
        ),
        ("one case, JSON to JSON", timed(from_json, lines)),
    ):
        for what, share, aim in (("median", 0.5, 2), ("99th percentile", 0.99, 5)):
            value = took[int(share * (len(took) - 1))]
            row = {"name": f"{name}, {what}", "value": value, "unit": "ms"}
            print(json.dumps({**row, "note": f"aim {aim} ms; {note}"}), flush=True)


if __name__ == "__main__":
    main()
