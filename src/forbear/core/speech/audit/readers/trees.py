"""Decision trees whose leaves add up: what a plain sum of evidence cannot say.

A tree asks one thing after another ("does a rule object, and does the sentence sound like it, and
is it spoken?"). Of many small ones the leaves are added to the logarithm of the odds (gradient
boosting; Friedman, Annals of Statistics 29, 2001).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Trees:
    """Trees over named evidence, all nodes in a row; a leaf leads to itself.

    ``names`` says what each column of ``asks`` is; to the left goes what is at most ``at_most``.
    """

    names: tuple[str, ...]
    bias: float
    roots: npt.NDArray[np.int32]
    asks: npt.NDArray[np.int32]
    at_most: npt.NDArray[np.float64]
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    gives: npt.NDArray[np.float64]

    def odds(self, evidence: Mapping[str, float]) -> float:
        """Return the logarithm of the odds; evidence that is absent counts as nought."""
        given = evidence.get
        row = np.array([given(name, 0.0) for name in self.names])
        # every question is asked at once: that is quicker than to follow each tree
        leads = np.where(row[self.asks] <= self.at_most, self.left, self.right)
        at = self.roots
        for _ in range(self._depth):
            at = leads[at]
        return self.bias + float(self.gives[at].sum())

    @cached_property
    def _depth(self) -> int:
        """How many questions the longest way has."""
        at, depth = np.unique(self.roots), 0
        while not (self.left[at] == at).all():
            at = np.unique(np.concatenate([self.left[at], self.right[at]]))
            depth += 1
        return depth
