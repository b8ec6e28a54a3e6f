"""Texts weighed side by side, beside the evidence of each told by name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.core.speech.audit.messages import said

from forbear.core.speech.audit.readers.learned import LABELS
from forbear.core.speech.audit.readers.scores import Scores
from forbear.core.speech.audit.readers.shares import Given, Shares, told
from forbear.core.speech.audit.readers.trees import Trees
from forbear.core.speech.audit.readers.weighing import (
    Evidence,
    Heard,
    Weights,
    features,
    is_settled,
    share_of,
    text_details,
    text_features,
)


def test_a_text_at_fault_is_told_for_its_likeliest_category_at_least() -> None:
    words = np.zeros((1, len(LABELS)), dtype=np.float32)
    words[0, LABELS.index("impersonation")] = 3
    scores = Scores(words, np.zeros(len(LABELS), dtype=np.float32))
    evidence = Evidence(said("x"), (), (), frozenset())
    weights = Weights({"best": 1.0, "1": -2.0}, 0.9, {"1": 1.0}, {"en": 0.5})
    assert list(told(evidence, scores, weights)) == ["impersonation"]
    quiet = Weights({"best": 1.0, "1": -3.0}, 0.9, {"1": -1.0}, {"en": 0.5})
    assert told(evidence, scores, quiet) == {}
    wild = Weights({"best": 1.0, "1": -4.0}, 0.9, {"1": 1.0}, {"en": 0.5})
    assert told(evidence, scores, wild) == {}
    assert max(Shares([Given(evidence, scores)], weights).shares[0].values()) < 0.9


def given(rng: np.random.Generator, *, is_deep: bool) -> Given:
    """Make up a text and what readers say of it."""
    count = int(rng.integers(0, 12))
    words, deep = rng.normal(0, 5, (2, count, len(LABELS))).astype(np.float32)
    whole = rng.normal(0, 5, len(LABELS)).astype(np.float32)
    rules = [
        Heard(
            str(rng.choice(LABELS[:-1])),
            str(rng.choice(["high", "low"])),
            (True, False, None)[rng.integers(3)],
            None if not count else int(rng.integers(count)),
        )
        for _ in range(rng.integers(6))
    ]
    message = said(
        "x",
        recipient=("family", "cardholder", None)[rng.integers(3)],
        legal_status=("none", None, "judgment")[rng.integers(3)],
        offers=(None, ())[rng.integers(2)],
    )
    exact = ("impersonation", "obfuscated_text")[: rng.integers(3)]
    evidence = Evidence(message, (), rules, frozenset(exact))
    return Given(evidence, Scores(words, whole, deep if is_deep else None))


def stump(name: str, at_most: float) -> Trees:
    """Return one tree that asks one thing."""
    one, two = np.array([1, 1, 2], dtype=np.int32), np.array([2, 1, 2], dtype=np.int32)
    root, asks = np.zeros(1, dtype=np.int32), np.zeros(3, dtype=np.int32)
    bounds, gives = np.array([at_most, np.inf, np.inf]), np.array([0.0, -1.5, 2.5])
    return Trees((name,), 0.25, root, asks, bounds, one, two, gives)


def weights_for(rng: np.random.Generator, names: set[str]) -> Weights:
    """Make up weights of named evidence."""
    text = {
        "bad": 0.7,
        "whole_bad": 0.2,
        "whole_most": -0.3,
        "most": 0.4,
        "third": -0.2,
        "rules": 0.3,
        "exact": 1.0,
        "length": -0.1,
    }
    return Weights({name: float(rng.normal()) for name in sorted(names)}, 0.3, text, {"en": 0.4})


def odds(share: float) -> float:
    return 1 / (1 + np.exp(-share))


@pytest.mark.parametrize("seed", range(40))
def test_what_is_weighed_at_once_is_the_sum_of_its_named_evidence(seed: int) -> None:
    rng = np.random.default_rng(seed)
    texts = [given(rng, is_deep=bool(seed % 2)) for _ in range(1 + seed % 5)]
    every = range(len(LABELS) - 1)
    names = {
        name
        for one in texts
        for label in every
        for name in features(one.evidence, one.scores, label)
    }
    weights = weights_for(rng, names)
    found = Shares(texts, weights)
    for place, (evidence, scores) in enumerate(texts):
        for label, category in enumerate(LABELS[:-1]):
            own = features(evidence, scores, label)
            is_nothing = is_settled(evidence, category)
            wanted = 0 if is_nothing else share_of(own, weights.category)
            assert found.shares[place][category] == pytest.approx(wanted, rel=1e-12)
        whole = text_features(evidence, scores, found.shares[place])
        assert found.text[place] == pytest.approx(share_of(whole, weights.text), rel=1e-12)


TOLD_TO_TREES = (
    *("bad", "length", "best", "bad_here", "rule", "rules", "rule_high", "rule_best", "closed"),
    *("rule_unknown", "rule_support", "exact", "unknown", "both_here", "deep_bad_mean", "zh"),
    *("whole", "whole_bad"),
    *("category:impersonation", "stranger:false_promise", "unheard of"),
)


@pytest.mark.parametrize("name", TOLD_TO_TREES)
def test_trees_are_asked_about_a_category_by_the_same_names(name: str) -> None:
    rng = np.random.default_rng(5)
    texts = [given(rng, is_deep=True) for _ in range(30)]
    plain = replace(weights_for(rng, {"best", "rule"}), category_least=0.0, text_least={"en": 0.0})
    trees = stump(name, 0.1)
    found = Shares(texts, replace(plain, category_trees=trees))
    before = found.shares
    for place, shares in found.named(range(len(texts))).items():
        evidence, scores = texts[place]
        for label, category in enumerate(LABELS[:-1]):
            first = before[place][category]
            own = features(evidence, scores, label)
            asked = (first + odds(trees.odds(own))) / 2 if first >= 0.05 else first
            assert shares[category] == pytest.approx(asked, rel=1e-12)


@pytest.mark.parametrize(
    "name",
    [
        "most",
        "second",
        "whole_most",
        "share:impersonation",
        "exact:obfuscated_text",
        "bad_mean",
        "others",
    ],
)
def test_trees_are_asked_about_a_text_by_the_same_names(name: str) -> None:
    rng = np.random.default_rng(6)
    texts = [given(rng, is_deep=False) for _ in range(30)]
    plain = weights_for(rng, {"best", "rule", "1"})
    trees = stump(name, -0.3)
    found = Shares(texts, replace(plain, text_trees=trees))
    for place, (evidence, scores) in enumerate(texts):
        own = found.shares[place]
        asked = text_features(evidence, scores, own)
        text = share_of(asked, plain.text)
        if text >= 0.1:
            text = (text + odds(trees.odds({**asked, **text_details(evidence, own)}))) / 2
        assert found.text[place] == pytest.approx(text, rel=1e-12)


@pytest.mark.parametrize("is_deep", [False, True])
def test_a_text_is_weighed_alike_whatever_stands_beside_it(*, is_deep: bool) -> None:
    rng = np.random.default_rng(11)
    texts = [given(rng, is_deep=is_deep) for _ in range(90)]
    weights = weights_for(rng, {"best", "next", "rule", "1", "bad_here", "both", "closed"})
    trees = stump("best", 0.4)
    weights = replace(weights, category_trees=trees, text_trees=stump("bad", 0.2))
    found = Shares(texts, weights)
    named = found.named(range(len(texts)))
    assert any(named.values())
    for place, one in enumerate(texts):
        alone = Shares([one], weights)
        assert alone.text == [found.text[place]]
        assert alone.shares == [found.shares[place]]
        assert told(*one, weights) == named[place]
