"""Forbid what meets a condition: most of the law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from forbear.core.calendar.clocks import MIDNIGHT, Clock, localize
from forbear.core.law.conditions import condition
from forbear.core.law.faults import ValueFault
from forbear.core.law.kinds.base import NEVER, Plain
from forbear.core.law.values import Reader
from forbear.core.tables.candidates import CANDIDATES


@dataclass(frozen=True, slots=True)
class Forbid(Plain):
    """Objects where ``when`` holds. ``until`` names the fact that says when it will not."""

    when: pl.Expr
    until_fact: str | None
    words: tuple[str, str]

    @classmethod
    def read(cls, reader: Reader) -> Forbid:
        """Read ``when``, an optional ``until`` and what to say of it."""
        when = condition(reader.take("when", str), key=reader.key("when"), table=CANDIDATES)
        until = reader.take("until", str, "") or None
        if until is not None and until not in CANDIDATES.schema:
            raise ValueFault(reader.key("until"), f"there is no column {until!r}", "Name a fact")
        words = (reader.take("because", str, ""), reader.take("because_zh", str, ""))
        return cls(when, until, words)

    def needs(self) -> set[str]:
        """Return the columns of the condition, and the fact that ends it."""
        ends = set() if self.until_fact is None else {self.until_fact}
        return {*self.when.meta.root_names()} | ends

    def fires(self, name: str) -> pl.Expr:
        """Return the condition."""
        del name
        return self.when

    def until(self, name: str, clock: Clock) -> pl.Expr:
        """Return the end of the named fact: a day lasts to its end on the cardholder's clock."""
        del name
        if self.until_fact is None:
            return NEVER
        if CANDIDATES.schema[self.until_fact] != pl.Date:
            return pl.col(self.until_fact)
        day_after = pl.col(self.until_fact) + pl.duration(days=1)
        return clock.latest_of(lambda zone: localize(day_after, MIDNIGHT, zone))

    def because(self, name: str, row: Mapping[str, object], zone: str | None) -> tuple[str, str]:
        """Return the pack's own words."""
        del name, row, zone
        return self.words
