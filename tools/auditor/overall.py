"""What the reader of whole texts reads, and how it is fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from tools.auditor.fitting import Fitted, Floats, fit

from forbear.core.speech.audit.readers.learned import BUCKETS, Unit
from forbear.core.speech.audit.readers.overall import RARITY_STEPS, counted

Bools = npt.NDArray[np.bool_]
# Chosen on what was left out, as was the weighing by rarity.
_RIDGE = 0.03
_BYTE = 255


@dataclass(frozen=True)
class Wholes:
    """The texts of a language as rows, and how rare each piece is among them."""

    rows: csr_matrix
    rarity: npt.NDArray[np.uint8]


def wholes(texts: Sequence[Sequence[Unit]]) -> Wholes:
    """Count the pieces of some texts."""
    within = np.zeros(BUCKETS)
    for units in texts:
        within[counted(units, np.ones(BUCKETS, dtype=np.uint8))[0]] += 1
    share = np.log((1 + len(texts)) / (1 + within))
    rarity = np.minimum(np.rint(share * RARITY_STEPS), _BYTE).astype(np.uint8)
    found = [counted(units, rarity) for units in texts]
    starts = np.cumsum([0, *(buckets.size for buckets, _ in found)])
    values = np.concatenate([values for _, values in found])
    buckets = np.concatenate([buckets for buckets, _ in found]).astype(np.int64)
    return Wholes(csr_matrix((values, buckets, starts), shape=(len(texts), BUCKETS)), rarity)


def fit_whole(found: Wholes, wanted: Bools, worth: Floats) -> Fitted:
    """Fit the reader; ``worth`` is what each text counts for each label, 0: it is left out."""
    here = np.flatnonzero(worth.any(axis=1))
    return fit(found.rows[here], wanted[here].astype(float), worth[here], _RIDGE)


def scored_whole(found: Wholes, fitted: Fitted) -> Floats:
    """Return what it says of all texts: the logarithms of the odds."""
    result: Floats = found.rows @ fitted.weights + fitted.bias
    return result
