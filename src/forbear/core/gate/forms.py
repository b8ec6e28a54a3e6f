"""The form of a rule: its column expressions, built once.

Building an expression costs more than asking it of one candidate. A form knows no zone and no day:
it serves every place and every moment, in every plan that its rule belongs to.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

import polars as pl

from forbear.core.calendar.clocks import Clock
from forbear.core.gate.places import clock_at
from forbear.core.gate.values import Condition
from forbear.core.law.book import RuleBook
from forbear.core.law.history import Count
from forbear.core.law.kinds import Disclose, FrequencyCap, Hours, Kind, LostContact
from forbear.core.law.kinds.base import NEVER
from forbear.core.law.rules import Rule

_UNTILS = 64


class Form:
    """The expressions of one rule; its columns are named after ``name``."""

    def __init__(self, name: str, rule: Rule, first: date, last: date) -> None:
        """Take a rule, and the days between which it will be asked about."""
        self.name, self.rule = name, rule
        self._between = first, last
        self._untils: dict[Clock, pl.Expr] = {}

    @cached_property
    def kind(self) -> Kind:
        """Return what the rule asks; it is one that can object."""
        kind = self.rule.kind
        assert not isinstance(kind, Disclose), "only objecting rules have bits"
        return kind

    @cached_property
    def binds(self) -> Condition:
        """Return whether the rule is in force and applies."""
        return Condition(self.name, self.rule.binds(*self._between))

    @cached_property
    def fires(self) -> Condition:
        """Return whether it objects."""
        return Condition(self.name, self.rule.fires(self.name, *self._between))

    @cached_property
    def says(self) -> Condition:
        """Return whether a disclosure must be made; where in doubt, it must."""
        return Condition(self.name, self.binds.expr.fill_null(value=True))

    @cached_property
    def binds_somewhere(self) -> pl.Expr:
        """Return whether the rule binds some candidate, or may."""
        return self.binds.expr.fill_null(value=True).any()

    @cached_property
    def reads(self) -> frozenset[str]:
        """Return the columns that its conditions read."""
        return frozenset(self.rule.needs())

    @cached_property
    def cap(self) -> tuple[Count, int] | None:
        """Return what a cap counts, and its maximum."""
        kind = self.rule.kind
        return (kind.counted, kind.max) if isinstance(kind, FrequencyCap) else None

    @cached_property
    def counts(self) -> pl.Expr:
        """Return whether a contact of the past counts, as ``_<name>``."""
        assert self.cap is not None, "only caps count"
        return self.cap[0].matches().alias(f"_{self.name}")

    @cached_property
    def hours(self) -> Hours | None:
        """Return a rule about hours."""
        return self.rule.kind if isinstance(self.rule.kind, Hours) else None

    @cached_property
    def lost(self) -> LostContact | None:
        """Return a rule about whether the cardholder counts as lost."""
        return self.rule.kind if isinstance(self.rule.kind, LostContact) else None

    @cached_property
    def may_end(self) -> bool:
        """Return whether its objection may have an end that must be worked out."""
        return self.kind.until(self.name, clock_at(("UTC",), None)) is not NEVER

    def until(self, clock: Clock) -> pl.Expr:
        """Return when its objection ends, as ``<name>_until``."""
        if clock not in self._untils:
            if len(self._untils) >= _UNTILS:
                self._untils.clear()
            self._untils[clock] = self.kind.until(self.name, clock).alias(f"{self.name}_until")
        return self._untils[clock]


def form_of(book: RuleBook, rule: Rule, first: date, last: date) -> Form:
    """Return the form of a rule, kept by its book.

    There is one for the days on which it is surely in force, and others for those on which it
    begins or ends: then each local day is tested.
    """
    tests = rule.begins_on > first, rule.ends_on is not None and rule.ends_on < last
    key = "form", id(rule), *tests
    made = book.kept.get(key)
    if not isinstance(made, Form):
        made = Form(f"r{len(book.kept)}", rule, first, last)
        book.keep(key, made)
    return made
