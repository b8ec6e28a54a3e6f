"""Every legal example gets its answer, through the same code as `forbear gate`."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from typing import Any

import polars as pl
import pytest

from forbear.core.gate.answers import Answer
from forbear.core.gate.spell import NO_PACK
from forbear.core.law.book import RuleBook
from forbear.core.law.kinds import Disclose
from forbear.engine.gate import answer_candidates
from forbear.interchange.cases import Case, read_case, tables_of
from forbear.packs import load_book
from tests.cases.files import Example, examples

EXAMPLES = examples()


@cache
def book() -> RuleBook:
    return load_book()


def ask(cases: list[dict[str, Any]]) -> list[Answer]:
    read = [read_case(json.dumps(case), number) for number, case in enumerate(cases, 1)]
    good = [case for case in read if isinstance(case, Case)]
    assert len(good) == len(read), [case for case in read if not isinstance(case, Case)]
    tables = tables_of(good)
    return answer_candidates(tables.candidates, tables.portfolio, book())


@cache
def answered() -> dict[str, Answer]:
    found = ask([example.case for example in EXAMPLES])
    return {str(example): answer for example, answer in zip(EXAMPLES, found, strict=True)}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.example_id)
def test_a_legal_example_gets_its_answer(example: Example) -> None:
    answer = answered()[str(example)]
    told = "\n".join(f"  {r.code} {r.rule_id}: {r.because}" for r in answer.reasons)
    got = f"{example}\nanswered {answer.verdict}:\n{told}"
    assert {reason.code for reason in answer.reasons} == example.codes, got
    assert answer.is_permitted == (not example.codes), got
    assert example.silent not in {reason.rule_id for reason in answer.reasons}, got
    if example.says_so is not None:
        assert set(answer.must_disclose) == example.says_so, got
    if example.rule is not None:
        named = [reason for reason in answer.reasons if reason.rule_id == example.rule]
        assert named, got
        if example.until is not None:
            ends = None if example.until == "never" else datetime.fromisoformat(example.until)
            assert named[0].until == ends, f"{got}\nuntil {named[0].until}"


def test_a_rule_that_is_named_exists() -> None:
    known = {rule.rule_id for rule in book().rules} | {NO_PACK.rule_id}
    named = {name for e in EXAMPLES for name in (e.rule, e.silent) if name is not None}
    assert named <= known


def test_each_example_has_an_id_of_its_own() -> None:
    ids = [example.example_id for example in EXAMPLES]
    assert sorted(set(ids)) == sorted(ids)


def test_every_rule_is_hit_by_an_example() -> None:
    hit = {reason.rule_id for answer in answered().values() for reason in answer.reasons}
    rules = {rule.rule_id for rule in book().rules if not isinstance(rule.kind, Disclose)}
    # a case has no closed contact points: the test below asks a portfolio that has
    assert rules - hit == {"house-closed-point"}, "no example makes these rules object"


def test_a_closed_contact_point_is_not_used() -> None:
    example = next(example for example in EXAMPLES if example.example_id == "H-default")
    case = read_case(json.dumps(example.case), 1)
    assert isinstance(case, Case)
    tables = tables_of([case])
    closed = tables.candidates.with_columns(point_state=pl.lit("closed"))
    (answer,) = answer_candidates(
        closed.cast({"point_state": tables.candidates.schema["point_state"]}),
        tables.portfolio,
        book(),
    )
    assert [reason.rule_id for reason in answer.reasons] == ["house-closed-point"]


def test_every_disclosure_is_asked_for_by_an_example() -> None:
    said = {code for answer in answered().values() for code in answer.must_disclose}
    owed = {
        code for rule in book().rules if isinstance(rule.kind, Disclose) for code in rule.kind.codes
    }
    assert owed - said == set(), "no example asks for these disclosures"
