"""What one account owes, from all its events of five years.

``python -m benches._money_balance`` prints JSON: the median of the seconds, and the events.
"""

from __future__ import annotations

import json
import time
from datetime import date, timedelta
from random import Random
from statistics import median

from benches._money_night import products

from forbear.core.ledger.day import run
from forbear.core.ledger.events import Event, EventKind

ON = date(2026, 11, 20)
YEARS = 5
A_MONTH: tuple[EventKind, ...] = (*["purchase"] * 8, "payment", "cash_advance")


def events(draw: Random) -> list[Event]:
    """Return what happens to a card in five years of use: ten events a month."""
    first = ON - timedelta(days=365 * YEARS)
    many = 12 * YEARS * len(A_MONTH)
    days = sorted(draw.choices(range(365 * YEARS), k=many))
    return [
        Event(
            f"e{number}",
            draw.choice(A_MONTH),
            first + timedelta(days=day),
            draw.randrange(1_000, 80_000),
        )
        for number, day in enumerate(days)
    ]


def main() -> None:
    terms, draw = products()["card-10"], Random(3)
    accounts = [events(draw) for _ in range(40)]
    taken = []
    for known in accounts:
        begin = time.perf_counter()
        owed = run(terms, known, ON).owed
        taken.append(time.perf_counter() - begin)
        assert owed > 0
    print(json.dumps({"seconds": median(taken), "events": len(accounts[0])}))


if __name__ == "__main__":
    main()
