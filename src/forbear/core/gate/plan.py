"""A plan: the forms of all rules that may be in force for candidates of one nation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

import polars as pl

from forbear.core.calendar.edges import Edge, earliest, latest
from forbear.core.gate import past, windows, wishes
from forbear.core.gate.almanac import Almanac
from forbear.core.gate.forms import Form, form_of
from forbear.core.law.book import RuleBook, disclosures, objections
from forbear.core.law.rules import Rule

# How far ahead the end of an inconvenient stretch is looked for.
SLOT_DAYS = 9
# The day itself, and the end of what is looked at, on the cardholder's clock.
_OWN_EDGES = {
    "day_opens": latest(0),
    "day_closes": earliest(1),
    "slots_end": earliest(SLOT_DAYS),
}
# How many different sets of rules about hours a plan remembers.
_REMEMBERED = 256


class Plan:
    """What is asked of candidates of one nation, on the day ``on`` or at a moment."""

    def __init__(self, forms: Sequence[Form], says: Sequence[Form], on: date | None) -> None:
        """Take the forms of the rules that can object, strictest first, and of disclosures."""
        self.forms, self.says, self.on = tuple(forms), tuple(says), on
        self.bits = {form.name: bit for bit, form in enumerate(forms)}
        self._blanks: dict[frozenset[str], tuple[dict[str, pl.Expr], pl.DataFrame]] = {}
        self._openings: dict[tuple[str, ...], list[pl.Expr]] = {}

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Return the objecting rules in the order of their bits, strictest force first."""
        return tuple(form.rule for form in self.forms)

    @cached_property
    def says_read(self) -> frozenset[str]:
        """Return the columns that the conditions of disclosures read."""
        return frozenset(name for form in self.says for name in form.reads)

    @cached_property
    def almanac(self) -> Almanac:
        """Return the instants that the rules want of the day that is asked about."""
        edges: dict[str, Edge] = dict(_OWN_EDGES)
        for form in self.forms:
            edges.update(form.kind.edges(form.name))
        return Almanac(edges, self.on)

    def without_facts(
        self, frame: pl.DataFrame, flags: Iterable[str], counted: Iterable[str]
    ) -> pl.DataFrame:
        """Add the derived columns as they are where nothing is on file.

        ``flags`` are false then, and ``counted`` the names of caps, of which nothing counts.
        """
        key = frozenset((*flags, *counted))
        if key not in self._blanks:
            if len(self._blanks) >= _REMEMBERED:
                self._blanks.clear()
            columns = {
                **wishes.NO_WISHES,
                **past.NO_PAST,
                **{flag: pl.lit(False) for flag in flags},
                **{f"{name}_n": pl.lit(0, dtype=pl.Int32) for name in counted},
            }
            self._blanks[key] = columns, pl.DataFrame({"_": [0]}).select(**columns)
        columns, row = self._blanks[key]
        if frame.height == 1:
            return frame.hstack(row)
        return frame.with_columns(**columns)

    def opening(self, live: Iterable[Form]) -> list[pl.Expr]:
        """Return the hours of the rules about hours among ``live``."""
        hours = {form.name: (form.hours, form.binds.expr) for form in live if form.hours}
        names = tuple(hours)
        if names not in self._openings:
            if len(self._openings) >= _REMEMBERED:
                self._openings.clear()
            self._openings[names] = windows.opening(hours)
        return self._openings[names]


def plan_for(book: RuleBook, nation: str, first: date, last: date, on: date | None) -> Plan:
    """Return the plan for a nation, kept by its book; a nation without a pack has no rules.

    ``first`` and ``last`` are days between which all that are asked about lie, or ``on`` itself.
    """
    asked = "plan", nation, first, last, on
    known = book.kept.get(asked)
    if isinstance(known, Plan):
        return known
    rules = book.in_force(nation, first, last) if nation in book.nations else ()
    forms = [form_of(book, rule, first, last) for rule in objections(rules)]
    says = [form_of(book, rule, first, last) for rule in disclosures(rules)]
    key = "plan", tuple(form.name for form in (*forms, *says)), on
    made = book.kept.get(key)
    if not isinstance(made, Plan):
        made = Plan(forms, says, on)
        book.keep(key, made)
    book.keep(asked, made)
    return made
