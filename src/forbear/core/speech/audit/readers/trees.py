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

Rows = npt.NDArray[np.float64]
# So many rows are asked side by side; so many leaves have a bit of their own.
_AT_ONCE, _LEAVES_MOST = 64, 64


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
        return self.odds_of(np.array([[given(name, 0.0) for name in self.names]]))[0]

    def odds_of(self, rows: Rows) -> list[float]:
        """Return the logarithm of the odds for each row of evidence, in the order of ``names``."""
        result: list[float] = []
        for first in range(0, len(rows), _AT_ONCE):
            # a column of evidence becomes a row, so that a question is asked of all side by side
            given = np.ascontiguousarray(rows[first : first + _AT_ONCE].T)
            left = self._left
            is_left = given.take(left.asks, axis=0) <= left.at_most
            # all bits where it goes to the left, none where it does not
            kept = is_left.astype(left.keeps.dtype)
            np.negative(kept, out=kept)
            kept |= left.keeps
            open_ = np.bitwise_and.reduce(kept.reshape(left.most, self.roots.size, -1), axis=0).T
            # of the leaves that no question rules out the one most to the left is reached; in rows,
            # so that leaves are added in one order however many rows there are
            reached = np.frexp(np.ascontiguousarray(open_ & (~open_ + 1), dtype=np.float64))[1] - 1
            leaves = left.leaves[np.arange(self.roots.size), reached]
            result.extend((self.bias + leaves.sum(axis=1)).tolist())
        return result

    @cached_property
    def _left(self) -> _Left:
        """The questions of all trees side by side, with the leaves that each rules out."""
        trees = [self._asked_of(int(root)) for root in self.roots]
        # one question more than any tree asks, which rules out nothing: a tree may be a leaf
        most = max(len(asked) for asked, _ in trees) + 1
        width = max(len(leaves) for _, leaves in trees)
        assert width <= _LEAVES_MOST, "a leaf has one bit"
        every = (1 << width) - 1
        asks = np.zeros((most, len(trees)), dtype=np.intp)
        at_most = np.full((most, len(trees)), np.inf)
        keeps = np.full((most, len(trees)), every, dtype=np.min_scalar_type(every))
        gives = np.zeros((len(trees), width))
        for tree, (asked, leaves) in enumerate(trees):
            gives[tree, : len(leaves)] = leaves
            for place, (node, ruled_out) in enumerate(asked):
                asks[place, tree], at_most[place, tree] = self.asks[node], self.at_most[node]
                keeps[place, tree] = every & ~ruled_out
        columns = at_most.reshape(-1, 1), keeps.reshape(-1, 1)
        return _Left(most, asks.ravel(), *columns, gives)

    def _asked_of(self, root: int) -> tuple[list[tuple[int, int]], list[float]]:
        """Return a tree's questions, each with the leaves to its left as bits, and its leaves."""
        asked: list[tuple[int, int]] = []
        leaves: list[float] = []

        def walk(node: int) -> None:
            left, right = int(self.left[node]), int(self.right[node])
            if left == right == node:
                leaves.append(float(self.gives[node]))
                return
            first = len(leaves)
            walk(left)
            asked.append((node, (1 << len(leaves)) - (1 << first)))
            walk(right)

        walk(root)
        return asked, leaves


@dataclass(frozen=True, slots=True)
class _Left:
    """What rules out leaves: a question that is answered "more" rules out those to its left.

    So the leaf that a tree reaches is the leftmost that nothing rules out, and all questions can be
    asked at once (QuickScorer; Lucchese and others, SIGIR 2015).
    """

    most: int
    asks: npt.NDArray[np.intp]
    at_most: npt.NDArray[np.float64]
    keeps: npt.NDArray[np.unsignedinteger]
    leaves: npt.NDArray[np.float64]
