"""Schedules of instalments: equal payments on a day of each month, with or without interest.

Rounding is named; the last instalment takes the rest, so that the parts sum to the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from forbear.core.ledger.terms import MONTHS_A_YEAR, day_of_month
from forbear.core.money.rounding import RoundingName, rounded

INSTALMENTS_MOST = 60
_E10 = 10**10


class ScheduleFault(ValueError):  # noqa: N818 - an expected outcome; its code names it
    """A schedule that cannot be; ``code`` and a sentence with the cure."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment of a schedule, in minor units."""

    due_on: date
    principal: int
    interest: int

    @property
    def amount(self) -> int:
        """What is to be paid."""
        return self.principal + self.interest


def instalments(
    amount: int,
    count: int,
    first_due_on: date,
    *,
    yearly_rate_e10: int = 0,
    rounding: RoundingName = "half_up",
) -> tuple[Instalment, ...]:
    """Return ``count`` monthly instalments of ``amount``, in minor units.

    They fall due on the day of the month of ``first_due_on``, or on a shorter month's last day.
    With a rate (units of 10^-10 a year; a month is one twelfth) all payments but the last are the
    same: each month's interest is on what is still owed, rounded by name, and the first is due a
    month after the interest begins. Raises ``ScheduleFault``.
    """
    if amount < 1 or not 1 <= count <= INSTALMENTS_MOST or yearly_rate_e10 < 0:
        raise ScheduleFault(
            "BAD_SCHEDULE",
            f"{amount} in {count} instalments cannot be; agree on an amount above zero and at "
            f"most {INSTALMENTS_MOST} instalments",
        )
    month = MONTHS_A_YEAR * _E10
    payment = _payment(amount, count, yearly_rate_e10, month, rounding)
    left = amount
    found: list[Instalment] = []
    for index in range(count):
        interest = rounded(left * yearly_rate_e10, month, rounding)
        principal = left if index == count - 1 else payment - interest
        if not 0 < principal <= left or (principal == left and index < count - 1):
            raise ScheduleFault(
                "TOO_SMALL", f"{amount} is too small for {count} instalments; agree on fewer"
            )
        left -= principal
        found.append(Instalment(_months_after(first_due_on, index), principal, interest))
    return tuple(found)


def _payment(amount: int, count: int, rate: int, month: int, rounding: RoundingName) -> int:
    if not rate:
        return rounded(amount, count, rounding)
    # amount * i * (1 + i)^n / ((1 + i)^n - 1) with i = rate / month, in whole numbers
    grown, plain = (month + rate) ** count, month**count
    return rounded(amount * rate * grown, month * (grown - plain), rounding)


def _months_after(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, MONTHS_A_YEAR)
    return day_of_month(first.year + years, month + 1, first.day)
