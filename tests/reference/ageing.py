"""Ageing written plainly, one account at a time. Only tests import it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

BANDS = (
    ("current", 0, 0),
    ("M1", 1, 30),
    ("M2", 31, 60),
    ("M3", 61, 90),
    ("M4", 91, 120),
    ("M5", 121, 150),
    ("M6", 151, 180),
)


@dataclass(frozen=True, slots=True)
class Due:
    due_on: date
    amount_minor: int
    paid_minor: int

    @property
    def is_unpaid(self) -> bool:
        return self.paid_minor < self.amount_minor


def oldest_unpaid_due_on(dues: Iterable[Due]) -> date | None:
    return min((due.due_on for due in dues if due.is_unpaid), default=None)


def days_past_due(dues: Iterable[Due], *, on: date) -> int:
    oldest = oldest_unpaid_due_on(dues)
    return 0 if oldest is None or oldest >= on else (on - oldest).days


def missed_statements(dues: Iterable[Due], *, on: date) -> int:
    return sum(1 for due in dues if due.is_unpaid and due.due_on < on)


def bucket(dpd: int) -> str:
    for name, low, high in BANDS:
        if low <= dpd <= high:
            return name
    return "M7+"


def pay(dues: Sequence[Due], amount_minor: int) -> list[Due]:
    """Give a payment to the oldest due first."""
    left, paid = amount_minor, []
    for due in sorted(dues, key=lambda due: due.due_on):
        part = min(left, max(due.amount_minor - due.paid_minor, 0))
        left -= part
        paid.append(Due(due.due_on, due.amount_minor, due.paid_minor + part))
    return paid


def move(before: str | None, after: str | None) -> str:
    names = [*(name for name, _, _ in BANDS), "M7+"]
    if before is None:
        return "entered"
    if after is None:
        return "left"
    if before == after:
        return "stayed"
    if after == "current":
        return "cured"
    return "rolled_forward" if names.index(after) > names.index(before) else "rolled_back"
