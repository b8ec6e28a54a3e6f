"""What a household can spare a month: its income less what it needs to live on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

OUTGOINGS = ("housing", "utilities", "food", "transport", "health", "children", "debts", "other")


@dataclass(frozen=True, slots=True)
class LivingStandard:
    """What a household needs a month at the least, in minor units of ``currency``."""

    nation: str
    currency: str
    first_minor: int
    further_minor: int
    cite: str
    confidence: str

    def floor_minor(self, people: int) -> int:
        """Return the least that ``people`` live on; a household has at least one."""
        return self.first_minor + self.further_minor * (max(people, 1) - 1)


@dataclass(frozen=True, slots=True)
class Budget:
    """What comes in and goes out a month, in minor units; ``outgoings`` by the words above.

    What is paid on the debt itself is not among them.
    """

    income_minor: int
    outgoings: Mapping[str, int]
    people: int = 1

    def __post_init__(self) -> None:
        amounts = (self.income_minor, *self.outgoings.values())
        if min(amounts) < 0 or self.people < 1:
            raise ValueError("a budget has no amounts below zero, and at least one person")
        if unknown := sorted(set(self.outgoings) - set(OUTGOINGS)):
            raise ValueError(f"{unknown[0]!r} is none of {', '.join(OUTGOINGS)}")


@dataclass(frozen=True, slots=True)
class Affordability:
    """What can be spared, in minor units: never what the household needs to live on."""

    income_minor: int
    spent_minor: int
    floor_minor: int

    @property
    def needed_minor(self) -> int:
        """The larger of what is spent and of what a household needs at the least."""
        return max(self.spent_minor, self.floor_minor)

    @property
    def spare_minor(self) -> int:
        """What is left a month; zero if nothing is."""
        return max(self.income_minor - self.needed_minor, 0)

    def covers(self, monthly_minor: int) -> bool:
        """Return whether a monthly payment can be made from what is spare."""
        return 0 < monthly_minor <= self.spare_minor


def affordability(budget: Budget, living: LivingStandard | None) -> Affordability:
    """Work out what a household can spare; without a standard, what it spends is what it needs."""
    return Affordability(
        budget.income_minor,
        sum(budget.outgoings.values()),
        living.floor_minor(budget.people) if living else 0,
    )
