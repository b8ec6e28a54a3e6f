"""What changes in the law within a stretch of days: which value ends, and which takes its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from forbear.core.law.charges import LawCharge
from forbear.core.law.periods import LawPeriod
from forbear.core.law.rules import Rule

# what a pack dates: a rule, a period, or a bound of charges
Value = Rule | LawPeriod | LawCharge
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """From ``on`` on, ``ends`` no longer holds and ``begins`` does; one of them may be missing."""

    on: date
    ends: Value | None
    begins: Value | None

    @property
    def rule(self) -> Value:
        """Return the rule that the change is about: the one that begins, else the one that ends."""
        rule = self.begins or self.ends
        assert rule is not None, "a change without a rule"
        return rule


def changes(rules: Iterable[Value], *, after: date, until: date) -> list[Change]:
    """Return what begins or ends to hold after one day up to another, the soonest first.

    A value that ends where another of the same question begins is one change.
    """
    begun: dict[tuple[str, str, date], list[Value]] = {}
    ended: dict[tuple[str, str, date], list[Value]] = {}
    for rule in rules:
        if after < rule.begins_on <= until:
            begun.setdefault((rule.file, rule.jurisdiction, rule.begins_on), []).append(rule)
        if rule.ends_on is not None and after < rule.ends_on + _DAY <= until:
            ended.setdefault((rule.file, rule.jurisdiction, rule.ends_on + _DAY), []).append(rule)
    found = []
    for key in sorted({*begun, *ended}, key=lambda key: (key[2], key[0], key[1])):
        starts, stops = begun.get(key, []), ended.get(key, [])
        found += [
            Change(
                key[2],
                stops[index] if index < len(stops) else None,
                starts[index] if index < len(starts) else None,
            )
            for index in range(max(len(starts), len(stops)))
        ]
    return found
