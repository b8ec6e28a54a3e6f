"""The reader of whole texts: what the pieces of all their sentences sound like together.

The second reader hears one sentence at a time; what makes a text lawful or not is often spread
over it. This one is a linear model as well, over the same hashed pieces, each counted in the whole
text and weighed by how rare it is (tf-idf; Salton and Buckley, 1988).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from forbear.core.speech.audit.readers.learned import Floats, Ints, Pieces, Unit

# So many texts are remembered: those of a template differ in their figures, which are not read.
_KEPT = 2048
# So many pieces a short message has; what has fewer, a sentence by itself, is no whole text.
_ENOUGH = 400
# Steps of a byte in which it is kept how rare a piece is.
RARITY_STEPS = 24


@dataclass(frozen=True, eq=False)
class Overall:
    """Weights for each label, scaled to bytes, with their bias; and how rare each piece is.

    ``rarity``: the logarithm of how many texts there are for each that has the piece, in steps of
    1 / ``RARITY_STEPS``.
    """

    weights: npt.NDArray[np.int8]
    scale: Floats
    bias: Floats
    rarity: npt.NDArray[np.uint8]
    _known: dict[tuple[Pieces, ...], Floats] = field(default_factory=dict, repr=False)

    def scores(self, units: Sequence[Unit]) -> Floats:
        """Return for each label the logarithm of the odds that a text of these units has it."""
        pieces = tuple(unit.pieces for unit in units)
        found = self._known.get(pieces)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[pieces] = self._anew(units)
        return found

    def _anew(self, units: Sequence[Unit]) -> Floats:
        buckets, values = counted(units, self.rarity)
        given = self.weights.take(buckets, axis=0).astype(np.float32)
        result: Floats = (values @ given) * self.scale + self.bias
        return result


def counted(units: Sequence[Unit], rarity: npt.NDArray[np.uint8]) -> tuple[Ints, Floats]:
    """Return the pieces of a text, each once, and their values: a row of length one.

    A text that has few pieces says less, and its row is shorter.
    """
    every = np.concatenate([np.empty(0, dtype=np.uint32), *(unit.buckets for unit in units)])
    if not every.size:
        return every, np.empty(0, dtype=np.float32)
    every.sort()
    firsts = np.flatnonzero(np.concatenate(([True], every[1:] != every[:-1])))
    counts = np.diff(firsts, append=every.size)
    buckets = every[firsts]
    values = np.log1p(counts) * rarity.take(buckets)
    length = max(1.0, math.sqrt(np.square(values).sum()))
    share = math.sqrt(min(1.0, buckets.size / _ENOUGH))
    return buckets, (values * (share / length)).astype(np.float32)
