"""The rules of disputes and complaints, read from one document: clocks, causes, marks, limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from forbear.core.cases.clocks import WHATS, ClockRule, Subject
from forbear.core.law.rules import CONFIDENCES


class CaseRulesFault(ValueError):  # noqa: N818 - it names what is wrong
    """A document of rules that cannot be used; the sentence names the place and the cure."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What was wrong, as whoever looked into a complaint names it."""

    code: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Above:
    """Who may be asked when our answer does not satisfy, and the words that say so."""

    nation: str
    name: str
    name_zh: str
    url: str
    en: str
    zh: str
    cite: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Mark:
    """How a report to a credit bureau says that a debt is, or was, disputed."""

    nation: str
    state: str
    code: str
    en: str
    zh: str
    cite: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Validation:
    """Where a dispute in writing within the period of the validation notice stops collection."""

    rule_id: str
    event: str
    nation: str
    collectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseRules:
    """What binds disputes and complaints; see packs/cases/rules.toml."""

    version: str
    bytes_max: int
    count_max: int
    clocks: tuple[ClockRule, ...]
    validation: Validation
    causes: tuple[Cause, ...]
    above: tuple[Above, ...]
    marks: tuple[Mark, ...]

    def cause(self, code: str) -> Cause | None:
        """Return a cause by its code."""
        return next((each for each in self.causes if each.code == code), None)

    def above_of(self, nation: str) -> Above | None:
        """Return who stands above us in a place."""
        return next((each for each in self.above if each.nation == nation), None)

    def mark_of(self, nation: str, state: str) -> Mark | None:
        """Return the mark of a state in a place: the nation's own, else that of everywhere."""
        found = [each for each in self.marks if each.state == state]
        mine = (each for place in (nation, "*") for each in found if each.nation == place)
        return next(mine, None)


def read_case_rules(document: Mapping[str, Any], *, file: str) -> CaseRules:
    """Read the document of a file; raises ``CaseRulesFault``."""
    try:
        rules = CaseRules(
            version=str(document["version"]),
            bytes_max=document["files"]["bytes_max"],
            count_max=document["files"]["count_max"],
            clocks=tuple(ClockRule(**_tuples(each)) for each in document["clocks"]),
            validation=Validation(**_tuples(document["validation"])),
            causes=tuple(Cause(**each) for each in document["causes"]),
            above=tuple(Above(**each) for each in document["above"]),
            marks=tuple(Mark(**each) for each in document["marks"]),
        )
    except KeyError as error:
        raise CaseRulesFault(f"{file}: {error.args[0]!r} is missing; add it") from None
    except TypeError as error:
        raise CaseRulesFault(f"{file}: {error}") from None
    _check(rules, file)
    return rules


def unknown_clocks(rules: CaseRules, known: Iterable[str]) -> list[str]:
    """Return the periods that the rules name and the packs do not have."""
    named = {rule.rule_id for rule in rules.clocks} | {rules.validation.rule_id}
    return sorted(named - set(known))


def _tuples(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in given.items()}


def _check(rules: CaseRules, file: str) -> None:
    for rule in rules.clocks:
        if rule.subject not in get_args(Subject) or rule.what not in WHATS:
            raise CaseRulesFault(
                f"{file}: clocks: {rule.rule_id} is of {rule.subject!r}, {rule.what!r};"
                f" write dispute or complaint, and one of {', '.join(WHATS)}"
            )
    if not any(rule.is_last_resort and rule.what == "answer" for rule in rules.clocks):
        raise CaseRulesFault(f"{file}: clocks: name an answer with is_last_resort = true")
    if rules.bytes_max < 1 or rules.count_max < 1:
        raise CaseRulesFault(f"{file}: files: bytes_max and count_max must be above zero")
    codes = [each.code for each in rules.causes]
    if not codes or len(codes) != len(set(codes)):
        raise CaseRulesFault(f"{file}: causes: each code stands once")
    marks: tuple[Above | Mark, ...] = (*rules.above, *rules.marks)
    if wrong := [each for each in marks if each.confidence not in CONFIDENCES]:
        raise CaseRulesFault(f"{file}: confidence {wrong[0].confidence!r} is not known")
