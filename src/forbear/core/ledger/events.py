"""What happens to an account, as values. Those of one day happen in the order given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

EventKind = Literal[
    "purchase",
    "cash_advance",
    "transfer",
    "refund",
    "payment",
    "fee",
    "waiver",
    "reversal",
    "statement",
    "charge_off",
    "pause",
    "plan",
    "plan_broken",
]


@dataclass(frozen=True, slots=True)
class PlannedPayment:
    """One payment of an agreed plan, in minor units."""

    due_on: date
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Event:
    """One event. Only the fields of its kind are set; amounts are minor units above zero."""

    event_id: str
    kind: EventKind
    on: date
    amount_minor: int = 0
    component: str = ""  # of a fee or waiver
    name: str = ""  # of a fee, as the cardholder reads it
    paid_by: str = ""  # who paid, if not the cardholder
    of: str = ""  # the event that a reversal undoes
    due_on: date | None = None  # of a statement that brings its own
    minimum_minor: int | None = None
    until: date | None = None  # the last day of a pause
    interest: bool = True  # whether a pause holds interest back; whether a plan bears it
    fees: bool = True
    planned: tuple[PlannedPayment, ...] = ()
    reason: str = ""  # what a fee is for, why a pause is given
