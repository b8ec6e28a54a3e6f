"""What decides a day, to those who store it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import polars as pl

from forbear.core.tables.frames import Portfolio


class DayResult(Protocol):
    """What was decided: a frame of ``forbear.core.tables.DECISIONS``, and its summary."""

    @property
    def decisions(self) -> pl.DataFrame:
        """One row an account."""
        ...

    @property
    def summary(self) -> Mapping[str, object]:
        """Counts for people; must fit JSON."""
        ...


class DayEngine(Protocol):
    """Decides a day."""

    def __call__(self, portfolio: Portfolio, /) -> DayResult:
        """Return what is to be done for every account of ``portfolio``."""
        ...
