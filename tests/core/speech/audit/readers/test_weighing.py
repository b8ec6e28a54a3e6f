"""Rules, the second reader and the facts together."""

from __future__ import annotations

import numpy as np
import pytest
from tests.core.speech.audit.messages import said

from forbear.core.speech.audit.readers.learned import LABELS
from forbear.core.speech.audit.readers.scores import Scores
from forbear.core.speech.audit.readers.weighing import (
    Evidence,
    Heard,
    features,
    is_closed,
    is_settled,
    is_unknown,
    share_of,
)
from forbear.core.speech.audit.values import Offer

HEARD = Heard("false_legal_status", "high", objects=True, unit=0)
OFFER = (Offer("fee_waiver", 2900),)


@pytest.mark.parametrize(
    ("category", "fact", "false", "true"),
    [
        ("false_legal_status", "legal_status", "none", "judgment"),
        ("fake_visit_claim", "visit_scheduled", False, True),
        ("false_promise", "offers", (), OFFER),
        ("time_barred_threat", "time_barred", True, False),
    ],
)
def test_a_true_or_missing_fact_settles_what_is_claimed(
    category: str, fact: str, false: object, true: object
) -> None:
    for value, closed, unknown in ((false, False, False), (true, True, False), (None, False, True)):
        message = said("x", **{fact: value})
        assert is_closed(category, message.facts) is closed
        assert is_unknown(category, message.facts) is unknown
        assert is_settled(Evidence(message, (), (), frozenset()), category) is (closed or unknown)


def test_a_rule_that_the_facts_bear_out_unsettles() -> None:
    message = said("x", legal_status="suit_filed")
    assert is_settled(Evidence(message, (), (), frozenset()), "false_legal_status")
    assert not is_settled(Evidence(message, (), (HEARD,), frozenset()), "false_legal_status")


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_evidence_of_any_length_has_the_same_names(rows: int) -> None:
    whole = np.zeros(len(LABELS), dtype=np.float32)
    scores = Scores(np.zeros((rows, len(LABELS)), dtype=np.float32), whole)
    evidence = Evidence(said("x"), (), (), frozenset())
    full = features(evidence, Scores(np.ones((5, len(LABELS)), dtype=np.float32), whole), 0)
    assert features(evidence, scores, 0).keys() == full.keys()


def test_more_evidence_makes_it_likelier() -> None:
    weights = {"rule": 2.0, "best": 1.0}
    found = [
        share_of({"rule": rule, "best": best}, weights) for rule, best in ((0, 0), (1, 0), (1, 2))
    ]
    assert found == sorted(found)
    assert found[0] == 0.5
    assert 0 < share_of({"best": -1e9}, weights) < share_of({"best": 1e9}, weights) < 1
