"""Terms and events for tests, short to write."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from forbear.core.ledger.book import Book
from forbear.core.ledger.day import run
from forbear.core.ledger.events import Event, EventKind
from forbear.core.ledger.terms import (
    Allocation,
    Alternative,
    Cycle,
    Grace,
    InterestFree,
    LateFee,
    Minimum,
    Rate,
    Terms,
)

_IDS = count(1)


def terms(**changed: Any) -> Terms:
    """The common facts of the worked examples: 0.05 % a day, billed on the 10th, due on the 30th.

    The minimum is 10 % of principal and all charges; the late fee 5 % of the unpaid minimum.
    """
    given: dict[str, Any] = {
        "since": date(2020, 1, 1),
        "currency": "CNY",
        "rates": {"purchase": Rate(5_000_000, "day", None)},
        "cycle": Cycle(10, due_days=20),
        "grace": Grace(3, 1000),
        "interest_free": InterestFree(),
        "late_fee": LateFee(rate_e10=500_000_000),
        "minimum": Minimum((Alternative(1_000_000_000, interest=True, fees=True),)),
        "allocation": Allocation(late_after_days=90),
    }
    return Terms(**{**given, **changed})


def event(kind: EventKind, on: str, amount: int = 0, **more: Any) -> Event:
    """An event; its id is new unless given."""
    more.setdefault("event_id", f"e{next(_IDS)}")
    return Event(kind=kind, on=date.fromisoformat(on), amount_minor=amount, **more)


def at(on: str, *events: Event, given: Terms | None = None, **more: Any) -> Book:
    """The book of an account as of a day."""
    ordered = sorted(events, key=lambda each: each.on)
    return run([given or terms()], ordered, date.fromisoformat(on), **more)
