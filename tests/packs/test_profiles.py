"""Profiles are house files that ship, stricter than the law and loaded only where named."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from forbear.core.law.book import RuleBook
from forbear.engine.gate import answer_candidates
from forbear.interchange.cases import Case, read_case, tables_of
from forbear.packs import load_book

FOLDER = Path(__file__).parents[2] / "src" / "forbear" / "packs" / "profiles"
BASE: dict[str, Any] = {
    "id": "d",
    "at": "2026-11-03T11:00:00+05:30",
    "jurisdictions": ["IN"],
    "collector": {"kind": "creditor"},
    "contact": {"channel": "call", "states_debt": True},
    "contact_point": {"kind": "mobile", "id": "m", "party": "cardholder"},
    "person": {"time_zones": ["Asia/Kolkata"]},
    "account": {"id": "a", "dpd": 120, "overdue_minor": 5200000, "currency": "INR"},
}


@pytest.fixture(scope="module")
def draft() -> RuleBook:
    return load_book(FOLDER / "in-draft-2026.toml")


def _reasons(book: RuleBook, changes: dict[str, Any], at: str) -> set[str]:
    case = copy.deepcopy(BASE)
    for part, change in changes.items():
        case[part].update(change)
    read = read_case(json.dumps({**case, "at": at}), 1)
    assert isinstance(read, Case), read
    tables = tables_of([read])
    (answer,) = answer_candidates(tables.candidates, tables.portfolio, book)
    return {reason.rule_id for reason in answer.reasons}


HOME = {"contact": {"channel": "visit"}, "contact_point": {"kind": "postal"}}
DESK = {"contact": {"channel": "visit", "place": "work"}, "contact_point": {"kind": "work"}}
BROTHER = {
    "contact": {"purpose": "locate", "states_debt": False},
    "contact_point": {"party": "family"},
    "person": {"is_location_known": False},
}
NOON = "2026-11-03T12:00:00+05:30"


@pytest.mark.parametrize(
    ("changes", "at", "objects"),
    [
        ({}, NOON, set()),
        (HOME, "2026-11-03T18:30:00+05:30", set()),  # IN-03: a visit at half past six
        (HOME, "2026-11-03T19:30:00+05:30", {"in-draft-hours", "in-draft-festivals"}),
        (HOME, "2026-09-30T19:30:00+05:30", set()),  # before the day proposed
        ({}, "2026-11-08T11:00:00+05:30", {"in-draft-festivals"}),  # IN-05: Diwali
        (BROTHER, NOON, {"in-draft-third-party"}),
        ({"contact": {"is_recorded": False}}, NOON, {"in-draft-recording"}),
        (DESK, NOON, {"in-draft-place"}),
    ],
)
def test_the_draft_for_india_objects_to(
    draft: RuleBook, changes: dict[str, Any], at: str, objects: set[str]
) -> None:
    assert _reasons(draft, changes, at) == objects


def test_a_profile_binds_only_where_it_is_named() -> None:
    assert not [rule for rule in load_book().rules if rule.rule_id.startswith("in-draft")]
    assert _reasons(load_book(), HOME, "2026-11-03T19:30:00+05:30") == set()
