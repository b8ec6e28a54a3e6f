"""What differs between packs is told rule by rule and key by key."""

from __future__ import annotations

from datetime import date

import pytest

from forbear.core.law.comparing import Detail, RuleChange, law_changes
from forbear.core.law.sources import ISSUER, PackSource

FILE = """
question = "How often?"
kind = "frequency_cap"
code = "CALL_FREQUENCY"
jurisdiction = "US"
{values}
"""
VALUE = """
[[values]]
rule_id = "{rule_id}"
from = {begins}
{more}
value = {{ max = {max}, days = 7 }}
cite = "a source"
"""


def value(rule_id: str = "cap", begins: str = "2021-11-30", most: int = 7, more: str = "") -> str:
    return VALUE.format(rule_id=rule_id, begins=begins, max=most, more=more)


def pack(*values: str, name: str = "us/cap.toml") -> list[PackSource]:
    return [PackSource("us", {name: FILE.format(values="".join(values)).encode()})]


def changes(old: list[PackSource], new: list[PackSource]) -> list[RuleChange]:
    return law_changes(old, new)


def test_the_same_packs_do_not_differ_wherever_a_rule_stands() -> None:
    assert changes(pack(value()), pack(value(), name="us/other.toml")) == []


def test_a_parameter_that_is_another_is_told_with_both() -> None:
    [change] = changes(pack(value()), pack(value(most=3)))
    assert (change.rule_id, change.what, change.place) == ("cap", "changed", "US")
    assert change.details == (Detail("value.max", 7, 3),)


def test_a_key_that_came_and_one_that_went_are_told() -> None:
    [change] = changes(pack(value(more="to = 2026-12-31")), pack(value(more="note = 'x'")))
    assert set(change.details) == {
        Detail("to", date(2026, 12, 31), None),
        Detail("note", None, "x"),
    }


def test_a_change_of_the_question_changes_its_rules() -> None:
    old, new = pack(value(), value("other")), pack(value(), value("other"))
    new = [PackSource("us", {n: t.replace(b"How", b"So") for n, t in new[0].files.items()})]
    assert [c.rule_id for c in changes(old, new)] == ["cap", "other"]


def test_rules_that_came_and_went() -> None:
    [gone, come] = changes(pack(value("a")), pack(value("b")))
    assert (gone.rule_id, gone.what, come.rule_id, come.what) == ("a", "removed", "b", "added")
    assert (come.question, come.code, come.begins_on) == (
        "How often?",
        "CALL_FREQUENCY",
        date(2021, 11, 30),
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ([value()], [value(), value(begins="2027-01-01", most=3)], ["added"]),
        ([value(), value(begins="2027-01-01")], [value()], ["removed"]),
        ([value()], [value(begins="2021-12-01")], ["changed"]),
        (
            [value()],
            [value(more="to = 2026-12-31"), value(begins="2027-01-01", most=3)],
            ["changed", "added"],
        ),
    ],
)
def test_dated_values_of_one_rule(old: list[str], new: list[str], told: list[str]) -> None:
    assert [change.what for change in changes(pack(*old), pack(*new))] == told


def test_an_issuers_own_rules_are_compared_too() -> None:
    text = "[[questions]]\n" + FILE.format(values=value("mine").replace("[[", "[[questions."))
    [change] = changes([], [PackSource(ISSUER, {"house.toml": text.encode()})])
    assert (change.rule_id, change.what) == ("mine", "added")
