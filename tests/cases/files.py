"""Tables of legal examples: TOML that a lawyer can read, turned into the JSON of `forbear gate`.

A file has a `[base]` (the case that every example starts from), a `[past]` (the same for each
contact of the past) and a list `[[case]]`:

    id      names the example              says    one sentence of what it shows
    cite    where the law says so          at      the moment of the contact
    facts   what differs from the base     past    contacts before; `at` may be a list of moments
    expect  "permitted", or the list of all reason codes, or a code alone
    rule    a rule id that must be among the reasons (optional)
    until   when that rule's objection ends (optional)
    silent  a rule id that must not be among the reasons (optional)
    says_so the disclosures that it asks for, all of them (optional)
"""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
KEYS = {"id", "says", "cite", "at", "facts", "past", "expect", "rule", "until", "silent", "says_so"}


@dataclass(frozen=True)
class Example:
    """One legal example."""

    file: str
    example_id: str
    says: str
    cite: str
    case: dict[str, Any]
    codes: frozenset[str]
    rule: str | None
    until: str | None
    silent: str | None
    says_so: frozenset[str] | None

    def __str__(self) -> str:
        return f"{self.file} {self.example_id}: {self.says} [{self.cite}]"


def examples() -> list[Example]:
    """Return every example of every table."""
    return [example for path in sorted(FOLDER.glob("*.toml")) for example in _of(path)]


def _of(path: Path) -> Iterator[Example]:
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(document) <= {"base", "past", "case", "note"}, f"{path.name}: {set(document)}"
    for given in document["case"]:
        assert set(given) <= KEYS, f"{path.name} {given.get('id')}: unknown {set(given) - KEYS}"
        expect = given["expect"]
        codes = [] if expect == "permitted" else [expect] if isinstance(expect, str) else expect
        yield Example(
            file=path.name,
            example_id=given["id"],
            says=given["says"],
            cite=given["cite"],
            case=_case(document, given),
            codes=frozenset(codes),
            rule=given.get("rule"),
            until=given.get("until"),
            silent=given.get("silent"),
            says_so=frozenset(given["says_so"]) if "says_so" in given else None,
        )


def _case(document: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    case = _merged(document["base"], given.get("facts", {}))
    case["id"], case["at"] = given["id"], given["at"]
    case["history"] = [
        _merged(document.get("past", {}), {**contact, "at": at})
        for contact in given.get("past", [])
        for at in (contact["at"] if isinstance(contact["at"], list) else [contact["at"]])
    ]
    return case


def _merged(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """Put the changes into a copy of the base; the word "null" stands for an unknown fact."""
    merged = copy.deepcopy(base)
    for key, value in change.items():
        if isinstance(value, dict):
            inner = merged.get(key)
            merged[key] = _merged(inner if isinstance(inner, dict) else {}, value)
        elif value == "absent":
            merged.pop(key, None)
        else:
            merged[key] = None if value == "null" else value
    return merged
