"""Hours that are closed on public holidays agree with a plain reading of the calendar."""

from __future__ import annotations

import json
import random
from datetime import time
from pathlib import Path

import pytest

from forbear.core.law.book import RuleBook
from forbear.engine.gate import answer_candidates
from forbear.interchange.cases import Case, read_case, tables_of
from forbear.packs import load_book
from tests.properties.generate import case
from tests.reference.hours import australian_holiday, outside

HOUSE = Path(__file__).with_name("closed_days.toml")
WEEKEND = ((5, time(9), time(21)), (6, time(9), time(21)))


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_book(HOUSE)


@pytest.mark.parametrize("seed", range(2))
def test_gate_and_reference_agree_on_closed_days(seed: int, book: RuleBook) -> None:
    rng = random.Random(seed)
    asked = [case(rng, number, holidays=True) for number in range(1500)]
    read = [read_case(json.dumps(given), 1) for given in asked]
    good = [given for given in read if isinstance(given, Case)]
    assert len(good) == len(read)
    tables = tables_of(good)
    found = answer_candidates(tables.candidates, tables.portfolio, book)
    shut = 0
    for given, answer in zip(asked, found, strict=True):
        objects = "test-closed-days" in {reason.rule_id for reason in answer.reasons}
        expected = outside(
            given, time(7, 30), time(21), weekly=WEEKEND, is_closed=australian_holiday
        )
        assert objects == (expected is not False), json.dumps(given, indent=1)
        shut += objects
    assert shut, "some moments are closed"
