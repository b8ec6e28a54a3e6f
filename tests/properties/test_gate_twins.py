"""The expressions of the gate and the plain references agree on thousands of random cases."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from tests.cases.test_cases import ask
from tests.properties.generate import case
from tests.reference.rules import covered, objecting

BATCH = 5000


def cases(seed: int, count: int = BATCH) -> list[dict[str, Any]]:
    rng = random.Random(seed)
    return [case(rng, number) for number in range(count)]


def agree(seed: int) -> None:
    asked = cases(seed)
    for given, answer in zip(asked, ask(asked), strict=True):
        nation = given["jurisdictions"][0]
        found = {reason.rule_id for reason in answer.reasons} & covered(nation)
        expected = objecting(given)
        assert found == expected, (
            f"seed {seed} case {given['id']}: gate {found - expected}, "
            f"reference {expected - found}\n{json.dumps(given, indent=1)}"
        )


@pytest.mark.parametrize("seed", range(2))
def test_gate_and_reference_agree(seed: int) -> None:
    agree(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1200))
def test_gate_and_reference_agree_on_a_million(seed: int) -> None:
    agree(seed)
