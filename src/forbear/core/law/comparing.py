"""What differs between two sets of packs: rule by rule, parameter by parameter."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Literal

from forbear.core.law.sources import PackSource

What = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Detail:
    """One key of a rule that is not what it was; ``None`` where it is not given."""

    key: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One dated value of a rule that came, went or is another now."""

    rule_id: str
    what: What
    place: str
    code: str
    begins_on: date | None
    question: str
    details: tuple[Detail, ...] = ()


_Value = Mapping[str, object]


def law_changes(old: Iterable[PackSource], new: Iterable[PackSource]) -> list[RuleChange]:
    """Return every dated value that differs, by rule; texts alone that say the same do not.

    The sources are those of books that were read: they are sound.
    """
    before, after = _by_rule(old), _by_rule(new)
    return [
        change
        for rule_id in sorted(before.keys() | after.keys())
        for change in _of_rule(rule_id, before.get(rule_id, {}), after.get(rule_id, {}))
    ]


def _by_rule(sources: Iterable[PackSource]) -> dict[str, dict[object, _Value]]:
    """Return the dated values of each rule by their first day, flat: ``value.max``, ``cite``."""
    rules: dict[str, dict[object, _Value]] = {}
    for source in sources:
        for content in source.files.values():
            document = tomllib.loads(content.decode())
            for question in document.get("questions", [document]):
                head = {key: value for key, value in question.items() if key != "values"}
                for value in question.get("values", ()):
                    flat = {**head, **_flat(value, "")}
                    of_rule = rules.setdefault(str(flat.pop("rule_id", "")), {})
                    of_rule[flat.get("from")] = flat
    return rules


def _flat(table: Mapping[str, object], place: str) -> dict[str, object]:
    flat: dict[str, object] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat.update(_flat(value, f"{place}{key}."))
        else:
            flat[f"{place}{key}"] = value
    return flat


def _of_rule(
    rule_id: str, old: Mapping[object, _Value], new: Mapping[object, _Value]
) -> Iterator[RuleChange]:
    # a value that begins on the same day is the same one; what is left over is paired in order
    for begins_on in [day for day in old if day in new]:
        yield from _of_value(rule_id, old[begins_on], new[begins_on])
    gone = [value for day, value in old.items() if day not in new]
    come = [value for day, value in new.items() if day not in old]
    for before, after in zip_longest(gone, come):
        yield from _of_value(rule_id, before, after)


def _of_value(rule_id: str, old: _Value | None, new: _Value | None) -> Iterator[RuleChange]:
    shown = new or old or {}
    details = (
        tuple(
            Detail(key, old.get(key), new.get(key))
            for key in dict.fromkeys((*old, *new))
            if old.get(key) != new.get(key)
        )
        if old is not None and new is not None
        else ()
    )
    if old is not None and new is not None and not details:
        return
    begins_on = shown.get("from")
    yield RuleChange(
        rule_id=rule_id,
        what="added" if old is None else "removed" if new is None else "changed",
        place=str(shown.get("jurisdiction", "")),
        code=str(shown.get("code", "")),
        begins_on=begins_on if isinstance(begins_on, date) else None,
        question=str(shown.get("question", "")),
        details=details,
    )
