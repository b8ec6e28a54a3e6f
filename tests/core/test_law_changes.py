"""What changes soon: what ends, what takes its place, and when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forbear.core.law.changes import changes
from forbear.core.law.rules import Rule, read_rules
from forbear.packs import load_book


def rules(*values: tuple[str, str, str], file: str = "us/x.toml") -> list[Rule]:
    """Values of one question: id, first day, last day."""
    document: dict[str, Any] = {
        "question": "How often?",
        "kind": "frequency_cap",
        "code": "CALL_FREQUENCY",
        "jurisdiction": "US",
        "values": [
            {
                "rule_id": rule_id,
                "from": date.fromisoformat(begins),
                **({"to": date.fromisoformat(ends)} if ends else {}),
                "value": {"max": 1, "days": 7, "per": "account", "channels": ["call"]},
                "cite": "A law",
                "force": "statute",
                "confidence": "primary",
            }
            for rule_id, begins, ends in values
        ],
    }
    found, faults = read_rules(document, file=file)
    assert not faults
    return found


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param(
            [("old", "2020-01-01", "2026-12-31"), ("new", "2027-01-01", "")],
            [("2027-01-01", "old", "new")],
            id="one takes the place of the other",
        ),
        pytest.param(
            [("old", "2020-01-01", "2026-12-30"), ("new", "2027-01-01", "")],
            [("2026-12-31", "old", None), ("2027-01-01", None, "new")],
            id="a day lies between them",
        ),
        pytest.param([("now", "2026-11-22", "")], [], id="begins today: no change to come"),
        pytest.param([("far", "2027-11-23", "")], [], id="begins after the year"),
        pytest.param([("edge", "2027-11-22", "")], [("2027-11-22", None, "edge")], id="last day"),
        pytest.param([("gone", "2020-01-01", "2026-11-21")], [], id="ended yesterday"),
        pytest.param(
            [("today", "2020-01-01", "2026-11-22")],
            [("2026-11-23", "today", None)],
            id="today is its last day",
        ),
    ],
)
def test_changes(
    values: list[tuple[str, str, str]], expected: list[tuple[str, str | None, str | None]]
) -> None:
    found = changes(rules(*values), after=date(2026, 11, 22), until=date(2027, 11, 22))
    assert [
        (
            each.on.isoformat(),
            each.ends.rule_id if each.ends else None,
            each.begins.rule_id if each.begins else None,
        )
        for each in found
    ] == expected


def test_questions_are_kept_apart_and_the_soonest_comes_first() -> None:
    late = rules(("late", "2027-03-01", ""), file="us/a.toml")
    soon = rules(("soon", "2027-01-01", ""), file="us/b.toml")
    found = changes([*late, *soon], after=date(2026, 11, 22), until=date(2027, 11, 22))
    assert [each.rule.rule_id for each in found] == ["soon", "late"]


def test_new_york_city_changes_with_the_year() -> None:
    found = changes(load_book().rules, after=date(2026, 11, 22), until=date(2027, 11, 22))
    pairs = {(each.ends and each.ends.rule_id, each.rule.rule_id) for each in found}
    assert ("us-nyc-freq-current", "us-nyc-freq-2027") in pairs
