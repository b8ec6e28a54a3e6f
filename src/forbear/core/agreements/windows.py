"""How far ahead a promise may lie: the window that shrinks with each broken promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class PromiseWindow:
    """The window from so many ``broken`` promises on; ``days`` is none where no promise is taken.

    ``because`` says why, in English and in Chinese.
    """

    broken: int
    days: int | None
    because: str
    because_zh: str

    def last_day(self, on: date) -> date | None:
        """Return the latest day that may be promised on a day; none if none may."""
        return None if self.days is None else on + timedelta(days=self.days)


def window_for(windows: Sequence[PromiseWindow], broken: int) -> PromiseWindow:
    """Return the window for an account that broke so many promises.

    ``windows`` begin with none broken and are in rising order, as the reading makes sure.

    >>> window_for([PromiseWindow(0, 3, "", ""), PromiseWindow(2, None, "", "")], 1).days
    3
    """
    return [window for window in windows if window.broken <= broken][-1]
