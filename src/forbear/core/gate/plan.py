"""A plan: the rules that may be in force, with every expression built once.

Building an expression costs more than asking it of one candidate. A plan holds them for one nation
and one set of rules in force; it knows no zone and no day, so it serves every place until the law
changes. The rule book keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from forbear.core.calendar.clocks import Clock
from forbear.core.calendar.edges import Edge, earliest, latest
from forbear.core.gate import windows
from forbear.core.gate.almanac import Almanac
from forbear.core.gate.places import clock_at
from forbear.core.gate.values import ByValue
from forbear.core.law.book import RuleBook, disclosures, objections
from forbear.core.law.history import Count
from forbear.core.law.kinds import Disclose, FrequencyCap, Hours, Kind
from forbear.core.law.kinds.base import NEVER
from forbear.core.law.rules import Rule

# How far ahead the end of an inconvenient stretch is looked for.
SLOT_DAYS = 9
# The day itself, and the end of what is looked at, on the cardholder's clock.
_OWN_EDGES = {
    "day_opens": latest(0),
    "day_closes": earliest(1),
    "slots_end": earliest(SLOT_DAYS),
}
_UNTILS = 512


@dataclass(frozen=True)
class Plan:
    """What is asked of candidates of one nation; rules are named ``r<index>`` by their bit.

    ``on`` is the day that is asked about, ``None`` where a moment is. All local days lie between
    ``first`` and ``last``.
    """

    rules: tuple[Rule, ...]
    says: tuple[Rule, ...]
    first: date
    last: date
    on: date | None

    @cached_property
    def named(self) -> dict[str, Rule]:
        """Return the objecting rules by their names."""
        return {f"r{index}": rule for index, rule in enumerate(self.rules)}

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """Return what each rule asks."""
        return {name: kind_of(rule) for name, rule in self.named.items()}

    @cached_property
    def binds(self) -> dict[str, pl.Expr]:
        """Return whether each rule is in force and applies."""
        return {n: rule.binds(self.first, self.last) for n, rule in self.named.items()}

    @cached_property
    def binds_on(self) -> dict[str, frozenset[str]]:
        """Return the columns that this reads."""
        return {name: frozenset(test.meta.root_names()) for name, test in self.binds.items()}

    @cached_property
    def fires(self) -> dict[str, pl.Expr]:
        """Return whether each rule objects."""
        return {
            name: rule.fires(name, self.first, self.last).alias(name)
            for name, rule in self.named.items()
        }

    @cached_property
    def bind_somewhere(self) -> dict[str, pl.Expr]:
        """Return whether each rule binds some candidate, or may."""
        return {
            name: test.fill_null(value=True).any().alias(name) for name, test in self.binds.items()
        }

    @cached_property
    def bound(self) -> ByValue:
        """Return the answers of ``binds`` for single candidates."""
        return ByValue(self.binds)

    @cached_property
    def objecting(self) -> ByValue:
        """Return the answers of ``fires`` for single candidates."""
        return ByValue(self.fires)

    @cached_property
    def said(self) -> dict[str, pl.Expr]:
        """Return whether each disclosure must be made; where in doubt, it must."""
        return {
            f"s{index}": rule.binds(self.first, self.last).fill_null(value=True)
            for index, rule in enumerate(self.says)
        }

    @cached_property
    def saying(self) -> ByValue:
        """Return the answers of ``said`` for single candidates."""
        return ByValue(self.said)

    @cached_property
    def reads(self) -> dict[str, frozenset[str]]:
        """Return the columns that the conditions of each rule read."""
        return {name: frozenset(rule.needs()) for name, rule in self.named.items()}

    @cached_property
    def says_read(self) -> frozenset[str]:
        """Return the columns that the conditions of disclosures read."""
        return frozenset(name for rule in self.says for name in rule.needs())

    @cached_property
    def counts(self) -> dict[str, tuple[Count, int]]:
        """Return what each cap counts, and its maximum."""
        return {
            name: (kind.counted, kind.max)
            for name, kind in self.kinds.items()
            if isinstance(kind, FrequencyCap)
        }

    @cached_property
    def matches(self) -> dict[str, pl.Expr]:
        """Return, for each cap, whether a contact of the past counts."""
        return {name: count.matches().alias(f"_{name}") for name, (count, _) in self.counts.items()}

    @cached_property
    def hours(self) -> dict[str, Hours]:
        """Return the rules about hours."""
        return {name: kind for name, kind in self.kinds.items() if isinstance(kind, Hours)}

    @cached_property
    def almanac(self) -> Almanac:
        """Return the instants that the rules want of the day that is asked about."""
        edges: dict[str, Edge] = dict(_OWN_EDGES)
        for name, kind in self.kinds.items():
            edges.update(kind.edges(name))
        return Almanac(edges, self.on)

    @cached_property
    def _openings(self) -> dict[tuple[str, ...], list[pl.Expr]]:
        return {}

    def opening(self, live: Iterable[str]) -> list[pl.Expr]:
        """Return the hours of the rules about hours among ``live``."""
        names = tuple(name for name in live if name in self.hours)
        if names not in self._openings:
            hours = {name: self.hours[name] for name in names}
            self._openings[names] = windows.opening(hours, self.binds)
        return self._openings[names]

    @cached_property
    def ending(self) -> frozenset[str]:
        """Return the rules whose objection may have an end that must be worked out."""
        clock = clock_at(("UTC",), self.on)
        return frozenset(n for n, kind in self.kinds.items() if kind.until(n, clock) is not NEVER)

    @cached_property
    def _untils(self) -> dict[tuple[str, Clock], pl.Expr]:
        return {}

    def until(self, name: str, clock: Clock) -> pl.Expr:
        """Return when a rule's objection ends, as a column ``<name>_until``."""
        key = name, clock
        if key not in self._untils:
            if len(self._untils) >= _UNTILS:
                self._untils.clear()
            self._untils[key] = self.kinds[name].until(name, clock).alias(f"{name}_until")
        return self._untils[key]


def plan_for(book: RuleBook, nation: str, first: date, last: date, on: date | None) -> Plan:
    """Return the plan for a nation; a nation without a pack has no rules.

    Two spans of days with the same rules in force, none of which begins or ends within, share one.
    """
    rules = book.in_force(nation, first, last) if nation in book.nations else ()
    # a day to spare each way, as in the span: a rule that ends soon is tested day by day
    changing = any(
        rule.begins_on > first or (rule.ends_on is not None and rule.ends_on < last)
        for rule in rules
    )
    span = (first, last) if changing else None
    key = ("plan", tuple(id(rule) for rule in rules), span, on)
    made = book.kept.get(key)
    if not isinstance(made, Plan):
        made = Plan(tuple(objections(rules)), tuple(disclosures(rules)), first, last, on)
        book.keep(key, made)
    return made


def kind_of(rule: Rule) -> Kind:
    """Return what an objecting rule asks."""
    kind = rule.kind
    assert not isinstance(kind, Disclose), "only objecting rules have bits"
    return kind
