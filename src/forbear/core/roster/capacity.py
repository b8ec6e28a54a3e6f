"""How much of a day's work fits into the hours there are (REQUIREMENTS C7)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Capacity:
    """Cases that wait, minutes that are left, and minutes that one case takes."""

    cases: int
    minutes: int
    case_minutes: int

    @property
    def fits(self) -> int:
        """How many of the cases fit; the first ones of the queue, which is in the order of value.

        >>> Capacity(cases=50, minutes=125, case_minutes=6).fits
        20
        """
        return min(self.cases, max(self.minutes, 0) // self.case_minutes)

    @property
    def left_over(self) -> int:
        """How many do not fit."""
        return self.cases - self.fits

    @property
    def needed_minutes(self) -> int:
        """How many minutes all of them would take."""
        return self.cases * self.case_minutes
