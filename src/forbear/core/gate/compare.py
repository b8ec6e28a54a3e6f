"""An answer beside the same answer worked out again, and where the two differ."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Replayed:
    """What was answered then and what comes out now, both as JSON texts.

    ``code`` is the program that answered then, where that is known.
    """

    name: str
    stored: str
    again: str
    code: str = ""
    code_now: str = ""

    @property
    def is_identical(self) -> bool:
        """Whether both are the same, byte for byte."""
        return self.stored == self.again

    def differences(self) -> list[str]:
        """Return where they differ, one line each."""
        if self.is_identical:
            return []
        found = differences(json.loads(self.stored), json.loads(self.again))
        return found or ["the same is written in other bytes"]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return each difference between two answers as one line: what, before, after.

    Reasons are compared by their rules, whatever their order; an order alone is told as such.
    """
    found = list(_plain(before, after, ""))
    old, new = _by_rule(before), _by_rule(after)
    gone, come = old.keys() - new.keys(), new.keys() - old.keys()
    found += [f"{rule_id} ({old[rule_id].get('code')}) no longer objects" for rule_id in gone]
    found += [f"{rule_id} ({new[rule_id].get('code')}) now objects" for rule_id in come]
    for rule_id in old.keys() & new.keys():
        found += _plain(old[rule_id], new[rule_id], f"{rule_id}: ")
    if not found and before.get("reasons") != after.get("reasons"):
        found.append("the reasons come in another order")
    return sorted(found)


def _by_rule(answer: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {str(reason.get("rule_id")): reason for reason in answer.get("reasons") or ()}


def _plain(before: Mapping[str, Any], after: Mapping[str, Any], place: str) -> Iterator[str]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if key == "reasons" or (old == new and (key in before) == (key in after)):
            continue
        yield f"{place}{key} was {_shown(old)}, is {_shown(new)}"


def _shown(value: object) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
