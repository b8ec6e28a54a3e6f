"""Complaints and disputes as a team lead needs them: about whom, and which clocks run out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """An answer that is due: of a dispute or a complaint, on an account, by a day."""

    kind: str
    reference: str
    account_id: int
    name: str
    due_on: date
    handler: str


def clocks_near(*, until: date, limit: int) -> tuple[int, list[Clock]]:
    """Count the answers due up to a day, and return the first of them."""
    del until, limit
    return 0, []


def accounts_complained(*, since: datetime) -> Collection[int]:
    """Return the accounts on which somebody complained since a moment."""
    del since
    return ()


def persons_complained(person_ids: Collection[int], username: str) -> set[int]:
    """Return the cardholders who complained about somebody."""
    del person_ids, username
    return set()
