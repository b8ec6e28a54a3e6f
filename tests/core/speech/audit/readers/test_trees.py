"""Trees over evidence, beside those who grew them."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from tools.auditor.growing import grown

from forbear.core.speech.audit.readers.trees import Trees

_SIZE = {"max_iter": 12, "max_leaf_nodes": 5, "min_samples_leaf": 5}


def _by_hand() -> Trees:
    """One tree that asks first for a rule, then how bad it sounds; and one that is a leaf."""
    return Trees(
        ("bad", "rule"),
        -1.0,
        np.array([0, 5], dtype=np.int32),
        np.array([1, 0, 0, 0, 0, 0], dtype=np.int32),
        np.array([0.5, np.inf, 0.2, np.inf, np.inf, np.inf]),
        np.array([1, 1, 3, 3, 4, 5], dtype=np.int32),
        np.array([2, 1, 4, 3, 4, 5], dtype=np.int32),
        np.array([0.0, -2.0, 0.0, 1.0, 3.0, 0.25]),
    )


@pytest.mark.parametrize(
    ("evidence", "odds"),
    [
        ({}, -2.75),
        ({"bad": 9.0}, -2.75),
        ({"rule": 1.0}, 0.25),
        ({"rule": 1.0, "bad": 0.2}, 0.25),
        ({"rule": 1.0, "bad": 0.3, "unheard of": 5.0}, 2.25),
    ],
)
def test_the_leaves_that_are_reached_add_up(evidence: dict[str, float], odds: float) -> None:
    assert _by_hand().odds(evidence) == odds


def test_what_was_grown_answers_as_those_who_grew_it() -> None:
    chance = np.random.default_rng(7)
    rows = [
        {"a": float(a), "b": float(b), "c": float(c)} for a, b, c in chance.normal(size=(400, 3))
    ]
    wanted = [row["a"] * row["b"] + 0.3 * row["c"] > 0 for row in rows]
    worth = [1.0 if row["c"] > 0 else 0.5 for row in rows]
    trees = grown(rows, wanted, worth, _SIZE)
    model = HistGradientBoostingClassifier(
        learning_rate=0.06, l2_regularization=5.0, early_stopping=False, random_state=0, **_SIZE
    )
    values = np.array([[row[name] for name in trees.names] for row in rows])
    model.fit(values, wanted, sample_weight=worth)
    expected = model.decision_function(values)
    assert [trees.odds(row) for row in rows] == pytest.approx(list(expected))
    right = np.mean([(trees.odds(row) > 0) == yes for row, yes in zip(rows, wanted, strict=True)])
    assert right > 0.8


def _walked(trees: Trees, row: list[float]) -> float:
    """Follow each tree from its root."""
    total = trees.bias
    for node in map(int, trees.roots):
        while trees.left[node] != node:
            is_left = row[trees.asks[node]] <= trees.at_most[node]
            node = int((trees.left if is_left else trees.right)[node])  # noqa: PLW2901 - one step on
        total += trees.gives[node]
    return total


def test_rows_are_answered_alike_alone_and_side_by_side_as_by_walking() -> None:
    chance = np.random.default_rng(3)
    rows = chance.normal(size=(300, 4))
    named = [dict(zip("abcd", map(float, row), strict=True)) for row in rows]
    wanted = [bool(a * b > c * d) for a, b, c, d in rows]
    trees = grown(named, wanted, [1.0] * len(named), {**_SIZE, "max_leaf_nodes": 12})
    given = np.array([[row[name] for name in trees.names] for row in named])
    found = trees.odds_of(given)
    assert found == [trees.odds(row) for row in named]
    assert found == pytest.approx([_walked(trees, list(row)) for row in given], rel=1e-12)
    assert trees.odds_of(given[:0]) == []
