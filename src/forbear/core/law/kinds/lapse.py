"""What holds only for so long after the last time: consent or use within the past 60 days.

Days are local calendar days, the last one included: "within the past 60 days" (12 CFR
1006.6(d)(5)) holds to the end of the 60th day after. With several zones it has lapsed where it has
lapsed in one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from forbear.core.calendar.clocks import Clock
from forbear.core.calendar.edges import Edge, latest
from forbear.core.law.faults import ValueFault
from forbear.core.law.kinds.base import NEVER, Plain, local_time
from forbear.core.law.values import Reader
from forbear.core.tables.candidates import CANDIDATES
from forbear.core.tables.columns import MOMENT

_MOMENTS = tuple(column.name for column in CANDIDATES.columns if column.dtype == MOMENT)


@dataclass(frozen=True, slots=True)
class Lapse(Plain):
    """Objects once every moment in ``of`` lies more than ``days`` days back, or never was."""

    days: int
    of: tuple[str, ...]
    words: tuple[str, str]

    @classmethod
    def read(cls, reader: Reader) -> Lapse:
        """Read the days, the facts that renew, and what to say of it."""
        days, of = reader.at_least("days", 1), reader.words("of", _MOMENTS)
        if not of:
            raise ValueFault(reader.key("of"), "is empty", "Name the facts that renew it")
        words = (reader.take("because", str, ""), reader.take("because_zh", str, ""))
        return cls(days, of, words)

    def needs(self) -> set[str]:
        """Return the moments that renew it."""
        return {*self.of}

    def edges(self, name: str) -> dict[str, Edge]:
        """Return the start of the first local day that still counts, where it comes last."""
        del name
        return {f"lapse_{self.days}d": latest(-self.days)}

    def fires(self, name: str) -> pl.Expr:
        """Return whether the latest of the moments is too long ago somewhere, or never was."""
        del name
        moment = pl.max_horizontal(self.of)
        return moment.is_null() | (moment < pl.col(f"lapse_{self.days}d"))

    def until(self, name: str, clock: Clock) -> pl.Expr:
        """Return never: it stands until it is renewed."""
        del name, clock
        return NEVER

    def because(self, name: str, row: Mapping[str, object], zone: str | None) -> tuple[str, str]:
        """Say the pack's words, and when the latest was."""
        del name
        found = [moment for fact in self.of if isinstance(moment := row.get(fact), datetime)]
        if not found:
            return self.words
        last, (english, chinese) = local_time(max(found), zone), self.words
        return f"{english} (the latest: {last})", f"{chinese}(最近一次:{last})"
