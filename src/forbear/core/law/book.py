"""The rule book: every pack in use, ready to be asked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from forbear.core.law.charges import LawCharge
from forbear.core.law.kinds import Disclose
from forbear.core.law.periods.reading import LawPeriod
from forbear.core.law.rules import EVERYWHERE, Rule
from forbear.core.law.sources import PackSource

# How many spans of days are remembered, and how much is kept that was made of rules.
_KEPT = 4096


@dataclass(frozen=True)
class RuleBook:
    """Rules with the versions of the packs they come from.

    ``versions`` maps a pack's key (``us``, ``cn``, ``house`` …) to ``<version>+sha256:<hash>``;
    ``sources`` are the texts that they were read from.
    ``periods`` say when a last or first day is; ``charges`` bound what an account may be charged.
    They never object to a contact.
    """

    rules: tuple[Rule, ...]
    versions: Mapping[str, str]
    sources: tuple[PackSource, ...] = field(default=(), repr=False, compare=False)
    _needs: list[frozenset[str]] = field(default_factory=list, repr=False, compare=False)
    _sorted: dict[tuple[str, date, date], tuple[Rule, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
    periods: tuple[LawPeriod, ...] = field(default=(), repr=False)
    charges: tuple[LawCharge, ...] = field(default=(), repr=False)
    kept: dict[Hashable, object] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def nations(self) -> frozenset[str]:
        """Return the nations that have a pack."""
        return frozenset(rule.nation for rule in self.rules) - {EVERYWHERE}

    def in_force(self, nation: str, first: date, last: date) -> tuple[Rule, ...]:
        """Return a nation's rules, and those that hold everywhere, strictest force first.

        Only those that may bind on some day from ``first`` to ``last``.
        """
        key = (nation, first, last)
        if key not in self._sorted:
            if len(self._sorted) >= _KEPT:
                self._sorted.clear()
            chosen = [
                rule
                for rule in self.rules
                if rule.nation in (nation, EVERYWHERE) and rule.is_ever_in_force(first, last)
            ]
            self._sorted[key] = tuple(sorted(chosen, key=lambda rule: rule.strictness))
        return self._sorted[key]

    def needs(self) -> frozenset[str]:
        """Return the columns of a candidate that some rule reads."""
        if not self._needs:
            self._needs.append(frozenset(n for rule in self.rules for n in rule.needs()))
        return self._needs[0]

    def keep(self, key: Hashable, made: object) -> None:
        """Keep what was made of the rules, such as their expressions: it serves every asking."""
        if len(self.kept) >= _KEPT:
            self.kept.clear()
        self.kept[key] = made

    def versions_for(self, nation: str) -> dict[str, str]:
        """Return the versions of the packs that decide for a nation."""
        keys = (nation.lower(), "house", "issuer")
        return {key: self.versions[key] for key in keys if key in self.versions}

    def with_rules(self, rules: Iterable[Rule], versions: Mapping[str, str]) -> RuleBook:
        """Return the book with a further layer: it may only tighten, since every rule objects."""
        return RuleBook(
            (*self.rules, *rules),
            {**self.versions, **versions},
            sources=self.sources,
            periods=self.periods,
            charges=self.charges,
        )

    def rule(self, rule_id: str) -> Rule:
        """Return a rule by its id; ``KeyError`` if there is none."""
        for rule in self.rules:
            if rule.rule_id == rule_id:
                return rule
        raise KeyError(rule_id)


def objections(rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules that can object."""
    return [rule for rule in rules if not isinstance(rule.kind, Disclose)]


def disclosures(rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules that say what must be disclosed."""
    return [rule for rule in rules if isinstance(rule.kind, Disclose)]
