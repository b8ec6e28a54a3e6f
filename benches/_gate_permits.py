"""Permits a second through PostgreSQL, the gate inside, by sixteen processes at once.

``python -m benches._gate_permits FOLDER SECONDS`` makes a database below ``FOLDER``, fills it, and
prints its rows as JSON. Each process asks for one contact after the other, of cardholders taken at
random; each request is one transaction with the lock, the count, the answer and the permit.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benches._own_database import own_database

WORKERS, PERSONS = 16, 4_000
AT = datetime(2026, 3, 12, 18, tzinfo=UTC)
# nation, region, zone and currency of the cardholders, in turn
PLACES = (
    ("US", "US-CA", "America/Los_Angeles", "USD"),
    ("US", "US-NY", "America/New_York", "USD"),
    ("GB", None, "Europe/London", "GBP"),
)


def fill() -> None:
    """Put cardholders into the database, each with a card and a number."""
    from forbear.store.models import Account, ContactPoint, Person  # noqa: PLC0415 - Django's way

    numbers = range(1, PERSONS + 1)
    placed = [(number, *PLACES[number % len(PLACES)]) for number in numbers]
    persons = Person.objects.bulk_create(
        Person(reference=f"P{n}", name=f"Cardholder {n}", time_zones=zone)
        for n, _, _, zone, _ in placed
    )
    Account.objects.bulk_create(
        Account(
            reference=f"A{n}",
            person=person,
            nation=nation,
            region=region,
            currency=currency,
            balance_minor=540_000,
            overdue_minor=120_000,
        )
        for person, (n, nation, region, _, currency) in zip(persons, placed, strict=True)
    )
    ContactPoint.objects.bulk_create(
        ContactPoint(
            reference=f"C{n}",
            person=person,
            kind="mobile",
            value="+1",
            data_source="contract",
            is_verified=True,
        )
        for person, n in zip(persons, numbers, strict=True)
    )


def work(number: int, seconds: float) -> None:
    """Ask until the time is over; print how long each answer took, and how many were permits."""
    from forbear.services.permits import PermitRequest, permits_issue  # noqa: PLC0415
    from forbear.store.models import Account, ContactPoint, Permit  # noqa: PLC0415
    from forbear.wiring.gate import ask  # noqa: PLC0415

    rng = random.Random(number)
    points = dict(ContactPoint.objects.values_list("person_id", "pk"))
    asked = [
        PermitRequest(account_id, points[person_id], "call")
        for account_id, person_id in Account.objects.values_list("pk", "person_id")
    ]
    some = asked[number * len(PLACES) : (number + 1) * len(PLACES)]
    permits_issue(requests=some, at=AT, actor="warm", ask=ask)
    print("ready", flush=True)
    sys.stdin.readline()
    took, permits = [], 0
    end = time.perf_counter() + seconds
    while (begin := time.perf_counter()) < end:
        [given] = permits_issue(requests=[rng.choice(asked)], at=AT, actor="bench", ask=ask)
        took.append(time.perf_counter() - begin)
        permits += isinstance(given, Permit)
    print(json.dumps({"took": took, "permits": permits}), flush=True)


def measure(seconds: str) -> Iterator[dict[str, Any]]:
    """Let the workers go at the same moment; yield the rows."""
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "benches._gate_permits", "worker", str(number), seconds],
            env={**os.environ, "POLARS_MAX_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(WORKERS)
    ]
    for each in workers:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n", "a worker did not get ready"
    begin = time.perf_counter()
    said = []
    for each in workers:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    for each in workers:
        said.append(each.communicate()[0])
        assert each.returncode == 0, "a worker failed"
    wall = time.perf_counter() - begin
    reports = [json.loads(text) for text in said]
    took = sorted(one for report in reports for one in report["took"])
    permits = sum(report["permits"] for report in reports)
    assert permits, "a bench in which everything is denied says nothing"
    note = f"{WORKERS} processes for {seconds} s, {PERSONS:,} cardholders, every pack"
    yield {
        "name": "permits through PostgreSQL",
        "value": permits / wall,
        "unit": "permits/s",
        "note": f"{note}; {permits:,} permits, {len(took) - permits:,} denials",
    }
    for what, share in (("median", 0.5), ("99th percentile", 0.99)):
        value = took[int(share * (len(took) - 1))] * 1000
        yield {
            "name": f"a permit or a denial, {what}",
            "value": value,
            "unit": "ms",
            "note": f"{WORKERS} at once",
        }


def main(given: list[str]) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "forbear.wiring.settings"
    if given[0] == "worker":
        import django  # noqa: PLC0415 - after the settings

        django.setup()
        work(int(given[1]), float(given[2]))
        return
    with own_database(Path(given[0])):
        fill()
        for row in measure(given[1]):
            print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
