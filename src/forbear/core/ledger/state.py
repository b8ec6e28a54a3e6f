"""The state of one card account at a moment of a day: every column is a plain value.

Bulk work holds the same columns, under the same names, for many accounts at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LOTS = (
    "purchase_new",
    "purchase_billed",
    "purchase_owed",
    "cash_advance",
    "transfer",
    "instalment",
)
CHARGES = ("interest", "compound_interest", "late_fee", "other_fee", "cost")
FEES = ("late_fee", "other_fee", "cost")
GRAINS = ("deferred_new", "deferred_before", "deferred_since", "accrued", "accrued_on_interest")


@dataclass(frozen=True, slots=True)
class Due:
    """An amount asked for: what a statement, or an instalment of a plan, newly asks.

    ``amount`` and ``paid`` are minor units; ``paid`` is never above ``amount``.
    """

    due_on: date
    amount: int
    paid: int = 0

    @property
    def unpaid(self) -> int:
        """What is still missing of it, in minor units."""
        return self.amount - self.paid


class Owing:
    """What the columns of an account come to. Mixed into the state and its writable twin."""

    __slots__ = ()

    purchase_new: int
    purchase_billed: int
    purchase_owed: int
    cash_advance: int
    transfer: int
    instalment: int
    interest: int
    compound_interest: int
    late_fee: int
    other_fee: int
    cost: int

    @property
    def principal(self) -> int:
        """All lots of principal together, in minor units."""
        return (
            self.purchase_new
            + self.purchase_billed
            + self.purchase_owed
            + self.cash_advance
            + self.transfer
            + self.instalment
        )

    @property
    def charges(self) -> int:
        """All billed charges that are unpaid."""
        return self.interest + self.compound_interest + self.late_fee + self.other_fee + self.cost

    @property
    def owed(self) -> int:
        """Everything billed or principal that is owed, in minor units; credit is not taken off."""
        return self.principal + self.charges


@dataclass(frozen=True, slots=True)
class State(Owing):
    """What an account owes, and where it stands in its cycle. Amounts are minor units.

    As of a day it is the state after that day's events and statement, before the interest of
    that day: interest runs from the day of posting to the day before payment.
    """

    # principal, by lot
    purchase_new: int = 0  # not yet on a statement
    purchase_billed: int = 0  # on the last statement; whether it stays free is not yet decided
    purchase_owed: int = 0  # bears interest
    cash_advance: int = 0
    transfer: int = 0
    instalment: int = 0
    # interest that is not billed, in grains
    deferred_new: int = 0  # of purchase_new, owed only if the interest-free period is lost
    deferred_before: int = 0  # of purchase_billed, from posting to its statement
    deferred_since: int = 0  # of purchase_billed, since its statement
    accrued: int = 0  # chargeable: on principal and, where the terms allow it, on fees
    accrued_on_interest: int = 0  # chargeable: on interest
    # charges that are billed and unpaid
    interest: int = 0
    compound_interest: int = 0
    late_fee: int = 0
    other_fee: int = 0
    cost: int = 0
    credit: int = 0  # what we owe the cardholder
    # the cycle
    statement_on: date | None = None
    statement_balance: int = 0  # all that was owed on the statement, less credit
    due_on: date | None = None
    minimum: int = 0  # asked by the last statement in all
    is_decided: bool = True  # whether the last statement was found paid in full or not
    credited_since: int = 0  # payments, refunds and waivers since the last statement
    has_interest_free: bool = True
    charges_posted: int = 0  # interest and fees posted since the last statement
    late_fee_cycles: int | None = None  # statements since the last late fee; none charged yet: None
    dues: tuple[Due, ...] = ()  # oldest first; those that are paid are left out
    # what holds charges back
    interest_paused_until: date | None = None  # the last day on which nothing accrues
    fees_paused_until: date | None = None  # the last day on which no late fee is charged
    is_charged_off: bool = False
    has_plan: bool = False  # an agreed plan stands in the place of minimum payments
    plan_has_interest: bool = False  # whether interest goes on while it is kept
