"""One candidate, a few of one cardholder and hundreds together get the same answers."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from forbear.core.gate.values import FEW
from forbear.interchange.cases import Case, read_case
from tests.cases.test_cases import ask
from tests.properties.generate import case

CHANNELS = ("call", "sms", "email")


def _readable(given: dict[str, Any]) -> bool:
    return isinstance(read_case(json.dumps(given), 1), Case)


def by_channels(rng: random.Random, number: int) -> list[dict[str, Any]]:
    """One moment of one cardholder, by each channel that the rules can be asked about."""
    given = case(rng, number)
    asked = [
        {**given, "id": f"{number}-{one}", "contact": {**given["contact"], "channel": one}}
        for one in CHANNELS
    ]
    return [one for one in asked if _readable(one)]


@pytest.mark.parametrize("seed", [7, 8])
def test_the_answer_does_not_hang_on_how_many_are_asked(seed: int) -> None:
    rng = random.Random(seed)
    groups = [group for number in range(120) if (group := by_channels(rng, number))]
    together = ask([one for group in groups for one in group])
    assert len(together) > 6 * FEW, "every nation has more than a few"
    assert max(map(len, groups)) == len(CHANNELS)
    in_groups = [answer for group in groups for answer in ask(group)]
    assert in_groups == together
    alone = [answer for group in groups[:30] for one in group for answer in ask([one])]
    assert alone == together[: len(alone)]
