"""Grow the trees of the weighing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer

from forbear.core.speech.audit.readers.trees import Trees

# How many trees, and how large; small, since some thousand texts teach them.
CATEGORY = {"max_iter": 150, "max_leaf_nodes": 15, "min_samples_leaf": 40}
TEXT = {"max_iter": 120, "max_leaf_nodes": 10, "min_samples_leaf": 20}
_RATE, _RIDGE = 0.06, 5.0


def grown(
    found: Sequence[Mapping[str, float]],
    wanted: Sequence[bool],
    worth: Sequence[float],
    size: Mapping[str, int],
) -> Trees:
    """Grow trees on named evidence; ``worth`` is what each row counts for."""
    names = DictVectorizer(sparse=False)
    values = names.fit_transform(found)
    model = HistGradientBoostingClassifier(
        learning_rate=_RATE,
        l2_regularization=_RIDGE,
        early_stopping=False,
        random_state=0,
        **size,
    )
    model.fit(values, wanted, sample_weight=worth)
    # there is no open way to a fitted model's trees
    grown_ = [one.nodes for (one,) in model._predictors]  # noqa: SLF001
    starts = np.cumsum([0, *(len(nodes) for nodes in grown_)])
    nodes = np.concatenate(grown_)
    first = np.repeat(starts[:-1], np.diff(starts))
    here, is_leaf = np.arange(len(nodes)), nodes["is_leaf"].astype(bool)
    return Trees(
        tuple(map(str, names.get_feature_names_out())),
        float(np.ravel(model._baseline_prediction)[0]),  # noqa: SLF001
        starts[:-1].astype(np.int32),
        np.where(is_leaf, 0, nodes["feature_idx"]).astype(np.int32),
        np.where(is_leaf, np.inf, nodes["num_threshold"]).astype(np.float64),
        np.where(is_leaf, here, first + nodes["left"]).astype(np.int32),
        np.where(is_leaf, here, first + nodes["right"]).astype(np.int32),
        np.where(is_leaf, nodes["value"], 0.0).astype(np.float64),
    )
